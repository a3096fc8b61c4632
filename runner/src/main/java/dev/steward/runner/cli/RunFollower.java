package dev.steward.runner.cli;

import dev.steward.runner.app.EventLine;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.Desk;
import dev.steward.runner.control.Reply;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Begins or follows a run through a desk, shows its events, and ends it when the person presses Ctrl+C. */
final class RunFollower {

    /** What a person waits for the tidy end of a run after Ctrl+C; package work may need longer and goes on detached. */
    private static final long PATIENCE_MINUTES = 30;

    private final Desk desk;
    private final EventLine lines;
    private final String by;
    private volatile long run;
    private volatile int exit = -1;

    RunFollower(Desk desk, EventLine lines, String by) {
        this.desk = desk;
        this.lines = lines;
        this.by = by;
    }

    /**
     * Asks for a run and shows it to its end.
     *
     * @param ask Begin or Again
     * @param show sees every event
     * @return the exit code
     * @throws Refusal when the run was not begun
     */
    int begin(Ask ask, Consumer<NumberedEvent> show) throws IOException, InterruptedException, Refusal {
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> interrupted(ended), "ctrl-c");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Refusals refusals = new Refusals();
            desk.handle(ask, reply -> {
                if (reply instanceof Reply.Begun begun) {
                    run = begun.run();
                } else if (reply instanceof Reply.Event event) {
                    see(lines.event(event.event()), show);
                } else {
                    refusals.note(reply);
                }
            });
            refusals.raise();
            return exit < 0 ? Exit.ERROR : exit;
        } finally {
            ended.countDown();
            removeHook(hook);
        }
    }

    private void see(NumberedEvent event, Consumer<NumberedEvent> show) {
        show.accept(event);
        if (event.event() instanceof RunEvent.RunFinished finished) {
            exit = finished.exit();
        }
    }

    private void interrupted(CountDownLatch ended) {
        try {
            if (run != 0 && exit < 0) {
                desk.handle(new Ask.Cancel(run, false, by), reply -> {});
                ended.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
            }
        } catch (IOException e) {
            System.err.println(
                    "The run could not be asked to end: " + e.getMessage() + ". Run: steward runs cancel " + run);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exit < 0 ? Exit.CANCELLED : exit);
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the virtual machine is going down already: the hook ends it with the run's exit code
            Thread.currentThread().interrupt();
        }
    }
}
