package dev.steward.runner.power.upsmon

import dev.steward.house.Row
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** provision-nut-client.groovy on real Debian machines with systemd, there and back. */
@Stepwise
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class NutClientRealSpec extends Specification {

    @Shared @TempDir Path folder
    @Shared @AutoCleanup NodesOnUps nodes
    @Shared Map<Integer, String> before
    def soon = new PollingConditions(timeout: 30, delay: 0.2)

    def setupSpec() {
        nodes = new NodesOnUps(folder)
        before = [1: state(1), 2: state(2)]
    }

    /** All that the playbook may touch, with modes and content. */
    private String state(int n) {
        nodes.judge(n, '''cd /; find etc/nut etc/systemd/system usr/local var/backups/steward* lib/nut -printf '%p %M %u:%g %l\\n' | sort; find etc/nut etc/systemd/system usr/local -type f | sort | xargs -r sha256sum
            dpkg-query -W -f '${db:Status-Abbrev} ${Package}\\n' | grep -E '^i'; systemctl is-enabled nut-monitor; systemctl is-active nut-monitor''')
    }

    def 'the first run installs and starts upsmon, the second one changes nothing'() {
        when:
        def first = nodes.provision()

        then:
        assert first.status == 'ok': NodesOnUps.changed(first)
        nodes.judge(1, 'systemctl is-active nut-monitor').strip() == 'active'
        soon.eventually { assert nodes.clients().readLines().findAll { it.startsWith('127.') }.size() == 4: nodes.clients() }

        when:
        def second = nodes.provision()

        then:
        second.status == 'ok'
        NodesOnUps.changed(second) == []
    }

    def 'files belong to root, the password to upsmon alone, and doctor takes this form'() {
        expect:
        nodes.judge(n, "stat -c '%a %U:%G' /etc/nut/upsmon.conf /etc/nut/steward-shutdown.conf /usr/local/lib/steward/steward-shutdown").readLines() ==
                ['640 root:nut', '644 root:root', '755 root:root']
        nodes.judge(n, 'grep -rl geheim /etc /usr/local /var/backups').strip() == '/etc/nut/upsmon.conf'
        !nodes.judge(n, 'cat /proc/*/cmdline').contains('geheim')
        Files.readString(nodes.root(n).resolve('usr/local/lib/steward/steward-shutdown')) == ShutdownScript.text()
        nodes.judge(n, "sed -n 's/^\\(nodes\\|node\\)=//p' /etc/nut/steward-shutdown.conf").readLines() == ['host-2 host-1', "host-$n".toString()]
        def conf = UpsmonConf.of(Files.readString(nodes.root(n).resolve('etc/nut/upsmon.conf')))
        conf.shutsDown()
        conf.shutdown().get() == ShutdownScript.PLACE.toString()
        conf.monitors().every { !it.primary() && it.power() == 1 }

        where:
        n << [1, 2]
    }

    def 'a low battery that is over when the slot comes switches nobody off, and upsmon watches again; a battery that is low does'() {
        given:
        def pid = nodes.judge(1, 'systemctl show -P MainPID nut-monitor').strip()
        nodes.judge(1, """mkdir -p /srv/own; cp /etc/nut/upsmon.conf /srv/own/
            printf 'grace=1\\ncommand=touch /srv/own/went\\n' >/srv/own/steward-shutdown.conf""")

        when:
        nodes.judge(1, 'NUT_CONFPATH=/srv/own /usr/local/lib/steward/steward-shutdown')

        then:
        nodes.judge(1, 'ls /srv/own/went').contains('No such file')
        soon.eventually { assert !(nodes.judge(1, 'systemctl show -P MainPID nut-monitor').strip() in [pid, '0', '']) }

        when:
        nodes.nut.say('cyberpower', ['ups.status': 'OB DISCHRG LB'])
        soon.eventually { assert nodes.nut.upsc("cyberpower@${nodes.nut.address()}", 'ups.status').contains('OB') }
        nodes.judge(1, 'systemctl stop nut-monitor')
        nodes.judge(1, 'NUT_CONFPATH=/srv/own /usr/local/lib/steward/steward-shutdown')

        then:
        nodes.judge(1, 'ls /srv/own/went').strip() == '/srv/own/went'

        cleanup:
        nodes.nut.say('cyberpower', [:])
        nodes.judge(1, 'rm -rf /srv/own')
    }

    @Row('P-28')
    def 'absent puts the machines back as they were, with what came along, and they go on working'() {
        when:
        def run = nodes.provision(state: 'absent')

        then:
        assert run.status == 'ok': NodesOnUps.changed(run)
        [1: state(1), 2: state(2)] == before
        nodes.clients().readLines().every { !it.startsWith('127.') }

        when: 'once more'
        def again = nodes.provision(state: 'absent')

        then:
        again.status == 'ok'
        NodesOnUps.changed(again) == []

        and: 'no FSD takes a node down any more, and the cluster answers'
        nodes.primary(1)
        soon.eventually { assert nodes.nut.log('primary').contains('UPS: cyberpower@') }
        nodes.nut.forceShutdown('primary')
        soon.eventually { assert Files.exists(nodes.nut.folder.resolve('run/down')) }
        !nodes.off(1) && !nodes.off(2)
        nodes.kit.tasks('host-1:host-2', "task('Works') { command 'true' }").status == 'ok'
        nodes.kit.lab.pvesh('GET', '/cluster/status', [:]).every { it.type != 'node' || it.online == 1 }
        nodes.nut.stop('primary')
        nodes.nut.stop('upsd')
        nodes.nut.startUpsd()
    }

    def 'what the operator had comes back to the byte, enabled and running as it was'() {
        given: 'a nut-client with files of its own'
        nodes.judge(1, '''apt-get install -y -q --no-install-recommends nut-client
            printf 'MODE=netclient # mine\\n' >/etc/nut/nut.conf; printf '# mine\\nMONITOR cyberpower@%s 1 steward geheim secondary\\nSHUTDOWNCMD "/bin/true"\\nMINSUPPLIES 1\\n' ADDRESS >/etc/nut/upsmon.conf
            chown root:nut /etc/nut/*.conf; chmod 600 /etc/nut/nut.conf; systemctl enable nut-monitor; systemctl restart nut-monitor'''.replace('ADDRESS', nodes.nut.address()))
        def mine = state(1)

        when:
        def there = nodes.provision(nodes: ['host-1'])
        def between = state(1)
        def back = nodes.provision(nodes: ['host-1'], state: 'absent')

        then:
        assert there.status == 'ok': NodesOnUps.changed(there)
        between != mine
        assert back.status == 'ok': NodesOnUps.changed(back)
        state(1) == mine
        mine.readLines().takeRight(2) == ['enabled', 'active']
    }

    def 'a node whose upsmon is the primary is left as it is'() {
        given:
        nodes.judge(1, "sed -i 's/secondary/primary/' /etc/nut/upsmon.conf")
        def mine = state(1)

        when:
        def run = nodes.provision(nodes: ['host-1'])

        then:
        run.status == 'failed'
        NodesOnUps.changed(run).any { it.contains('upsmon is the primary of a UPS here') }
        state(1) == mine
    }
}
