package dev.steward.runner.schedule

import dev.steward.runner.event.Cause
import dev.steward.runner.event.Recap
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.store.NewRun
import dev.steward.runner.store.Store
import java.time.Instant
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch

/** Begins real runs in the store; they end at once unless held. */
class RecordedFires implements Fires {

    static boolean held
    final Store store
    final List<String> begun = new CopyOnWriteArrayList<>()
    String refusal
    int most
    boolean battery
    final List<String> taken = new CopyOnWriteArrayList<>()
    /** What happens in the moment between a fire that was handed out and its run. */
    Closure before = { }
    private final CountDownLatch end = new CountDownLatch(held ? 1 : 0)
    private final boolean hold = held

    RecordedFires(Store store) { this.store = store }

    @Override
    synchronized long fire(Schedule schedule, Optional<Instant> due, Cause cause) throws Fires.FireRefused {
        if (refusal) {
            throw new Fires.FireRefused(refusal)
        }
        if (battery) {
            throw Fires.FireRefused.held('the UPS is on battery')
        }
        before()
        long run = create(schedule, due, cause)
        most = Math.max(most, store.runs().active(schedule.name()).size())
        begun << "${schedule.name()} ${due.orElse(null)}".toString()
        if (!hold) {
            finish(run)
        }
        run
    }

    private long create(Schedule schedule, Optional<Instant> due, Cause cause) {
        try {
            store.runs().create(new NewRun(schedule.name(), schedule.config().playbook(), [], '{}', [:], [:], cause, Optional.of(schedule.name()), due))
        } catch (RuntimeException e) {
            taken << e.class.simpleName
            throw e
        }
    }

    private void finish(long run) {
        def claim = store.runs().claim(run)
        store.runs().logFor(run, claim.epoch()).append(new RunEvent.RunFinished(RunStatus.OK, 0, Recap.EMPTY, ''))
    }

    void endAll() { end.countDown() }

    @Override
    void await(long run) throws InterruptedException {
        end.await()
        if (store.queries().run(run).get().status() == RunStatus.QUEUED) {
            finish(run)
        }
    }
}
