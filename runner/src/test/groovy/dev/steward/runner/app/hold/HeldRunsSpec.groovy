package dev.steward.runner.app.hold

import dev.steward.house.Row
import dev.steward.runner.app.RunRefused
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.app.Runs
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunStatus
import dev.steward.runner.lab.DemoTargets
import dev.steward.runner.lab.file.FileException
import dev.steward.runner.lab.file.Who
import dev.steward.runner.lab.host.DemoEstate
import dev.steward.runner.store.Run
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.InstantSource
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** A whole Steward with hosts in memory, while the power goes and comes. */
class HeldRunsSpec extends Specification {

    @Shared @AutoCleanup DemoEstate estate = new DemoEstate(InstantSource.system(), 2)
    @TempDir Path dir
    @AutoCleanup Runner runner
    HandFeed feed = new HandFeed()
    PollingConditions soon = new PollingConditions(timeout: 20, delay: 0.05)

    void setupSpec() { estate.start() }

    private void open(String schedules = '{}') {
        Path ssh = DemoTargets.home(dir, estate.clientKey(), estate.knownHosts())
        Files.writeString(dir.resolve('hosts.yml'), estate.inventory(ssh.resolve('key') as String))
        Files.createDirectories(dir.resolve('group_vars'))
        Files.writeString(dir.resolve('group_vars/all.yml'), "ansible_ssh_common_args: -o UserKnownHostsFile=$ssh/known_hosts\n")
        Files.writeString(dir.resolve('update.groovy'), '''\
            playbook('Update') {
                vars pause: 0
                play('Update') {
                    hosts 'all'
                    tasks {
                        task('Wait') { shell "sleep ${pause}; true" }
                        task('Upgrade') { shell 'echo done >> /root/upgraded' }
                    }
                }
            }
            '''.stripIndent())
        Files.writeString(dir.resolve('steward.yml'), "inventory: hosts.yml\nplaybooks: .\nschedules: $schedules\n")
        def loaded = new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml')))
        def state = (StateDir.open(dir.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        runner = Runner.open(loaded, state, [:], new SystemTime())
        runner.hold().follow(feed)
    }

    private RunRequest update(Map vars = [:]) {
        new RunRequest(dir.resolve('update.groovy'), [], vars, RunOptions.NONE, RunRequest.Login.NONE, new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty())
    }

    private List<Run> rows(String status) { runner.store().queries().page(RunFilter.ALL.and(RunFilter.Field.STATUS, status), Optional.empty(), 500) }

    private RunStatus status(long run) { runner.store().queries().run(run).get().status() }

    private List<String> upgrades() {
        estate.hosts().collect { host ->
            try {
                new String(host.machine().files().look(Who.HOST, '/root/upgraded').bytes())
            } catch (FileException none) {
                none.message
            }
        }
    }

    @Row('U-17')
    def 'on battery a run by hand is held as a row with its reason; one click begins it when the power is back, a reason begins it at once'() {
        given:
        open()
        feed.signal = HandFeed.onBattery(confirmed: false)

        when:
        runner.runs().submit(update())

        then:
        def refused = thrown(RunRefused)
        def held = rows('held')
        held.size() == 1
        held[0].message() == 'held: the UPS cyberpower is on battery for 1 min'
        refused.problems() == ["Nothing is begun now: the UPS cyberpower is on battery for 1 min. Run ${held[0].id()} is held; when the power is back, 'steward runs retry ${held[0].id()}'"
            + " or one click on its page begins it. To begin all the same, give a reason: --on-battery 'REASON'." as String]

        when: 'the reason is given'
        long forced = runner.runs().submit(update().onBattery(Optional.of('the pump must run')))
        runner.runs().await(forced)

        then:
        status(forced) == RunStatus.OK
        runner.store().queries().run(forced).get().options().onBattery == 'the pump must run'

        when: 'the power is back, but the outage is not over; then it is'
        feed.signal = HandFeed.online(confirmed: true, outage: 1, on: 12)
        runner.runs().again(held[0].id(), new Runs.Again(false, Runs.Text.SAME, 'anna'))

        then:
        thrown(RunRefused)
        rows('held')[0].message() == 'held: power is back for 12 s, and the outage is not over yet'

        when:
        feed.signal = HandFeed.online()
        long run = runner.runs().again(held[0].id(), new Runs.Again(false, Runs.Text.SAME, 'anna'))
        runner.runs().await(run)

        then:
        status(run) == RunStatus.OK
    }

    @Row('U-17')
    def 'a schedule does not fire on battery: each fire is a held row, and its misfire rule #misfire decides what begins after it'() {
        given:
        open("{often: {playbook: update.groovy, cron: '* * * * * ?', misfire: $misfire, catchUp: 2, overlap: allow}}")
        feed.signal = HandFeed.onBattery()
        runner.startSchedules()

        when:
        soon.eventually { assert rows('held').size() >= 3 }

        then:
        runner.atWork().empty
        rows('ok').empty
        rows('held').every { it.message().contains('is on battery') && it.schedule().get() == 'often' }

        when: 'the power is back'
        def held = rows('held')
        feed.signal = HandFeed.online()

        then: 'besides the fires that come now'
        soon.eventually {
            assert rows('ok').findAll { !made(it, held) }.size() >= 2
            assert rows('ok').findAll { made(it, held) }.size() == begun
        }
        rows('held').size() == held.size()

        where:
        misfire || begun
        'skip'  || 0
        'once'  || 1
        'all'   || 2
    }

    private static boolean made(Run run, List<Run> held) { held.any { it.scheduledAt() == run.scheduledAt() } }

    @Row('F-32')
    def 'when an outage counts, runs at work are asked to finish, one begun on battery with a reason is not; low battery ends that too'() {
        given:
        open()
        runner.startSchedules()
        def before = upgrades()
        long usual = runner.runs().submit(update(pause: 60))
        long onPurpose = runner.runs().submit(update(pause: 60).onBattery(Optional.of('the pump must run')))

        when: 'it does not count yet'
        feed.signal = HandFeed.onBattery(confirmed: false)
        soon.eventually { assert [usual, onPurpose].every { status(it) == RunStatus.RUNNING } }
        feed.signal = HandFeed.onBattery()
        runner.runs().await(usual)

        then:
        status(usual) == RunStatus.CANCELLED
        runner.store().queries().run(usual).get().message().contains('the power outage')
        status(onPurpose) == RunStatus.RUNNING
        upgrades() == before

        when:
        feed.signal = HandFeed.onBattery(low: true)
        runner.runs().await(onPurpose)

        then:
        status(onPurpose) == RunStatus.CANCELLED
        upgrades() == before
    }
}
