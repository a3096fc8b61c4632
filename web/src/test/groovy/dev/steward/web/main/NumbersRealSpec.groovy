package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.real.Checkout
import dev.steward.runner.lab.host.DemoEstate
import dev.steward.runner.lab.host.HostSpec
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** What Steward shall stand, and the harness that measures how fast it is. No time is asserted. */
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class NumbersRealSpec extends Specification {

    static final String BENCH = Checkout.root().resolve('.ci/bench')
    static final int HOSTS = 1000

    /** Every target, by the key of its row. */
    static final List<String> TARGETS = ['seen', 'unseen', 'served', 'one', 'kept', 'update', 'cpu', 'memory', 'growth', 'engine', 'back', 'cold',
                                         'serve', 'plug', 'lines', 'history', 'live', 'cluster']

    @TempDir Path dir
    @AutoCleanup DemoEstate estate

    @Row('S-05')
    def 'a thousand hosts at once, each by SSH: all are well, within a heap of 512 MB'() {
        given: 'names that share the machines of the lab; each connects for itself'
        estate = new DemoEstate({ new SystemTime().now() }, 100, (1..10).collect {
            new HostSpec("m$it", HostSpec.Kind.VM, Duration.ofSeconds(1), [], [], [], false)
        })
        estate.start()
        Path key = Files.writeString(dir.resolve('key'), estate.clientKey())
        Path known = Files.writeString(dir.resolve('known'), estate.knownHosts())
        Path inventory = Files.writeString(dir.resolve('hosts.yml'), "all:\n  vars: {ansible_user: root, ansible_host: 127.0.0.1, ansible_ssh_private_key_file: '$key',"
                + " ansible_ssh_common_args: '-o UserKnownHostsFile=$known'}\n  hosts:\n"
                + (1..HOSTS).collect { "    h$it: {ansible_port: ${estate.port(estate.hosts()[it % 10])}}\n" }.join(''))
        Path playbook = Files.writeString(dir.resolve('two.groovy'),
                "playbook('Two') { play('Two') { hosts 'all'; forks $HOSTS\n tasks { task('a') { command 'echo', 'a' }\n task('b') { command 'echo', 'b' } } } }")

        when: 'its launcher sets the limit of the heap'
        def run = Launched.steward(['run', playbook as String, '-i', inventory as String], [STEWARD_HOME: dir.resolve('state') as String], dir)

        then:
        new PollingConditions(timeout: 30, delay: 0.02).eventually {
            assert run.process.toHandle().info().arguments().orElse([] as String[]).findAll { it.startsWith('-Xmx') } == ['-Xmx512m']
        }

        and:
        run.exit(350) == 0
        run.said().readLines().count { it =~ /^h\d+ +: ok=2 / } == HOSTS

        cleanup:
        run?.close()
    }

    private Launched bench(String... words) { new Launched([BENCH, 'table', *words], [HOME: dir as String], dir) }

    @Row('S-06')
    def 'the harness has a row for every target'() {
        when:
        def listed = bench('--list')

        then:
        listed.exit(60) == 0
        listed.said().readLines()*.split('\t').collect { it[0] } == TARGETS
        listed.said().readLines()*.split('\t').every { it.length == 3 }

        cleanup:
        listed?.close()
    }

    @Row('S-06')
    def 'it measures, and prints one table'() {
        when:
        def measured = bench('--quick', '--runs', '1', '--rows', 'cold,serve')

        then:
        measured.exit(300) == 0
        def rows = measured.said().readLines().findAll { it.startsWith('| ') }*.split(/ *\| */)
        rows*.getAt(1) == ['what', 'steward version / check of one playbook, CLI cold', 'server to first HTTP 200; resident memory idle']
        rows[1][3] ==~ /version [\d.]+ s; check [\d.]+ s/
        rows[2][3] ==~ /first page [\d.]+ s; resident \d+ MB/

        cleanup:
        measured?.close()
    }
}
