package dev.steward.web.install

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.real.RealNut
import dev.steward.runner.config.power.PowerConfig
import dev.steward.runner.power.upsmon.NotifyScript
import dev.steward.runner.store.migration.OlderHistory
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.zip.ZipFile
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The life of the Debian package on a fresh Debian with systemd: installed, used, upgraded, removed, purged. */
@Stepwise
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class DebianPackageRealSpec extends Specification {

    @Shared @AutoCleanup DebianMachine machine = new DebianMachine()
    @TempDir @Shared Path folder
    def soon = new PollingConditions(timeout: 90, delay: 0.5)

    private boolean answers() {
        soon.eventually { assert machine.page('/api/v1/health')?.contains('"ok"') }
        true
    }

    private String show(String properties) { machine.judge("systemctl show -p $properties steward") }

    @Row(['S-13', 'G-80', 'G-78'])
    def 'apt installs it with Java from Debian, and the service answers at once, under a user of its own that is nobody else'() {
        when:
        machine.install(DebianMachine.built())

        then:
        answers()
        machine.page('/').contains('Steward')
        machine.judge("ps -o user= -p ${machine.service()}") == 'steward'
        machine.judge('getent passwd steward').with { it.contains(':/var/lib/steward:') && it.endsWith('nologin') }
        machine.judge("stat -c '%a %U:%G' /var/lib/steward /var/spool/steward /var/spool/steward/ups /usr/lib/steward/steward-notify /usr/share/steward/steward.jar").readLines() ==
                ['700 steward:steward', '755 steward:steward', '2730 steward:nut', '755 root:root', '644 root:root']
        machine.judge('cd / && steward config | head -1') =~ /stateDir +\/var\/lib\/steward +\(\/etc\/steward\/steward.yml:/

        and: 'with nothing that it does not need'
        machine.judge("grep -E '^(CapBnd|NoNewPrivs)' /proc/${machine.service()}/status").replaceAll(/\s+/, ' ') == 'CapBnd: 0000000000000400 NoNewPrivs: 1'
        machine.judge("nsenter -t ${machine.service()} -m runuser -u steward -- sh -c 'touch /etc/steward/x /usr/x /home/x 2>&1; touch /var/lib/steward/x && rm /var/lib/steward/x && echo state'").readLines()
                .with { it.last() == 'state' && it.size() == 4 }
    }

    @Row(['G-79', 'N-04'])
    def 'the unit starts at boot, after what it needs, and systemd finds no fault in it'() {
        expect:
        machine.judge('systemctl is-enabled steward') == 'enabled'
        show('After').with { said -> ['network-online.target', 'nut-server.service', 'pve-cluster.service'].every { said.contains(it) } }
        show('EnvironmentFiles') == 'EnvironmentFiles=/etc/default/steward (ignore_errors=yes)'
        !machine.judge('systemd-analyze verify --man=no steward.service 2>&1')
        (machine.judge('systemd-analyze security --no-pager steward.service | tail -1') =~ /: ([0-9.]+) /)[0][1].toDouble() < 2
    }

    @Row('G-79')
    def 'an end without an error does not leave the house unwatched: ten seconds later it is back, with what /etc/default says now'() {
        given:
        int before = machine.service()
        machine.judge("echo 'STEWARD_JAVA_OPTIONS=-Xmx300m' >>/etc/default/steward")

        when:
        machine.judge('systemctl kill --signal=TERM steward')

        then:
        soon.eventually { assert !(machine.service() in [0, before]) }
        show('Restart,RestartUSec,NRestarts').readLines().sort() == ['NRestarts=1', 'Restart=always', 'RestartUSec=10s']
        answers()
        machine.judge("tr '\\0' ' ' </proc/${machine.service()}/cmdline").contains('-Xmx300m')
    }

    @Row('S-13')
    def 'the manual names every command, bash completes them, and upgrade-check says what stands in the way of a start'() {
        expect:
        def page = Files.readString(machine.root().resolve('usr/share/man/man1/steward.1'))
        ['run', 'serve', 'power plan', 'doctor', 'upgrade\\-check'].every { page.contains("\n.B $it\n") }
        machine.judge("bash -c '. /usr/share/bash-completion/completions/steward; complete -p steward'").contains('steward')

        and:
        machine.judge('cd / && steward upgrade-check; echo $?').readLines().with {
            it.first() =~ /^ok +configuration/ && it.any { line -> line =~ /ok +database +stays as it is, from/ } && it.last() == '0' }
        machine.judge("cd / && printf 'stateDir: /var/lib/steward\nnosuch: 1\n' >/tmp/x.yml && steward upgrade-check --config /tmp/x.yml; echo \$?").with {
            it.contains('nosuch') && it.contains('Not with this version') && it.endsWith('\n4') }
    }

    @Row('S-13')
    def "upsmon's NOTIFYCMD is in place: what it says lies where Steward looks, and NUT cannot read there"() {
        expect:
        Files.readString(machine.root().resolve('usr/lib/steward/steward-notify')) == NotifyScript.text(PowerConfig.DEFAULT.hints())

        when:
        machine.judge("runuser -u nut -- env NOTIFYTYPE=ONBATT UPSNAME=home /usr/lib/steward/steward-notify on battery; runuser -u nut -- ls /var/spool/steward/ups 2>&1 || true") =~ /Permission denied/

        then:
        machine.judge('cat /var/spool/steward/ups/*').readLines().containsAll(['type=ONBATT', 'ups=home', 'text=on battery'])
    }

    @Row('G-78')
    def 'with polkit the service may hold a shutdown back and switch its machine off, and that is all; another user may not'() {
        given: 'who is nobody asks for the same'
        machine.judge('apt-get install -y -q --no-install-recommends polkitd >/dev/null 2>&1; systemctl is-active dbus systemd-logind; systemctl start polkit').readLines() == ['active', 'active']
        def can = { String user, String what -> machine.judge("runuser -u $user -- busctl call org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager Can$what 2>&1") }

        expect:
        ['PowerOff', 'Reboot'].every { can('steward', it) == 's "yes"' }
        ['Suspend', 'Hibernate', 'Halt'].every { can('steward', it) != 's "yes"' }
        ['PowerOff', 'Reboot'].every { can('nobody', it) != 's "yes"' }

        and: 'as the end of an outage asks for it'
        machine.judge('runuser -u steward -- shutdown -h +60 "Steward: handed over by a run" 2>&1; busctl get-property org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager ScheduledShutdown; shutdown -c').contains('"poweroff"')
        machine.judge('runuser -u nobody -- shutdown -h +60 2>&1; busctl get-property org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager ScheduledShutdown; shutdown -c').contains('(st) "" ')

        and: 'a moment is held, a shutdown is not forbidden, and no unit is steered'
        machine.judge("runuser -u steward -- systemd-inhibit --what=shutdown --mode=delay --who=Steward --why=try systemd-inhibit --list --no-legend").contains('Steward')
        machine.judge('runuser -u steward -- systemd-inhibit --what=shutdown --mode=block --who=Steward --why=try true 2>&1; echo $?').with { it =~ /(?i)denied|authentication/ && it.endsWith('\n1') }
        machine.judge('runuser -u steward -- systemctl stop cron.service dbus.service 2>&1; echo $?') =~ /(?i)denied|authentication/
    }

    @Row('S-13')
    def 'an upgrade keeps the changed configuration and the state, and the new version serves'() {
        given:
        int before = machine.service()
        machine.judge("echo 'retention: {days: 100}' >>/etc/steward/steward.yml; cd / && steward token create backup --scope operate >/dev/null")

        and: 'a run is under way'
        machine.judge("printf 'all: {hosts: {here: {ansible_connection: local}}}' >/etc/steward/inventory/hosts.yml")
        machine.judge("""echo "playbook('Nap') { play('Nap') { hosts 'all'; tasks { task('Sleep') { shell 'sleep 50' } } } }" >/etc/steward/playbooks/nap.groovy""")
        machine.judge('cd / && setsid steward run /etc/steward/playbooks/nap.groovy >/dev/null 2>&1 </dev/null &')
        soon.eventually { assert machine.judge('cd / && steward runs list').contains('running') }

        when:
        def said = machine.install(DebianMachine.rebuilt(folder, '9.9.9')).replace('\r', '')

        then: 'it is not disturbed: the service goes on as it was, and says why'
        said.contains('Setting up steward (9.9.9)')
        said =~ /not ok +runs +run 1, Nap, is running\n(.*\n)*Not now. Ask again later.\nSteward goes on in its old version./
        machine.judge("dpkg-query -W -f '\${Version} \${Status}' steward") == '9.9.9 install ok installed'
        machine.service() == before

        when:
        machine.judge('cd / && steward runs cancel 1')
        soon.eventually { assert machine.judge('cd / && steward upgrade-check; echo $?').endsWith('\n0') }
        machine.judge('systemctl restart steward')

        then:
        answers()
        machine.service() != before
        machine.judge('cd / && steward token list').contains('backup')
        machine.judge('cd / && steward config | grep retention.days') =~ /100 .*steward.yml/
    }

    @Row('S-13')
    def 'the history of an older Steward is told before the upgrade, brought to this schema by the start, and read'() {
        given: 'a machine that has run an older version until now'
        machine.judge('systemctl stop steward && mkdir /srv/state && mv /var/lib/steward/steward.mv.db /srv/state/')
        OlderHistory.into(machine.root().resolve('srv/older'))
        machine.judge('install -o steward -g steward -m 600 /srv/older/steward.mv.db /var/lib/steward/')

        expect:
machine.judge('cd / && runuser -u steward -- steward doctor').contains("version $OlderHistory.SCHEMA: the next start brings it to")

        when:
        machine.judge('systemctl start steward')

        then:
        answers()
        machine.judge('cd / && steward runs list').readLines()*.replaceAll(/ +/, ' ')*.strip().collect { it.split(' ').take(2).join(' ') } == ['3 ok', '2 ok', '1 failed']
machine.judge('cd / && steward runs log 1 --host db-1 | grep -c "this host"') == '40'

        cleanup:
        machine.judge('systemctl stop steward; rm -f /var/lib/steward/steward.mv.db* && mv /srv/state/steward.mv.db /var/lib/steward/ && systemctl start steward')
        answers()
    }

    def "root leaves nothing in the state of a service that is stopped: it is told whose it is"() {
        given:
        machine.judge('systemctl stop steward')

        expect:
        machine.judge('cd / && steward token list 2>&1; echo "code $?"').readLines() ==
                ['The state directory /var/lib/steward cannot be used: it belongs to the user steward, who could not change what root writes there.' +
                         ' Run this as that user: runuser -u steward -- steward token list', 'code 1']
        machine.judge('cd / && runuser -u steward -- steward token list').contains('backup')
        machine.judge('find /var/lib/steward ! -user steward') == ''
    }

    @Row('S-13')
    def 'removed, it leaves data and configuration; purged, it says what is left and how that goes'() {
        given:
        machine.judge('systemctl start steward')

        when:
        machine.judge('apt-get -y -q remove steward 2>&1')

        then:
        machine.judge('systemctl is-active steward || true') == 'inactive'
        machine.judge('pgrep -u steward -c || true') == '0'
        machine.judge('test -s /var/lib/steward/steward.mv.db && grep -c "days: 100" /etc/steward/steward.yml; test ! -e /usr/share/steward') == '1'

        when:
        def said = machine.judge('apt-get -y -q purge steward 2>&1')

        then:
        said.contains('Left, with all that Steward knows of runs, outages and keys: /etc/steward /var/lib/steward /var/log/steward /var/spool/steward, and the user steward.')
        machine.judge('ls /etc/steward/steward.yml /etc/default/steward 2>/dev/null; systemctl is-enabled steward 2>/dev/null || true') == ''

        when:
        machine.judge((said =~ /To delete that too: (.*)/)[0][1])

        then:
        machine.judge("getent passwd steward; find / -xdev -path '*steward*' ! -path '/proc/*' ! -path '/srv/*' ! -path '/tmp/*' ! -path '/etc/systemd/system/steward.service.d*'") == ''
    }

    @Row('S-13')
    def 'what it is made of is named with version and licence, and what is built twice is the same: no time of a build is in it'() {
        given:
        def tree = folder.resolve('content')
        RealNut.sh("dpkg-deb -x ${DebianMachine.built()} $tree")
        def share = tree.resolve('usr/share/steward')
        def jars = share.resolve('lib').toFile().listFiles()
        def known = new ObjectMapper().readValue(tree.resolve('usr/share/doc/steward/sbom.json').toFile(), Map).components

        expect:
        jars.size() > 50
        jars.findAll { jar -> !known.any { jar.name == "${it.name}-${it.version}.jar" } } == []
        known.findAll { !it.licenses } == []

        and:
        [share.resolve('steward.jar').toFile(), *jars.findAll { it.name =~ /^(dsl|runner)-/ }].collectMany { times(it) }.toSet() == ['2026-01-01T00:00'] as Set
        ['bash', '-c', "dpkg-deb --fsys-tarfile ${DebianMachine.built()} | tar -tv --utc --full-time"].execute().text.readLines()
                .with { it.size() > 100 && it.every { line -> line.contains(' 2026-01-01 00:00:00 ') } }
    }

    private static Set<String> times(File jar) {
        new ZipFile(jar).withCloseable { zip -> zip.entries().collect { it.timeLocal.toString() } as Set }
    }
}
