package dev.steward.runner.module.power

import dev.steward.house.Row
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Timeout

/**
 * dockerCompose against a real Docker Engine with images and containers in a folder of its own, without any network, and Debian's
 * docker-compose (v1). Where v2 is meant, a stand-in of the docker command hands "docker compose …" on to docker-compose and all
 * else to the real one: Debian 12 has no package of the v2 plugin. What is asked and said is that of the real engine either way.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class DockerComposeRealSpec extends Daemons {

    @Shared Path home = Files.createTempDirectory('steward-docker-')
    @Shared Process engine
    @Shared Map<String, String> environment = [DOCKER_HOST: "unix://$home/docker.sock".toString(), HOME: home.toString()]

    void setupSpec() {
        program('docker-compose', 'docker-compose')
        engine = new ProcessBuilder(program('dockerd', 'docker.io', ['/usr/sbin/dockerd']), '--data-root', "$home/data", '--exec-root', "$home/exec",
                '-H', environment.DOCKER_HOST, '--pidfile', "$home/pid", '--storage-driver', 'vfs', '--bridge', 'none', '--iptables=false', '--ip6tables=false')
                .redirectErrorStream(true).redirectOutput(home.resolve('log').toFile()).start()
        sh('for i in $(seq 300); do docker ps >/dev/null 2>&1 && exit 0; sleep 0.1; done; cat ' + "$home/log; exit 1", environment)
        sh("""mkdir -p '$home/image/bin' '$home/v2'; cp ${program('busybox', 'busybox-static')} '$home/image/bin/'
              for applet in sh sleep touch test rm; do ln -s busybox '$home/image/bin/'\$applet; done
              tar -C '$home/image' -c . | docker import - steward-lab:1 >/dev/null
              cat >'$home/v2/docker' <<'END'
#!/bin/sh
[ "\$1" = compose ] || exec ${program('docker', 'docker.io', ['/usr/bin/docker'])} "\$@"
shift
[ "\$1" != version ] || { echo 'Docker Compose version v2'; exit 0; }
exec docker-compose "\$@"
END
              chmod 755 '$home/v2/docker'""", environment)
    }

    void cleanupSpec() {
        engine.destroy()
        engine.waitFor(30, TimeUnit.SECONDS) ?: engine.destroyForcibly()
        sh("rm -rf '$home' 2>/dev/null || true")
    }

    void setup() {
        here.environment = [:] + environment
        sh('rm -rf /var/lib/steward/compose; ids=$(docker ps -aq); [ -z "$ids" ] || docker rm -f $ids >/dev/null', environment)
    }

    void cleanup() { sh('rm -rf /var/lib/steward/compose') }

    private void v2() { here.environment.PATH = "$home/v2:${System.getenv('PATH')}".toString() }

    private String project(String name, String services = null) {
        def dir = Files.createDirectories(home.resolve("stacks/$name"))
        Files.writeString(dir.resolve('docker-compose.yml'), "version: '2.4'\nservices:\n" + (services ?: service('web') + service('db')))
        dir.toString()
    }

    private static String service(String name, String more = '') {
        "  $name: {image: 'steward-lab:1', command: /bin/sleep 1000, init: true, network_mode: none$more}\n"
    }

    private void up(String dir) { sh("cd '$dir'; docker-compose up -d >/dev/null 2>&1", environment) }

    private List<String> states() { sh("docker ps -a --format '{{.Names}} {{.State}}' | sort", environment).readLines() }

    private List<String> running(String name) { states().findAll { it.startsWith(name) && it.endsWith('running') } }

    @Row('G-60')
    def 'a project goes down and comes up again, by either compose; a second time nothing is done'() {
        given:
        def dir = project('media')
        up(dir)
        if (tool == 'v2') { v2() }

        when:
        checking()
        def would = call('dockerCompose', action: 'down', dir: dir, timeout: Duration.ofSeconds(5))
        target.check = false

        then:
        changed(would)
        would.message() == 'would be brought down (2 containers)'
        running('media').size() == 2

        when:
        int trips = here.trips
        def down = call('dockerCompose', action: 'down', dir: dir, timeout: Duration.ofSeconds(5))
        def again = call('dockerCompose', action: 'down', dir: dir)

        then:
        changed(down)
        down.message() == '2 containers are down and removed'
        ok(again)
        here.trips == trips + 2
        states().isEmpty()

        when:
        def upped = call('dockerCompose', action: 'up', dir: dir)
        def twice = call('dockerCompose', action: 'up', dir: dir)
        checking()
        def dry = call('dockerCompose', action: 'up', dir: dir)

        then:
        changed(upped)
        upped.message() == '2 containers run'
        ok(twice)
        ok(dry)
        running('media').size() == 2

        where:
        tool << ['v1', 'v2']
    }

    @Row('G-60')
    def 'a container gets as long as is said to end, and no longer'() {
        given: 'one that ends when it is told to, and one that does not'
        def dir = project('slow', service('deaf').replace('init: true, ', '').replace('/bin/sleep 1000', '[sh, -c, "trap : TERM; while :; do sleep 1; done"]'))
        up(dir)
        long start = System.nanoTime()

        when:
        def outcome = call('dockerCompose', action: 'stop', dir: dir, timeout: Duration.ofSeconds(2))

        then:
        outcome.message() == '1 container is stopped'
        Duration.ofNanos(System.nanoTime() - start).toSeconds() in 2L..9L
        states() == ['slow_deaf_1 exited']
    }

    @Row('G-60')
    def 'what is paused goes on, and what is paused can be stopped'() {
        given:
        def dir = project('shop')
        up(dir)

        expect:
        call('dockerCompose', action: 'pause', dir: dir).message() == '2 containers are paused'
        ok(call('dockerCompose', action: 'pause', dir: dir))
        states()*.split(' ')*.last().toSet() == ['paused'] as Set
        call('dockerCompose', action: 'unpause', dir: dir).message() == '2 containers go on'
        ok(call('dockerCompose', action: 'unpause', dir: dir))
        call('dockerCompose', action: 'pause', dir: dir).message() == '2 containers are paused'
        call('dockerCompose', action: 'stop', dir: dir, timeout: Duration.ofSeconds(20)).message() == '2 containers are stopped'
        ok(call('dockerCompose', action: 'stop', dir: dir))
        call('dockerCompose', action: 'start', dir: dir).message() == '2 containers run'
        ok(call('dockerCompose', action: 'start', dir: dir))
    }

    def 'all projects that run are noted and stopped, and exactly those come back, also after a restart of the host'() {
        given:
        def (media, shop, idle, spared) = ['media', 'shop', 'idle', 'spared'].collect { project(it) }
        [media, shop, idle, spared].each { up(it) }
        sh("cd '$idle'; docker-compose stop -t 1 >/dev/null 2>&1; docker run -d --init --network none --name alone steward-lab:1 /bin/sleep 1000 >/dev/null", environment)

        when:
        checking()
        def would = call('dockerCompose', action: 'stop', all: true, except: ['spared'])
        target.check = false

        then:
        would.data().projects == ['media', 'shop']
        !Files.exists(Path.of('/var/lib/steward/compose'))
        running('media').size() == 2

        when:
        def stopped = call('dockerCompose', action: 'stop', all: true, except: ['spared'], timeout: Duration.ofSeconds(5))
        def again = call('dockerCompose', action: 'stop', all: true, except: ['spared'])

        then:
        stopped.message() == 'media: 2 containers are stopped; shop: 2 containers are stopped'
        ok(again)
        states().findAll { it.endsWith('running') }*.split(' ')*.first() == ['alone', 'spared_db_1', 'spared_web_1']

        when:
        def back = call('dockerCompose', action: 'start', all: true)
        def twice = call('dockerCompose', action: 'start', all: true)

        then:
        back.message() == 'media: 2 containers run; shop: 2 containers run'
        ok(twice)
        twice.message() == 'no project is there to start'
        running('idle').isEmpty()
        running('shop').size() == 2
    }

    def 'one project that cannot be stopped keeps none of the others from its turn'() {
        given:
        def (broken, shop) = ['broken', 'shop'].collect { project(it) }
        [broken, shop].each { up(it) }
        Files.writeString(Path.of(broken, 'docker-compose.yml'), 'services: [')

        when:
        def outcome = call('dockerCompose', action: 'down', all: true, timeout: Duration.ofSeconds(5))

        then:
        failed(outcome)
        outcome.message().startsWith('broken: ')
        outcome.message().endsWith('(before that: shop: 2 containers are down and removed)')
        running('shop').isEmpty()
    }

    def 'it is waited for health where that is asked for, and one that does not get well fails'() {
        given:
        def dir = project(name, service('web', ", healthcheck: {test: ['CMD', 'test', '-e', '$path'], interval: 1s, timeout: 1s, retries: 1, start_period: 0s}"))

        when:
        def outcome = call('dockerCompose', action: 'up', dir: dir, healthy: Duration.ofSeconds(limit))

        then:
        outcome.result().name() == result
        outcome.message().matches(said)

        where:
        name   | path     | limit || result    | said
        'well' | '/bin'   | 30    || 'CHANGED' | '1 container runs'
        'ill'  | '/never' | 4     || 'FAILED'  | /not well after 4 s: ill_web_1 \((starting|unhealthy)\)/
    }

    def 'what is not there is told with the next step'() {
        given:
        def dir = project('empty')

        expect:
        call('dockerCompose', action: 'down', dir: '/nowhere').message() == 'there is no folder /nowhere'
        call('dockerCompose', action: 'start', dir: dir).message() == "there is nothing to start: the project has no containers; 'up' makes them"
        ok(call('dockerCompose', action: 'stop', dir: dir))
        call('dockerCompose', action: 'down').message() == "'dockerCompose' takes a project by dir, files or project, or all: true, and not both"
        call('dockerCompose', action: 'down', dir: dir, files: ['other.yml']).message().contains('other.yml')

        when:
        here.environment.DOCKER_HOST = "unix://$home/none.sock".toString()

        then:
        call('dockerCompose', action: 'down', dir: dir).message().startsWith('docker does not answer: ')
    }
}
