package dev.steward.runner.app.self;

import dev.steward.runner.event.Cause;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.NewRun;
import dev.steward.runner.store.RunStore;
import dev.steward.runner.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes what became of a handed-over reboot a row of the history, where the team looks. */
public final class RebootRow {

    private static final String REBOOT = "Handed-over reboot";
    private static final String SHUTDOWN = "Handed-over shutdown";

    private RebootRow() {}

    /** Writes the row and returns its number; ends the requests that asked for it. */
    public static long write(Store store, HandedOver.Became became, Instant now) {
        store.reboots().handedBack(became.host(), became.proven(), became.words(), now);
        return write(store.runs(), became);
    }

    private static long write(RunStore runs, HandedOver.Became became) {
        boolean down =
                became.order().filter(order -> order.startsWith("shutdown")).isPresent();
        String name = down ? SHUTDOWN : REBOOT;
        long run = runs.create(new NewRun(
                name,
                "",
                List.of(),
                "{}",
                Map.of("host", became.host()),
                Map.of(),
                new Cause(Cause.Kind.API, "steward"),
                Optional.empty(),
                Optional.empty()));
        RunStore.Claim claim = runs.claim(run);
        EventLog log = runs.logFor(run, claim.epoch());
        log.append(new RunEvent.RunStarted(name, "", List.of(), false));
        log.append(new RunEvent.RunFinished(
                became.proven() ? RunStatus.OK : RunStatus.FAILED,
                became.proven() ? 0 : 2,
                Recap.EMPTY,
                became.words()));
        return run;
    }
}
