package dev.steward.runner.module.image

import dev.steward.house.Row
import dev.steward.runner.module.power.Daemons
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Timeout

/** containerImages against a real Docker Engine and a real registry (Debian's docker.io, docker-compose, docker-registry), on loopback alone. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ContainerImagesRealSpec extends Daemons {

    @Shared Path home = Files.createTempDirectory('steward-images-')
    @Shared int port = freePort()
    @Shared Process engine
    @Shared Process registry
    @Shared Map<String, String> environment = [DOCKER_HOST: "unix://$home/docker.sock".toString(), HOME: home.toString()]

    void setupSpec() {
        program('docker-compose', 'docker-compose')
        Files.writeString(home.resolve('registry.yml'), "version: 0.1\nlog: {level: warn}\nstorage: {filesystem: {rootdirectory: $home/registry}}\nhttp: {addr: '127.0.0.1:$port'}\n")
        registry = new ProcessBuilder(program('docker-registry', 'docker-registry'), 'serve', "$home/registry.yml").redirectErrorStream(true)
                .redirectOutput(home.resolve('registry.log').toFile()).start()
        engine = new ProcessBuilder(program('dockerd', 'docker.io', ['/usr/sbin/dockerd']), '--data-root', "$home/data", '--exec-root', "$home/exec",
                '-H', environment.DOCKER_HOST, '--pidfile', "$home/pid", '--storage-driver', 'vfs', '--bridge', 'none', '--iptables=false', '--ip6tables=false')
                .redirectErrorStream(true).redirectOutput(home.resolve('log').toFile()).start()
        sh('for i in $(seq 300); do docker ps >/dev/null 2>&1 && exit 0; sleep 0.1; done; cat ' + "$home/log; exit 1", environment)
        sh("mkdir -p '$home/image/bin'; cp ${program('busybox', 'busybox-static')} '$home/image/bin/sleep'")
        publish('1')
        Files.createDirectories(home.resolve('shop'))
        Files.writeString(home.resolve('shop/docker-compose.yml'), "version: '2.4'\nservices:\n  web: {image: '127.0.0.1:$port/team/web:1', command: /bin/sleep 1000, init: true, network_mode: none}\n")
        sh("cd '$home/shop'; docker-compose up -d 2>&1", environment)
    }

    void cleanupSpec() {
        sh('ids=$(docker ps -aq); [ -z "$ids" ] || docker rm -f $ids >/dev/null', environment)
        [engine, registry].each { it.destroy(); it.waitFor(30, TimeUnit.SECONDS) ?: it.destroyForcibly() }
        sh("rm -rf '$home' 2>/dev/null || true")
    }

    void setup() { here.environment = [:] + environment }

    /* Another image under the same tag, as a publisher would. */
    private void publish(String text) {
        sh("echo '$text' >'$home/image/version'; tar -C '$home/image' -c . | docker import - '127.0.0.1:$port/team/web:1' >/dev/null; docker push -q '127.0.0.1:$port/team/web:1'", environment)
    }

    @Row('P-38')
    def 'a newer image under the same tag is seen, told with its digest, and not applied'() {
        when:
        def first = call('containerImages')

        then:
        ok(first)
        first.data().images*.subMap('project', 'service', 'image', 'state') == [[project: 'shop', service: 'web', image: "127.0.0.1:$port/team/web:1".toString(), state: 'current']]

        when: 'somebody else publishes another one; the host still has the old'
        def running = sh('docker inspect --format "{{.Image}} {{.State.StartedAt}}" shop_web_1', environment)
        publish('2')
        def second = call('containerImages')

        then:
        ok(second)
        second.data().images*.state == ['newer']
        second.data().newer == ["127.0.0.1:$port/team/web:1".toString()]
        second.data().images[0].newest != second.data().images[0].digest

        and:
        sh('docker inspect --format "{{.Image}} {{.State.StartedAt}}" shop_web_1', environment) == running
    }
}
