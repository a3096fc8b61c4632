package dev.steward.runner.outage

import dev.steward.house.Row
import dev.steward.runner.event.Status
import dev.steward.runner.module.Outcome
import dev.steward.runner.outage.journal.Entry
import dev.steward.runner.outage.journal.FileJournal
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class OutageJournalSpec extends Specification {

    static final Map DARK = [0: 'OB']

    @TempDir Path folder
    OutageKit kit

    void setup() { kit = new OutageKit(folder: folder, ownGoes: true) }

    private static plan(Map words = [:], @DelegatesTo(PowerKit) Closure body) { PowerKit.plan(words, body) }

    @Row(['F-35', 'G-65'])
    def 'a state directory that is #how does not stop it: every phase is carried out, and it says so'() {
        given:
        Path state = folder.resolve('power')
        make(state)

        when:
        kit.journal = FileJournal.open(state)
        kit.run(DARK, plan {
            phase('One', { play('a') { task('stop', 'changed') } })
            phase('Off', { play('n') { task('off', module: 'poweroff', 'off') } })
        })

        then:
        kit.calls == ['a:changed', 'n:off']
        kit.journal.trouble().present == trouble
        !trouble || kit.journal.trouble().get().contains('goes on in memory')

        where:
        how                   | make                                                           || trouble
        'absent'              | { Path p -> }                                                  || false
        'a file'              | { Path p -> Files.writeString(p, 'x') }                        || true
        'one where the journal is a folder' | { Path p -> Files.createDirectories(p.resolve('outage.journal')) } || true
    }

    @Row(['G-64', 'G-66'])
    def 'each step is kept before the next, and a line that a crash cut counts for nothing'() {
        when:
        kit.run(DARK, plan {
            phase('One', { play('a:b', forks: 1) { task('stop', 'changed') } })
        })
        Path file = folder.resolve('power/outage.journal')
        def whole = FileJournal.open(folder.resolve('power')).past()
        Files.writeString(file, Files.readString(file)[0..-10])
        def cut = FileJournal.open(folder.resolve('power')).past()

        then:
        Files.getPosixFilePermissions(file)*.name().toSet() == ['OWNER_READ', 'OWNER_WRITE'] as Set
        whole.begun().get().session() == 'power-1'
        whole.result('0.0', 'a').get().status() == Status.CHANGED
        whole.phase(0).get() == 'done'
        cut.result('0.0', 'b').present
        cut.phase(0).get() == 'running'
    }

    @Row(['G-67', 'F-34'])
    def 'another process goes on at the first step that was not finished, and does none again that was'() {
        given:
        def before = FileJournal.open(folder.resolve('power'))
        def shut = plan {
            phase('One', { play('a:b', forks: 1) { task('stop', 'changed') } }, { play('a:b', forks: 1) { task('start', 'start') } })
            phase('Off', startWhen: PowerKit.after(5), { play('n') { task('off', module: 'poweroff', 'off') } })
        }
        [new Entry.Begun('power-1', 'UPS shutdown', PhasedPlan.of(shut).hash(), 'ups', 'cyberpower', false, kit.time.now(), 'boot-1'),
         new Entry.Kept('asItWas', ''), new Entry.PhaseBegun(0, kit.time.now()), new Entry.Intent('0.0', 'a', 'act', kit.time.now()),
         new Entry.Result('0.0', 'a', Status.CHANGED, true, 'stopped', [:]), new Entry.Intent('0.0', 'b', 'act', kit.time.now())].each { before.append(it) }
        before.close()
        List resumed = []
        kit.acts.words.changed = { target, args -> resumed << [target.host().name(), target.resumed().present]; Outcome.changed('did') }

        when:
        kit.run(script, shut)

        then:
        resumed == again
        kit.calls == calls

        where:
        script               || again       | calls
        [0: 'OB']            || [['b', true]] | ['b:changed', 'n:off']
        [0: 'OL']            || []          | ['a:start', 'b:start']
    }
}
