package dev.steward.runner.cli.upgrade

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.runner.app.EventLine
import dev.steward.runner.app.ask.PowerAnswers
import dev.steward.runner.app.power.StagedPower
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.control.Ask
import dev.steward.runner.control.ControlServer
import dev.steward.runner.control.Desk
import dev.steward.runner.control.Reply
import dev.steward.runner.control.SocketPath
import dev.steward.runner.power.PowerState
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.migration.Migrations
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

/** {@code steward upgrade-check} beside a Steward at work, on its real socket; what that one says is set by the spec. */
class UpgradeCheckCommandSpec extends Specification {

    @TempDir Path folder
    def time = new SettableTime(Instant.parse('2026-11-22T03:10:00Z'))
    def power = new StagedPower(time)
    def runs = []
    Object about = [version: '0.0.9', migrations: Migrations.scripts()]
    def out = new ByteArrayOutputStream()
    StateDir.Opened.Ours owner
    ControlServer server

    def setup() {
        Path state = folder.resolve('state')
        Files.writeString(folder.resolve('steward.yml'), 'stateDir: state\nschedules: {}\n')
        owner = StateDir.open(state, 'serve', time) as StateDir.Opened.Ours
        server = ControlServer.open(SocketPath.of(state), this.&answer as Desk, new ObjectMapper())
    }

    def cleanup() {
        server.close()
        owner.dir().close()
    }

    private void answer(Ask ask, Desk.Replies replies) {
        def lines = new EventLine()
        switch (ask) {
            case Ask.ListRuns: replies.accept(new Reply.Data(lines.tree(ask.filters()[0].value() == 'running' ? runs : []))); break
            case Ask.OfEvidence: about ? replies.accept(new Reply.Data(lines.tree(about))) : replies.accept(new Reply.Refused(['I do not know that.'], false)); break
            default: replies.accept(new Reply.Data(lines.tree(new PowerAnswers(power).answer(ask as Ask.OfPower).data())))
        }
        replies.accept(new Reply.Done())
    }

    private int check() {
        out.reset()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(out, true), false)
        def states = new StateDesks([:], folder, time, 'upgrade-check', {})
        def bench = new Bench(screen, states, [:], folder, 'anna')
        new Commands(bench, states, { throw new IllegalStateException() }).with('upgrade-check', { new UpgradeCheckCommand(bench, states) }).execute('upgrade-check')
    }

    private String said() { out.toString('UTF-8') }

    @Row('S-13')
    def 'a Steward at work may be ended or not: #what'() {
        given:
        make.call(this)

        expect:
        check() == code
        lines.each { assert said().readLines().any { line -> line ==~ it } : said() }
        said().readLines().last() == last

        where:
        what                                | make                                          || code | lines                                                                                  | last
        'nothing is under way'              | { }                                           || 0    | [/ok +runs +none is under way/, /ok +power +no UPS is watched/, /ok +database +stays as it is, from 0\.0\.9 to .*/] | 'Ready: it may be ended now and begin again as this version.'
        'mains is there'                    | { it.power.house() }                          || 0    | [/ok +power +on mains/]                                                                | 'Ready: it may be ended now and begin again as this version.'
        'an outage is going on'             | { it.power.onBattery() }                      || 1    | [/not ok +power +not calm \(shedding\): .*steward power status/, /ok +runs +none is under way/] | 'Not now. Ask again later.'
        'an outage is past the commitment'  | { it.power.onBattery(true) }                  || 1    | [/not ok +power +not calm \(committed\).*/]                                            | 'Not now. Ask again later.'
        'the way back is under way'         | { it.power.house(); it.power.state = PowerState.RECOVERING } || 1 | [/not ok +power +not calm \(recovering\).*/]                             | 'Not now. Ask again later.'
        'the UPS does not answer'           | { it.power.house(); it.power.state = PowerState.UNKNOWN } || 1 | [/not ok +power +not calm \(unknown\).*/]                                   | 'Not now. Ask again later.'
        'a run is under way'                | { it.runs = [[id: 7, playbook: 'Nap']] }      || 1    | [/not ok +runs +run 7, Nap, is running/]                                               | 'Not now. Ask again later.'
        'a newer Steward wrote the database' | { it.about.migrations = Migrations.scripts() + 'V900__later.sql' } || 4 | [/not ok +database +it is of a newer Steward \(V900__later\.sql\), which version .* refuses/] | 'Not with this version, as things are.'
        'that, and an outage'               | { it.about.migrations = ['V900__later.sql']; it.power.onBattery() } || 4 | [/not ok +power .*/, /not ok +database .*/]                         | 'Not with this version, as things are.'
        'this version changes the database' | { it.about.migrations = Migrations.scripts().init() } || 0 | [/ok +database +from 0\.0\.9 to \S+ it is changed at the start \(V\S+\), .*copy the state directory first.*/] | 'Ready: it may be ended now and begin again as this version.'
        'the one at work is too old to say' | { it.about = null }                           || 0    | [/ok +database +the Steward at work is too old to say.*/]                              | 'Ready: it may be ended now and begin again as this version.'
        'the configuration is not taken'    | { Files.writeString(it.folder.resolve('steward.yml'), 'stateDir: state\nnosuch: 1\n') } || 4 | [/not ok +configuration .*nosuch.*/]    | 'Not with this version, as things are.'
    }
}
