package dev.steward.runner.module.patch.guard

import dev.steward.house.Row
import dev.steward.real.Checkout
import dev.steward.real.RealHosts
import dev.steward.real.RealNode
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.connection.agent.MachineShell
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Stepwise
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/**
 * patch-guests on a simulated cluster whose guests are real Debian root file systems with real apt-get and a repository of their own:
 * containers behind the pct of a node reached by ssh, and a VM behind its agent.
 */
@Stepwise
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class PatchGuestsRealSpec extends Specification {

    static final Map<String, Integer> PLACE = [db: 1, web: 2, sick: 3, calm: 4, shy: 5, desk: 6, slow: 7]

    @Shared Path dir = Files.createTempDirectory('steward-patch')
    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(7, ['small', 'dist', 'broken', 'nothing', 'small', 'small', 'slow'], 0, 'busybox', false)
    @Shared @AutoCleanup RealHosts units = RealHosts.up(1, ['small'], 0, 'systemd')
    @Shared @AutoCleanup RealNode node = new RealNode(Files.createDirectories(dir.resolve('pve1')))
    @Shared @AutoCleanup MachineShell inside = new MachineShell(before: ['nsenter', '-t', hosts.init(6) as String, '-m', '-u', '-i', '-p', '-r', '-w', '--'])
    @Shared @AutoCleanup PveLab lab = PveLab.cluster('home').nodes(1)
            .lxc(101, 'db') { it.running().tags('db') }
            .lxc(102, 'web') { it.running().tags('app') }
            .lxc(103, 'sick') { it.running().tags('app') }
            .lxc(104, 'calm') { it.running() }
            .lxc(105, 'shy') { it.running().tags('no-auto') }
            .lxc(106, 'asleep') {}
            .lxc(107, 'unit') { it.running() }
            .lxc(108, 'slow') { it.running().tags('later') }
            .qemu(200, 'desk') { it.running().inside(inside).boots(Duration.ZERO) }
            .start(new SystemTime())
    @Shared @AutoCleanup Runner runner
    @Shared List<RunEvent> events

    def setupSpec() {
        dir.toFile().setReadable(true, false)
        dir.toFile().setExecutable(true, false)
        (1..5).each { node.container(100 + it, hosts.init(it)) }
        node.stopped(106)
        node.container(107, units.init(1))
        node.container(108, hosts.init(7))
        Files.createDirectories(dir.resolve('inventory'))
        Files.writeString(dir.resolve('inventory/proxmox.yml'), 'plugin: proxmox\n')
        Files.writeString(dir.resolve('inventory/hosts.yml'), """\
            all:
              hosts:
                pve1: {ansible_host: 127.0.0.1, ansible_port: $node.sshd.port, ansible_user: root, ansible_ssh_private_key_file: $node.folder/id_ed25519,
                       ansible_ssh_common_args: -o UserKnownHostsFile=$node.folder/known_hosts}
                desk: {ansible_connection: guestAgent}
            """.stripIndent() + ['db', 'web', 'sick', 'calm', 'shy', 'asleep', 'unit', 'slow'].collect { "    $it: {ansible_connection: pct}\n" }.join(''))
        Files.writeString(dir.resolve('ca.pem'), lab.caPem())
        Path config = Files.writeString(dir.resolve('steward.yml'), """\
            stateDir: state
            inventory: [inventory]
            playbooks: ${Checkout.root()}/playbooks
            schedules: {}
            proxmox: {home: {endpoints: [${lab.urls().join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
            """.stripIndent())
        def loaded = new ConfigLoader([:], dir).load(Optional.of(config))
        def time = new SystemTime()
        runner = Runner.open(loaded, StateDir.open(loaded.config().stateDir(), 'spec', time).dir(), [:], time)
    }

    def cleanupSpec() { dir.toFile().deleteDir() }

    private List<RunEvent> patch(Map vars, String limit = null, Cause.Kind cause = Cause.Kind.PERSON) {
        ended(begin(vars, limit, cause))
    }

    private List<RunEvent> ended(long run) {
        runner.runs().await(run)
        events = runner.store().queries().events(run, 0, 10_000)*.event()
    }

    private long begin(Map vars, String limit = null, Cause.Kind cause = Cause.Kind.PERSON) {
        runner.runs().submit(new RunRequest(Checkout.root().resolve('playbooks/patch-guests.groovy'), [], vars,
                new RunOptions(Optional.ofNullable(limit), [], [], false, false, Optional.empty(), Optional.empty(), false, Optional.empty()),
                RunRequest.Login.NONE, new Cause(cause, 'anna'), Optional.empty()))
    }

    /** What became of the task Patch on a host. */
    private RunEvent.TaskFinished of(String host) {
        events.find { it instanceof RunEvent.TaskFinished && it.host() == host }
    }

    private String version(String host, String name) { hosts.judge(PLACE[host], "dpkg-query -W -f '\${Version}' $name" as String) }

    /** How the notes of the guest's snapshots of ours end. */
    private List<String> noted(int vmid) {
        lab.change { it.guests()[vmid].snapshots().values()*.description()*.strip()*.readLines()*.last() }
    }

    private List<List<String>> getBatches() { events.findAll { it instanceof RunEvent.PlayStarted }*.hosts() }

    @Row('N-34')
    def 'a look at all containers, so many at a time, says what would be done and how it would be protected, and does nothing'() {
        when:
        patch([guests: 'proxmox_all_lxc:!slow', atOnce: 4])

        then:
        batches*.size() == [1, 4, 2]
        of('web').with { it.status() == Status.OK && it.data().packages*.name.contains('lab-needs') && it.data().protection == 'snapshot' }
        of('calm').data().packages == []
        of('asleep').data().skipped == 'is stopped'
        (events.last() as RunEvent.RunFinished).recap().hosts().keySet() == ['db', 'web', 'sick', 'calm', 'shy', 'asleep', 'unit'] as Set
        version('db', 'lab-small') == '1.0'
        lab.requests().every { it.method() == 'GET' || it.path().contains('/agent/') }
    }

    @Row(['N-56', 'U-09', 'N-54'])
    def 'stacks are updated in order, each guest as a transaction; one that fails goes back, and nobody follows'() {
        when: 'the database, then its applications, then the others'
        patch(action: 'apply', rollback: true, inOrder: ['tag_db', 'tag_app', 'calm:shy:asleep'])

        then: 'in that order, the first of each stack alone, and nobody after the failure'
        batches == [['db'], ['web'], ['sick']]
        (events.last() as RunEvent.RunFinished).status() == RunStatus.FAILED

        and: 'looked at, protected, updated, verified, kept'
        of('db').with { it.status() == Status.CHANGED && it.data().stage == 'commit' && it.data().verified == [[name: 'units', ok: true, said: '']] }
        version('db', 'lab-small') == '2.0'
        version('web', 'lab-needs') == '2.0'
        noted(101) == ['steward: patch good']
        noted(102) == ['steward: patch good']

        and: 'or taken back'
        of('sick').with { it.status() == Status.FAILED && it.data().rolledBack && it.data().stage == 'rollback' && it.message().contains('rolled back to snapshot') }
        noted(103) == ['steward: patch undone']
    }

    @Row('N-53')
    def 'a guest that needs nothing gets no snapshot, and one that is off is left off'() {
        when:
        patch([action: 'apply', guests: 'calm:asleep', protect: 'snapshot'])

        then:
        of('calm').with { it.status() == Status.OK && it.message() == 'nothing to do' && it.data().stage == 'check' }
        noted(104) == []
        of('asleep').data().skipped == 'is stopped'
        !lab.change { it.guests()[106].running() }
    }

    @Row('N-57')
    def 'a VM without sshd is updated through its agent, protected by a snapshot of its own'() {
        when:
        patch([action: 'apply', guests: 'proxmox_all_qemu', verifyCommands: ['test -x /usr/bin/dpkg']])

        then:
        of('desk').with { it.status() == Status.CHANGED && it.data().stage == 'commit' && it.data().verified*.ok == [true, true] }
        version('desk', 'lab-small') == '2.0'
        noted(200) == ['steward: patch good']
    }

    def 'a guest tagged no-auto is left alone by #kind with limit #limit: #skipped'() {
        when:
        patch([action: 'check', guests: 'shy'], limit, kind)

        then:
        of('shy').data().skipped == skipped

        where:
        kind                | limit || skipped
        Cause.Kind.SCHEDULE | 'shy' || 'has the tag no-auto'
        Cause.Kind.API      | 'shy' || 'has the tag no-auto'
        Cause.Kind.PERSON   | null  || 'has the tag no-auto'
        Cause.Kind.PERSON   | 'shy' || null
    }

    @Row('N-67')
    def 'of several guests one is being updated by another run: it is refused, the others are gone about, and one summary tells all'() {
        given:
        long first = begin([action: 'apply', guests: 'slow'])
        new PollingConditions(timeout: 60, delay: 0.1).eventually { assert noted(108) == ['steward: patch open'] }

        when:
        patch([action: 'apply', guests: 'slow:calm:db', canary: 2])

        then:
        of('slow').with { it.status() == Status.SKIPPED && it.data().skipped == "has another operation under way (run $first)" }
        of('calm').status() == Status.OK
        batches*.size() == [2, 1]
        (events.last() as RunEvent.RunFinished).recap().hosts().keySet() == ['slow', 'calm', 'db'] as Set

        when:
        ended(first)

        then:
        of('slow').status() == Status.CHANGED
        version('slow', 'lab-slow') == '2.0'
        noted(108) == ['steward: patch good']
    }

    @Row(['P-39', 'U-09'])
    def 'the downtime of each service is measured; a unit that fails after the update fails its verification'() {
        given: 'a service that package work restarts, and one that falls over from then on'
        units.judge(1, '''
            printf '[Service]\\nExecStartPre=/bin/sleep 1\\nExecStart=/bin/sleep infinity\\n' >/etc/systemd/system/lab-app.service
            printf '[Service]\\nType=oneshot\\nExecStart=/bin/false\\n' >/etc/systemd/system/lab-bad.service
            printf '[Service]\\nType=oneshot\\nExecStart=/bin/false\\n' >/etc/systemd/system/lab-old.service
            systemctl daemon-reload; systemctl start lab-app; systemctl start lab-old
            echo 'DPkg::Post-Invoke {"systemctl restart lab-app; systemctl start lab-bad || true";};' >/etc/apt/apt.conf.d/99lab
            true''')

        when:
        patch([action: 'apply', guests: 'unit', verifyWithin: Duration.ofSeconds(5)])

        then:
        of('unit').status() == Status.FAILED
        of('unit').data().stage == 'verify'
        of('unit').data().services*.name == ['lab-app.service']
        of('unit').data().downtime >= 1
        of('unit').data().downtime < 60
        of('unit').message().contains('the verification failed: units (failed since: lab-bad.service)')
        events.any { it.toString() =~ /lab-app\.service was away for \d+\.\d s/ }
        noted(107) == ['steward: patch failed']
    }
}
