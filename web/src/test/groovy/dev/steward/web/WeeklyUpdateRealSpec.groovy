package dev.steward.web

import dev.steward.house.Row
import dev.steward.real.RealHosts
import dev.steward.runner.event.EventJson
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The shipped container update on twelve real hosts, each with its own trouble, by command line. */
@Stepwise
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class WeeklyUpdateRealSpec extends Specification {

    static final List<String> SCENARIOS =
            ['nothing', 'small', 'dist', 'reboot', 'conffile', 'broken', 'slow', 'ssh', 'mirror', 'held', 'reboot', 'reboot']
    static final int BROKEN = 6
    static final int MIRROR = 9
    static final int LATE = 11
    static final int ASKED = 12

    @Shared @TempDir Path dir
    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(SCENARIOS.size(), SCENARIOS)
    @Shared Packaged steward
    @Shared Map<Integer, String> boots
    @Shared Packaged.Said update

    def setupSpec() {
        steward = new Packaged(dir)
        hosts.bootDelay(LATE, 25)
        boots = all().collectEntries { [it, boot(it)] }
    }

    private static List<Integer> all() { (1..SCENARIOS.size()).toList() }

    private static int of(String scenario) { SCENARIOS.indexOf(scenario) + 1 }

    private String boot(int n) { hosts.judge(n, 'cat /proc/sys/kernel/random/boot_id').strip() }

    private String version(int n, String name) { hosts.judge(n, "dpkg-query -W -f '\${db:Status-Abbrev}\${Version}' $name 2>/dev/null || true").strip() }

    private Packaged.Said run(String... more) {
        steward.call('run', Packaged.PLAYBOOKS.resolve('update-lxc-containers.groovy') as String, '-i', hosts.inventory() as String, *more)
    }

    @Row('P-32')
    def 'a required reboot is only reported where nobody asked for reboots'() {
        when:
        def said = run('-l', 'host-12')

        then:
        said.exit == 0
        version(ASKED, 'lab-reboot') == 'ii 2.0'
        said.told('Say that a reboot is required', 'host-12') ==~ /ok +host-12 +Reboot required.*/
        said.told('Reboot', 'host-12').startsWith('skipped')
        hosts.judge(ASKED, 'ls /run/reboot-required').strip() == '/run/reboot-required'
        boot(ASKED) == boots[ASKED]
    }

    @Row(['P-61', 'P-30'])
    def 'every host that can be updated is updated, on fresh lists, and what changed is told'() {
        given: 'nobody has refreshed the lists of these hosts yet'
        hosts.judge(of('small'), 'ls /var/lib/apt/lists | grep -c Packages || true').strip() == '0'

        when:
        update = run('-e', 'autoReboot=true', '-e', 'rebootDelay=1s', '-e', 'rebootTimeout=8s')

        then: 'the dist-upgrade, and nothing that is not needed any more'
        version(of('small'), 'lab-small') == 'ii 2.0'
        version(of('dist'), 'lab-needs') == 'ii 2.0'
        version(of('dist'), 'lab-added') == 'ii 2.0'
        !version(of('dist'), 'lab-dropped').startsWith('ii')
        version(of('reboot'), 'lab-reboot') == 'ii 2.0'
        version(of('slow'), 'lab-slow') == 'ii 2.0'

        and: 'told truthfully'
        update.recap('host-1').changed == 0
        update.told('Upgrade packages', 'host-1') =~ 'ok +host-1 +nothing to do'
        update.told('Upgrade packages', 'host-3') =~ 'changed +host-3 +2 upgraded, 1 installed, 1 removed'
        [2, 3, 5, 7, 8].every { update.recap("host-$it").changed == 1 }
    }

    def 'a configuration file that was edited on the host stays as it is'() {
        expect:
        version(of('conffile'), 'lab-conffile') == 'ii 2.0'
        hosts.judge(of('conffile'), 'cat /etc/lab-conffile.conf').strip() == 'setting = edited here'
    }

    def 'a package on hold stays, and is told as left to upgrade'() {
        expect:
        version(of('held'), 'lab-held') == 'hi 1.0'
        update.recap('host-10').changed == 0
        update.told('Report what is left to upgrade', 'host-10') =~ 'Packages left to upgrade: 1'
    }

    def 'an upgrade of the SSH server that drops every link is done once, and the host goes on'() {
        expect:
        version(of('ssh'), 'openssh-server').endsWith('+lab1')
        hosts.judge(of('ssh'), 'grep -c " upgrade openssh-server" /var/log/dpkg.log').strip() == '1'
        hosts.judge(of('ssh'), 'dpkg --audit') == ''
        update.recap('host-8').failed == 0
        update.told('Report what is left to upgrade', 'host-8') =~ '^ok'
        steward.call('runs', 'log', '2', '--host', 'host-8').text.contains('link lost')
    }

    @Row(['P-62', 'P-63'])
    def 'exactly the hosts with the flag are rebooted, proven by another boot'() {
        expect: 'the one whose upgrade asked for it, and the one that was asked last time'
        boot(of('reboot')) != boots[of('reboot')]
        boot(ASKED) != boots[ASKED]
        hosts.judge(of('reboot'), 'ls /run/reboot-required 2>&1 || true').contains('No such file')
        update.told('Reboot', 'host-4') =~ /changed +host-4 +rebooted; back after \d+ s/

        and: 'no other'
        (all() - [of('reboot'), ASKED, LATE]).every { boot(it) == boots[it] }

        and: 'the host is told who ordered it'
        steward.call('runs', 'log', '2', '--host', 'host-4').text.contains('Reboot initiated by update-lxc-containers')
    }

    @Row('P-64')
    def 'a host that is not back in time has failed, and the others go on'() {
        expect:
        update.told('Reboot', 'host-11') =~ 'FAILED +host-11 +not back after 8 s'
        update.recap('host-11').failed == 1
        update.told('Report what is left to upgrade', 'host-11') == null
        update.told('Report what is left to upgrade', 'host-4') =~ '^ok'

        and: 'it was no cut cable: it comes back later, on its own'
        new PollingConditions(timeout: 40, delay: 0.5).eventually { assert boot(LATE) != boots[LATE] }
    }

    @Row('P-59')
    def 'the report of the run holds how many packages each host had to upgrade before and after it, as apt itself counts them'() {
        when:
        def report = new EventJson().map(steward.call('patch', 'report', '--run', '2', '--json').text)
        def counts = (report.hosts as List<Map>).collectEntries { [it.host, [it.pending_before, it.pending_after]] }

        then: 'before: what the scenario of the host holds back'
        ['host-1', 'host-2', 'host-3', 'host-4', 'host-10'].collectEntries { [it, counts[it][0]] } ==
                ['host-1': 0, 'host-2': 1, 'host-3': 2, 'host-4': 1, 'host-10': 1]

        and: 'after: what apt on the host still has to upgrade'
        ['host-1', 'host-2', 'host-3', 'host-4', 'host-10'].every { host ->
            counts[host][1] == hosts.judge(host.drop(5) as int, 'apt list --upgradable 2>/dev/null | grep -c / || true').strip() as int
        }

        and: 'a person reads the same'
        steward.call('patch', 'report', '--run', '2').text.with { it.contains('Upgradable before: ') && it =~ /2-host-3 +apply +completed +2 +0 / }
    }

    @Row(['P-37', 'P-60'])
    def 'what fails is named, with its own words, and nobody waits for it'() {
        expect: 'the recap, the exit code and the message name the same hosts'
        update.exit == 2
        all().findAll { update.recap("host-$it").failed > 0 } == [BROKEN, MIRROR, LATE]
        update.text.readLines().last() == 'failed: host-11, host-6, host-9'
        update.text.contains('lab-broken: the database does not start')
        update.told('Upgrade packages', 'host-9') =~ /mirror http:\/\/127\.0\.0\.1:9: Could not connect/

        and: 'what is left to upgrade is told of every host that went on: nothing'
        (all() - [BROKEN, MIRROR, LATE, of('held')]).every { update.told('Report what is left to upgrade', "host-$it") =~ /Packages left to upgrade: 0/ }

        when: 'the history tells it again'
        def facts = steward.facts(2)

        then:
        facts.status == 'failed'
        facts.exit == 2
        facts.message == 'failed: host-11, host-6, host-9'
        facts.seconds > 15
        facts.hosts.failed == 3
        all().every { n -> facts.recap["host-$n"].failed == update.recap("host-$n").failed && facts.recap["host-$n"].changed == update.recap("host-$n").changed }
    }

    @Row('P-30')
    def 'a second run changes nothing, and refreshes only lists older than an hour'() {
        given:
        boots = all().collectEntries { [it, boot(it)] }
        def packages = all().collectEntries { [it, installed(it)] }
        hosts.judge(2, 'touch -d "2 hours ago" /var/lib/apt/lists /var/lib/apt/periodic/* /var/lib/steward/apt-updated 2>/dev/null; touch -d "3 hours ago" /etc/apt/sources.list*')
        def young = stamp(1)
        def old = stamp(2)

        when:
        def second = run('-e', 'autoReboot=true', '-e', 'rebootDelay=1s')

        then: 'the two that cannot be updated fail again'
        second.exit == 2
        second.text.readLines().last() == 'failed: host-6, host-9'
        all().every { second.recap("host-$it").changed == 0 }
        all().every { boot(it) == boots[it] && installed(it) == packages[it] }

        and:
        stamp(1) == young
        stamp(2) > old + 3600
    }

    private String installed(int n) { hosts.judge(n, 'dpkg-query -W') }

    private long stamp(int n) { hosts.judge(n, 'stat -c %Y /var/lib/steward/apt-updated').strip() as long }

    def 'once they are mended, the failed hosts alone are run again'() {
        given:
        hosts.judge(BROKEN, 'printf "#!/bin/sh\\nexit 0\\n" > /var/lib/dpkg/info/lab-broken.postinst')
        hosts.judge(MIRROR, 'echo "deb [trusted=yes] file:/srv/repo/mirror ./" > /etc/apt/sources.list')

        when:
        def again = steward.call('runs', 'retry', '3', '--failed')

        then:
        again.exit == 0
        again.text.readLines().findAll { it =~ /^host-\d+ +: ok=/ }*.takeWhile { it != ' ' } == ['host-6', 'host-9']
        version(BROKEN, 'lab-broken') == 'ii 2.0'
        version(MIRROR, 'lab-small') == 'ii 2.0'

        and: 'with what the first was given'
        steward.facts(4).parameters == steward.facts(3).parameters
    }
}
