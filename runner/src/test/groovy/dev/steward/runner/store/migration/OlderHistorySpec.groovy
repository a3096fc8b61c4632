package dev.steward.runner.store.migration

import dev.steward.runner.app.readiness.HistoryCheck
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.doctor.Finding
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.Store
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What an older Steward kept, read and gone on with by this one. */
class OlderHistorySpec extends Specification {

    @TempDir Path dir
    @AutoCleanup StoreFixture stored

    private List<Finding> told() {
        HistoryCheck.file(new ConfigLoader([STEWARD_HOME: dir as String], dir).load(Optional.empty()).config(), new SystemTime())
    }

    private Store opened() {
        OlderHistory.into(dir)
        stored = new StoreFixture(dir)
        stored.store
    }

    def 'doctor says before the first start that it will be brought to this schema, and changes nothing'() {
        given:
        OlderHistory.into(dir)
        int ours = Migrations.version(Migrations.names().last())

        expect:
        told()*.said().any { it == "version $OlderHistory.SCHEMA: the next start brings it to $ours, and an older Steward cannot read it then" as String }
        told()*.said().any { it.contains('3 runs, the newest is run 3') }
    }

    def 'its runs are listed and shown whole: how they ended, their hosts and tasks, what they printed and what they were made from'() {
        given:
        def queries = opened().queries()

        expect:
        queries.page(RunFilter.ALL, Optional.empty(), 20).collect { [it.id(), it.status(), it.playbook(), it.cause().name()] } ==
                [[3L, RunStatus.OK, 'Patch the house', 'anna'], [2L, RunStatus.OK, 'Patch the house', 'anna'], [1L, RunStatus.FAILED, 'Patch the house', 'anna']]
        queries.run(1).get().hosts().with { [it.ok(), it.changed(), it.failed()] } == [0, 1, 1]
        queries.matrix(1).tasks()*.name() == ['Say', 'Write', 'Only where it fails']
        queries.matrix(1).cells().collectEntries { ["$it.host $it.step" as String, it.status()] } ==
                ['db-1 0.0': 'changed', 'db-1 0.1': 'ok', 'db-1 0.2': 'failed', 'web-1 0.0': 'changed', 'web-1 0.1': 'changed', 'web-1 0.2': 'skipped']

        and: 'its words'
        def told = []
        queries.eachEvent(1) { told << it.event() }
        told.findAll { it instanceof RunEvent.Output && it.host() == 'db-1' }*.text().join('').readLines().findAll { it } == (1..40).collect { "line $it on this host" as String }
        queries.text(queries.detail(2).get().sources()[0].sha256()).get().contains("playbook('Patch the house')")
    }

    def 'its account and its token open as before'() {
        given:
        def store = opened()

        expect:
        store.accounts().signIn('anna', 'long-password-1').present
        store.accounts().signIn('anna', 'long-password-2').empty
        store.tokens().find('ops').get().scope() == 'operate'
    }

    def 'it is gone on with: the next run has the next number, and retention counts the old with the new'() {
        given:
        def store = opened()

        when:
        long next = stored.whole()

        then:
        next == 4
        store.queries().lastGreen('Patch the house', Optional.empty()).get().id() == 2
        store.keeping().kept(StoreFixture.keep(100, 100)).runs() == 4
        store.lost() == []
    }
}
