package dev.steward.web

import dev.steward.runner.app.RunRefused
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runs
import dev.steward.runner.event.RunEvent
import dev.steward.runner.store.Store
import dev.steward.runner.store.approve.Approval
import dev.steward.runner.store.StoreFixture

/** Begins runs as rows of the store without carrying anything out, and remembers what it was asked. */
class Recorded implements Runs {

    final List<RunRequest> begun = [].asSynchronized()
    final List<List> asked = [].asSynchronized()
    List<String> refuse = []
    List<String> changed = []
    private final Store store
    StagedPlans plans

    @Override
    Approval ask(RunRequest request, String why, String by) throws RunRefused {
        if (refuse) {
            throw new RunRefused(refuse)
        }
        plans.ask(request, why, by)
    }

    Recorded(Store store) { this.store = store }

    @Override
    long submit(RunRequest request) throws RunRefused {
        if (refuse) {
            throw new RunRefused(refuse)
        }
        begun << request
        store.runs().create(StoreFixture.newRun(file: request.playbook().fileName.toString(), cause: request.cause()))
    }

    @Override
    boolean cancel(long run, String by, boolean force) {
        asked << ['cancel', run, by, force]
        store.queries().run(run).map { !it.status().ended() }.orElse(false)
    }

    @Override
    void cancelUpid(long run, String upid, String by, boolean force) throws RunRefused {
        if (refuse) {
            throw new RunRefused(refuse)
        }
        asked << ['cancelUpid', run, upid, by, force]
    }

    @Override
    boolean answer(long run, Runs.Question question, boolean go, String by) {
        asked << ['answer', run, question.step(), question.host(), go, by]
        store.queries().events(run, 0, 500).any { it.event() instanceof RunEvent.ConfirmAsked }
    }

    @Override
    List<String> changedSince(long run) { changed }

    @Override
    long again(long run, Runs.Again how) throws RunRefused {
        asked << ['again', run, how.onlyFailed(), how.by()] + (how.text() == Runs.Text.SAME ? [] : [how.text()])
        if (refuse) {
            throw new RunRefused(refuse)
        }
        store.runs().create(StoreFixture.newRun())
    }

    @Override
    long resume(long run, Runs.Resume how) throws RunRefused {
        asked << ['resume', run, how.decided(), how.by()]
        if (refuse) {
            throw new RunRefused(refuse)
        }
        store.runs().create(StoreFixture.newRun())
    }

    @Override
    void await(long run) { }
}
