package dev.steward.runner.lab

import dev.steward.runner.inventory.Host
import dev.steward.runner.lab.host.DemoEstate
import dev.steward.runner.module.Outcome
import dev.steward.runner.module.TryTarget
import dev.steward.runner.module.catalog.Modules
import java.nio.file.Path
import java.time.Duration
import java.time.InstantSource
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The demo's hosts, driven by the product's own SSH and modules. */
class DemoEstateSpec extends Specification {

    @Shared @TempDir Path folder
    @Shared @AutoCleanup('shutdownNow') ExecutorService senders = Executors.newCachedThreadPool()
    @Shared @AutoCleanup DemoEstate estate = new DemoEstate(InstantSource.system(), 10)
    @Shared @AutoCleanup def connections
    @Shared Modules modules = new Modules()

    void setupSpec() {
        estate.start()
        connections = DemoTargets.connections(DemoTargets.home(folder, estate.clientKey(), estate.knownHosts()), senders)
    }

    TryTarget on(String name, String user = 'root') {
        def vars = [ansible_host: '127.0.0.1', ansible_port: estate.port(estate.host(name)) as long, ansible_user: user,
                    ansible_ssh_private_key_file: folder.resolve('ssh/key').toString()]
        DemoTargets.target(connections, new Host(name, [], vars))
    }

    Outcome call(TryTarget target, Map<String, Object> arguments, String module) {
        modules.call(modules.named(module).get(), arguments, target)
    }

    def 'there are five containers and four virtual machines, each with something to update'() {
        expect:
        estate.hosts()*.spec()*.kind()*.name().countBy { it } == [CONTAINER: 5, VM: 4]
        estate.hosts().every { !it.spec().updates().empty }
        estate.inventory('/k').contains('lxc_containers') && estate.inventory('/k').contains('docker_vms')
    }

    def 'an upgrade names what it upgraded, asks for a reboot where systemd changed, and the second run changes nothing'() {
        given:
        def arguments = [upgrade: 'dist', updateCache: true, cacheValidTime: Duration.ofHours(1), autoremove: true, autoclean: true]

        when:
        def first = call(on('dns-2'), arguments, 'apt')
        def second = call(on('dns-2'), arguments, 'apt')
        def asks = call(on('dns-2'), [path: '/var/run/reboot-required'], 'stat')

        then:
        first.result() == Outcome.Kind.CHANGED
        first.message()
        second.result() == Outcome.Kind.OK
        asks.data().exists
    }

    def 'a kernel comes as a new package of a virtual machine and the old one goes'() {
        when:
        def outcome = call(on('media-vm'), [upgrade: 'dist', updateCache: true, autoremove: true], 'apt')

        then:
        outcome.result() == Outcome.Kind.CHANGED
        outcome.data().toString().contains('linux-image-6.1.0-26-amd64')
        estate.host('media-vm').machine().files().look(dev.steward.runner.lab.file.Who.HOST, '/run/reboot-required') != null
    }

    def 'a broken mirror fails the refresh with what apt said'() {
        when:
        def outcome = call(on('backup-1'), [upgrade: 'dist', updateCache: true], 'apt')

        then:
        outcome.result() == Outcome.Kind.FAILED
        outcome.toString().contains('does not have a Release file')
    }

    def '#name is proven to have rebooted'() {
        given:
        int boots = estate.host(name).boots()

        when:
        def outcome = call(on(name), [delay: Duration.ofSeconds(1), timeout: Duration.ofSeconds(60)], 'reboot')

        then:
        outcome.result() == Outcome.Kind.CHANGED
        estate.host(name).boots() == boots + 1

        where:
        name << ['dns-1', 'apps-vm']
    }

    def 'a user who is not root becomes it by sudo'() {
        given:
        def target = on('arr-vm', 'ops')
        target.as = dev.steward.runner.connection.RunAs.user('root')

        expect:
        call(target, [script: 'id -u'], 'shell').data().stdout.trim() == '0'
    }

    def 'a command is over when it has ended: nothing waits for what watches it'() {
        given:
        def target = on('downloads-vm')
        call(target, [script: 'true'], 'shell')

        when:
        long start = System.nanoTime()
        10.times { this.call(target, [script: 'true'], 'shell') }

        then:
        System.nanoTime() - start < 5_000_000_000L
    }

    def 'a command that takes too long is gone afterwards'() {
        given:
        def target = on('proxy-1')
        target.remaining = Optional.of(Duration.ofMillis(500))

        when:
        def outcome = call(target, [script: 'sleep 300 & sleep 301'], 'shell')

        then:
        outcome.result() == Outcome.Kind.FAILED
        new spock.util.concurrent.PollingConditions(timeout: 10).eventually {
            assert estate.host('proxy-1').machine().processes().all().every { !it.argv().contains('sleep') }
        }
    }

    def 'a script without end costs the demo nothing but its own process: #script'() {
        when:
        def bench = new LabBench()
        def answer = bench.demo(bench.host(), script, '', new dev.steward.runner.lab.process.Budget(20_000, 1 << 20))

        then:
        answer.status != 0

        where:
        script << ['while :; do :; done', 'f() { f; }; f', 'x=a; while :; do x=$x$x; done', 'cat /dev/zero', 'f() { f | f & }; f; while :; do :; done',
                   "echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | grep -E '(a*)*(a*)*(a*)*b' || while :; do :; done"]
    }
}
