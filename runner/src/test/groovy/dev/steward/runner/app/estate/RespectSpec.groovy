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

/** A whole Steward and a simulated cluster: which guests a play leaves alone though it could enter them. */
class RespectSpec extends Specification {

    static final String TWO_TASKS = '''task('A') { shell 'echo one' }; task('B') { shell 'echo two' }'''

    @Shared @AutoCleanup MachineShell inside = new MachineShell()
    @Shared @AutoCleanup PveLab lab = AgentLab.start(new SystemTime()) {
        [[200, 'free', ''], [201, 'saved', ''], [202, 'quiet', 'no-auto;prod'], [203, 'moving', '']].each { id, name, tags ->
            it.qemu(id, name) { vm -> vm.running().inside(inside).boots(Duration.ZERO).tags(tags) }
        }
        it
    }
    @TempDir Path dir
    @AutoCleanup Runner runner

    def setup() {
        lab.lock(201, 'backup')
        lab.lock(203, 'migrate')
        Files.createDirectories(dir.resolve('inventory/group_vars'))
        Files.writeString(dir.resolve('inventory/proxmox.yml'), 'plugin: proxmox\n')
        Files.writeString(dir.resolve('inventory/group_vars/proxmox_all_qemu.yml'), 'steward_ways: agent\n')
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

    @Row('U-10')
    def 'guests that are locked, being saved or tagged no-auto leave the play with the reason, and it is no failure'() {
        when:
        def events = run('proxmox_all_qemu', TWO_TASKS)

        then:
        statuses(events) == [free: [Status.CHANGED, Status.CHANGED], saved: [Status.SKIPPED], quiet: [Status.SKIPPED], moving: [Status.SKIPPED]]
        [saved : 'left out: saved (qemu/201 on pve1) is locked (backup): a backup of it is being made',
         moving: 'left out: moving (qemu/203 on pve1) is locked (migrate): it is being moved to another node',
         quiet : 'left out: quiet (qemu/202 on pve1) has the tag no-auto; --limit quiet works on it all the same'].each { host, words ->
            assert finished(events, host)[0].message() == words
        }
        (events.last() as RunEvent.RunFinished).status().name() == 'OK'
        commands().keySet() == [200] as Set
    }

    @Row('U-10')
    def 'a limit that #what: the guest with the tag #then'() {
        expect:
        statuses(run('proxmox_all_qemu', "task('A') { shell 'echo one' }", limit)).quiet == [status]

        where:
        what                           | limit                  || status
        'names it'                     | 'quiet'                || Status.CHANGED
        'names it among others'        | 'free,quiet'           || Status.CHANGED
        'means it by a group'          | 'tag_prod'             || Status.SKIPPED
        'means it by a pattern'        | 'qui*'                 || Status.SKIPPED
        'means it by taking away'      | 'all:!free'            || Status.SKIPPED
        then = status == Status.CHANGED ? 'is entered' : 'is left alone'
    }

    @Row('U-10')
    def 'a lock holds also for a guest that the limit names'() {
        expect:
        statuses(run('proxmox_all_qemu', "task('A') { shell 'echo one' }", 'saved')).saved == [Status.SKIPPED]
    }

    def 'a way that somebody chose changes nothing about it'() {
        given:
        Files.writeString(dir.resolve('inventory/group_vars/proxmox_all_qemu.yml'), 'ansible_connection: guestAgent\n')

        expect:
        statuses(run('proxmox_all_qemu', "task('A') { shell 'echo one' }")).quiet == [Status.SKIPPED]
    }

    def 'a play that has entered a guest goes on when a backup of it begins, and one that has not sees it begin'() {
        given: 'the first command in free begins the backup of both, and the cluster is asked once more'
        inside.onRun = { [200, 202].each { lab.lock(it, 'backup') }; Thread.startDaemon { runner.estates().refresh('lab') } }

        when:
        def events = run('free', TWO_TASKS + '''} }; play('R') { hosts 'quiet'; tasks { task('C') { shell 'echo three' }''', 'free,quiet', 1)

        then:
        statuses(events).free == [Status.CHANGED, Status.CHANGED]
        finished(events, 'quiet')*.message().every { it.contains('is locked (backup)') }

        cleanup:
        inside.onRun = {}
        [200, 202].each { lab.lock(it, '') }
    }

    def 'what acts by the API does not enter a guest, and is not held back by its tag'() {
        expect:
        statuses(run('quiet', "task('A') { guest name: 'quiet', state: 'started' }")).quiet == [Status.OK]
    }

    private Map<Integer, Integer> commands() {
        lab.requests().findAll { it.path().endsWith('/agent/exec') }.countBy { it.path().split('/')[4] as int }
    }

    private List<RunEvent> run(String hosts, String tasks, String limit = null, int forks = 5) {
        Files.writeString(dir.resolve('p.groovy'), "playbook('P') { play('Q') { hosts '$hosts'; forks $forks; tasks { $tasks } } }")
        def loaded = new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml')))
        def state = (StateDir.open(dir.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        runner = Runner.open(loaded, state, [:], new SystemTime())
        def none = RunOptions.NONE
        def options = new RunOptions(Optional.ofNullable(limit), none.tags(), none.skipTags(), none.check(), none.diff(), none.forks(), none.user(),
                none.become(), none.becomePassword())
        long id = runner.runs().submit(new RunRequest(dir.resolve('p.groovy'), [], [:], options, RunRequest.Login.NONE,
                new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))
        runner.runs().await(id)
        runner.store().queries().events(id, 0, 1000)*.event()
    }

    private static List<RunEvent.TaskFinished> finished(List<RunEvent> events, String host) {
        events.findAll { it instanceof RunEvent.TaskFinished && it.host() == host }
    }

    private static Map<String, List<Status>> statuses(List<RunEvent> events) {
        events.findAll { it instanceof RunEvent.TaskFinished }.groupBy { it.host() }.collectEntries { host, all -> [host, all*.status()] }
    }
}
