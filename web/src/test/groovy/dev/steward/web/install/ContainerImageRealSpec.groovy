package dev.steward.web.install

import dev.steward.house.Row
import dev.steward.real.Checkout
import dev.steward.real.RealSshd
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The container image, built by its recipe from a base that is a fresh Debian of this machine, and run by a real Docker Engine. */
@Stepwise
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class ContainerImageRealSpec extends Specification {

    private static final String HARDENED = '--network none --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --health-interval 1s --health-timeout 3s -v state:/var/lib/steward'

    @Shared Path home = Files.createTempDirectory('steward-image-')
    @Shared Process engine
    def soon = new PollingConditions(timeout: 120, delay: 0.5)

    def setupSpec() {
        RealSshd.need('/usr/sbin/dockerd', 'docker.io')
        engine = new ProcessBuilder('/usr/sbin/dockerd', '--data-root', "$home/data", '--exec-root', "$home/exec", '-H', "unix://$home/docker.sock", '--pidfile', "$home/pid",
                '--bridge', 'none', '--iptables=false', '--ip6tables=false')
                .redirectErrorStream(true).redirectOutput(home.resolve('log').toFile()).start()
        docker('for i in $(seq 300); do docker ps >/dev/null 2>&1 && exit 0; sleep 0.1; done; cat ' + "$home/log; exit 1")
        new DebianMachine().withCloseable { machine ->
            docker("tar -C ${machine.root()} --exclude='./proc/*' --exclude='./sys/*' --exclude='./dev/*' --exclude='./run/*' --exclude='./tmp/*' -c . 2>/dev/null | docker import - base >/dev/null")
        }
        Files.createDirectories(home.resolve('context'))
        Files.copy(DebianMachine.built(), home.resolve("context/${DebianMachine.built().fileName}"))
        docker("docker build -q --network none --build-arg BASE=base -f ${Checkout.root().resolve('web/src/main/container/Containerfile')} -t steward $home/context")
    }

    def cleanupSpec() {
        docker('ids=$(docker ps -aq); [ -z "$ids" ] || docker rm -f $ids >/dev/null')
        engine.destroy()
        engine.waitFor(30, TimeUnit.SECONDS) ?: engine.destroyForcibly()
        ['sh', '-c', "rm -rf $home 2>/dev/null"].execute().waitFor()
    }

    private String docker(String script) {
        def builder = new ProcessBuilder('sh', '-ec', script).redirectErrorStream(true)
        builder.environment().putAll(DOCKER_HOST: "unix://$home/docker.sock" as String, HOME: home as String)
        def process = builder.start()
        process.outputStream.close()
        String said = process.inputStream.text.strip()
        assert process.waitFor() == 0: "$script: $said"
        said
    }

    private boolean healthy() {
        soon.eventually { assert docker('docker inspect --format "{{.State.Health.Status}}" steward') == 'healthy' : docker('docker logs --tail 20 steward; docker inspect --format "{{json .State.Health}}" steward') }
        true
    }

    @Row('G-78')
    def 'it serves as a user that is nobody else, on a root file system that nobody writes, and its health check says so'() {
        when:
        docker("docker run -d --name steward $HARDENED steward")

        then:
        healthy()
        docker('docker exec steward id -u') == '10001'
        docker('docker exec steward cat /proc/1/comm') == 'java'
        docker("docker exec steward sh -c 'for f in /etc/steward/x /usr/share/steward/x /x; do touch \$f 2>&1; done; touch /var/lib/steward/x && rm /var/lib/steward/x && echo state'").readLines()
                .with { it.size() == 4 && it.last() == 'state' && it.take(3).every { line -> line.contains('Read-only file system') } }
        docker("docker exec steward grep -E '^(CapEff|NoNewPrivs)' /proc/1/status").replaceAll(/\s+/, ' ') == 'CapEff: 0000000000000000 NoNewPrivs: 1'
        docker('docker exec steward steward version').contains('0.1')
        docker('docker exec steward steward token create backup --scope operate')
    }

    def 'it ends when it is asked to, in order, and what it knows is on its volume for the next container'() {
        when:
        docker('docker stop -t 60 steward')

        then:
        docker('docker inspect --format "{{.State.ExitCode}} {{.State.OOMKilled}}" steward') == '143 false'

        when:
        docker("docker rm steward && docker run -d --name steward $HARDENED steward")

        then:
        healthy()
        docker('docker exec steward steward token list').contains('backup')
        docker('docker exec steward find /var/lib/steward ! -user steward') == ''
    }

    def 'a service that does not answer is not healthy'() {
        when:
        docker('docker kill -s STOP steward')

        then:
        soon.eventually { assert docker('docker inspect --format "{{.State.Health.Status}}" steward') == 'unhealthy' }

        cleanup:
        docker('docker kill -s CONT steward')
    }
}
