package dev.steward.runner.app.estate

import dev.steward.house.Row
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.connection.agent.AgentLab
import dev.steward.runner.connection.agent.MachineShell
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.Status
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** A whole Steward and a simulated cluster: by which way guests are entered of which the inventory says nothing. */
class GuestWaysSpec extends Specification {

    @Shared @AutoCleanup MachineShell inside = new MachineShell()
    @Shared @AutoCleanup PveLab lab = AgentLab.start(new SystemTime()) {
        it.qemu(200, 'files') { vm -> vm.running().inside(inside).boots(Duration.ZERO) }
                .qemu(201, 'asleep') {}
                .qemu(202, 'mold') { vm -> vm.set('template', 1) }
                .qemu(203, 'mute') { vm -> vm.running().withoutAgent() }
                .qemu(204, 'bare') { vm -> vm.running().unset('agent') }
                .qemu(205, 'late') { vm -> vm.inside(inside).boots(Duration.ZERO) }
                .lxc(101, 'resting') {}
    }
    @TempDir Path dir
    @AutoCleanup Runner runner

    def setup() {
        Files.createDirectories(dir.resolve('inventory/group_vars'))
        Files.writeString(dir.resolve('inventory/proxmox.yml'), 'plugin: proxmox\n')
        // nobody listens on port 1
        Files.writeString(dir.resolve('inventory/hosts.yml'), 'all: {hosts: {' + ['files', 'asleep', 'mold', 'mute', 'bare', 'late', 'resting']
                .collect { "$it: {ansible_host: 127.0.0.1, ansible_port: 1${it == 'mold' ? ', proxmox_vmid: 202' : ''}}" }.join(', ') + '}}\n')
        Files.writeString(dir.resolve('steward.yml'), """\
            inventory: inventory
            playbooks: .
            schedules: {}
            proxmox:
              lab:
                endpoints: [${lab.urls().join(', ')}]
                token: ${lab.token()}
                tls: {fingerprint: [${lab.state().nodes().keySet().collect { "'${lab.fingerprint(it)}'" }.join(', ')}]}
            """.stripIndent())
    }

    private List<RunEvent> run(String hosts, String tasks, String vars = '') {
        Files.writeString(dir.resolve('inventory/group_vars/all.yml'), vars ?: '{}')
        Files.writeString(dir.resolve('p.groovy'), "playbook('P') { play('Q') { hosts '$hosts'; forks 1; tasks { $tasks } } }")
        def loaded = new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml')))
        def state = (StateDir.open(dir.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        runner = Runner.open(loaded, state, [:], new SystemTime())
        long id = runner.runs().submit(new RunRequest(dir.resolve('p.groovy'), [], [:], RunOptions.NONE, RunRequest.Login.NONE,
                new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))
        runner.runs().await(id)
        runner.store().queries().events(id, 0, 1000)*.event()
    }

    private static List<RunEvent.TaskFinished> finished(List<RunEvent> events, String host) {
        events.findAll { it instanceof RunEvent.TaskFinished && it.host() == host }
    }

    private static List<String> warnings(List<RunEvent> events, String host) {
        events.findAll { it instanceof RunEvent.Warned && it.host().orElse('') == host }*.text()
    }

    @Row('U-11')
    def 'a VM without sshd is entered by its agent, and the run says so and why; guests that cannot be entered leave the play with the reason'() {
        when:
        def events = run('files:asleep:mold:mute:bare:resting', '''task('A') { shell 'echo one' }; task('B') { shell 'echo two' }''')

        then: 'through the agent, which is told once'
        finished(events, 'files')*.status() == [Status.CHANGED, Status.CHANGED]
        warnings(events, 'files').size() == 1
        warnings(events, 'files')[0].startsWith('reached by guest agent of VM 200 on pve1, because files (ssh ')
        warnings(events, 'files')[0].contains('connection refused')

        and: 'left out after the first task, with the reason, and no failure'
        [asleep : 'left out: asleep (qemu/201 on pve1) is stopped; start it first',
         mold   : 'left out: mold (qemu/202 on pve1) is a template; templates never run',
         resting: 'left out: resting (lxc/101 on pve1) is stopped; start it first'].each { host, words ->
            assert finished(events, host)*.status() == [Status.SKIPPED]
            assert finished(events, host)[0].message().startsWith(words)
        }
        finished(events, 'mute')[0].with { it.status() == Status.SKIPPED && it.message().contains('connection refused') && it.message().contains('the agent does not answer') }
        finished(events, 'bare')[0].with { it.status() == Status.SKIPPED && it.message().contains('the agent is not enabled for this VM') }
        (events.last() as RunEvent.RunFinished).with { it.status().name() == 'OK' }
    }

    def 'a way that somebody chose and that fails is a host that cannot be reached: #why'() {
        expect:
        finished(run(host, '''task('A') { shell 'echo one' }''', vars), host)*.status() == [Status.UNREACHABLE]

        where:
        why                  | host   | vars
        'agent, VM stopped'  | 'asleep'  | 'ansible_connection: guestAgent'
        'agent, none there'  | 'mute' | 'ansible_connection: community.proxmox.proxmox_qemu_api'
        'ssh'                | 'mute' | 'ansible_connection: ssh'
        'ssh is the one way' | 'mute' | 'steward_ways: [ssh]'
        'pct for a VM'       | 'mute' | 'steward_ways: pct'
        'no such way'        | 'mute' | 'steward_ways: [ssh, agnet]'
    }

    def 'the order of ways may be set, and the way taken is told then too'() {
        when:
        def events = run('files', '''task('A') { shell 'echo one' }''', 'steward_ways: agent, ssh')

        then:
        finished(events, 'files')*.status() == [Status.CHANGED]
        warnings(events, 'files') == ['reached by guest agent of VM 200 on pve1']
    }

    def 'a guest that was left out of a play is looked at anew in the next'() {
        given: 'somebody starts it after the first play has looked'
        lab.change { state -> state.guests().get(205).off(); null }
        inside.onRun = { lab.change { state -> state.guests().get(205).on(4242, state.now()); null } }

        when:
        def events = run('late:files', '''task('A') { shell 'echo one' } } }; play('R') { hosts 'late'; tasks { task('B') { shell 'echo two' }''')

        then:
        finished(events, 'late')*.status() == [Status.SKIPPED, Status.CHANGED]

        cleanup:
        inside.onRun = {}
    }

    def 'what a task is done once for is done by the first host that is there'() {
        when:
        def events = run('asleep:files', '''task('A') { shell 'echo one'; runOnce true; register 'r' }; task('B') { debug "${r.stdout}" }''')

        then:
        finished(events, 'asleep')*.status() == [Status.SKIPPED]
        finished(events, 'files')*.status() == [Status.CHANGED, Status.OK]
    }

    @Row('G-53')
    def 'a command in a VM runs as /bin/sh -c there, through the agent, for as long as its time-out says'() {
        when:
        def events = run('files', '''task('A') { shell 'cd /usr; pwd | tr u U; exit 3'; timeout 300.seconds; ignoreErrors true }''', 'ansible_connection: guestAgent')

        then:
        finished(events, 'files')[0].with { it.data().rc == 3 && it.data().stdout.toString().trim() == '/Usr' }
        lab.requests().findAll { it.path().endsWith('/qemu/200/agent/exec') }.every { it.params().command[0] == '/bin/sh' }
    }
}
