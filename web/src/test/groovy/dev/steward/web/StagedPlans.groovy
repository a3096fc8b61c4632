package dev.steward.web

import dev.steward.dsl.check.Checked
import dev.steward.runner.app.Playbooks
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.approve.ApprovalDesk
import dev.steward.runner.app.approve.Drawn
import dev.steward.runner.app.approve.Work
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunStatus
import dev.steward.runner.inventory.Snapshot
import dev.steward.runner.store.NewRun
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.approve.Approval
import java.nio.file.Path
import java.util.function.LongConsumer

/** Draws plans from real playbooks; their runs are rows of the store that have ended. */
class StagedPlans implements Work {

    private final StoreFixture stored
    private final Playbooks playbooks
    ApprovalDesk desk
    List<String> reach = []

    StagedPlans(StoreFixture stored, Playbooks playbooks) {
        this.stored = stored
        this.playbooks = playbooks
    }

    Approval ask(RunRequest request, String why, String by) {
        Map options = [inventory: [], check: request.options().check(), diff: request.options().diff(), given: request.vars()]
        request.options().limit().ifPresent { options.limit = it }
        desk.ask(draw(new Work.Order(request.playbook() as String, options, by, 0)), why, by)
    }

    @Override
    Drawn draw(Work.Order what) {
        Path file = Path.of(what.file())
        def plan = (playbooks.check(file, (what.options().given ?: [:]) as Map) as Checked.Accepted).plan()
        def hosts = new WebFixture.Lookup().of(plan, Optional.ofNullable(what.options().limit as String)).plays()
        def run = new NewRun(plan.name(), what.file(), plan.sources().collect { new NewRun.Source(it.file(), it.text()) }, '{}',
                plan.parameters().collectEntries { [it.name(), it.value() as String] }, what.options(), new Cause(Cause.Kind.PERSON, what.by()), Optional.empty(), Optional.empty())
        new Drawn(run, plan, hosts, new Snapshot([], [:], [:]), reach, file.parent)
    }

    @Override
    void permitted(String who, String file) { }

    @Override
    long check(Work.Order what) { stored.whole(ended: RunStatus.OK) }

    @Override
    long begin(Work.Order what, Work.Same same, LongConsumer recorded) {
        same.look(draw(what))
        long run = stored.whole(ended: RunStatus.OK)
        recorded.accept(run)
        run
    }

    @Override
    void await(long run) { }
}
