package dev.steward.runner.cli;

import dev.steward.runner.app.EventLine;
import dev.steward.runner.cli.print.Screen;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.Desk;
import dev.steward.runner.control.Reply;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Begins a run through a desk, shows its events, and ends it when the person presses Ctrl+C. Closed after the desk: an
 * interrupted process stays until the desk is closed too, since the runs of others may be at work in it.
 */
final class RunFollower implements AutoCloseable {

    private final EventLine lines;
    private final String by;
    private final Screen screen;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "ctrl-c");
    private Desk desk;
    private long run;
    private boolean stop;
    private int exit = -1;

    RunFollower(EventLine lines, String by, Screen screen) {
        this.lines = lines;
        this.by = by;
        this.screen = screen;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Asks for a run and shows it to its end.
     *
     * @param through answers; open for as long as this call takes
     * @param ask Begin or Again
     * @param show sees every event
     * @return the exit code
     * @throws Refusal when the run was not begun
     */
    int begin(Desk through, Ask ask, Consumer<NumberedEvent> show) throws IOException, InterruptedException, Refusal {
        synchronized (this) {
            desk = through;
        }
        Refusals refusals = new Refusals();
        through.handle(ask, reply -> {
            if (reply instanceof Reply.Begun begun) {
                begun(begun.run());
            } else if (reply instanceof Reply.Event event) {
                see(lines.event(event.event()), show);
            } else if (reply instanceof Reply.Data data) {
                data.data().path("warnings").forEach(one -> screen.err().println("Note: " + one.asText()));
            } else {
                refusals.note(reply);
            }
        });
        refusals.raise();
        return ended();
    }

    private void begun(long number) {
        boolean atOnce;
        synchronized (this) {
            run = number;
            atOnce = stop;
        }
        if (atOnce) {
            cancel(number);
        }
    }

    private void see(NumberedEvent event, Consumer<NumberedEvent> show) {
        show.accept(event);
        if (event.event() instanceof RunEvent.RunFinished finished) {
            synchronized (this) {
                exit = finished.exit();
            }
        }
    }

    private synchronized int ended() {
        if (exit < 0 && run != 0) {
            screen.err()
                    .println(
                            "Run " + run + " broke off without a recap. What is known of it: steward runs show " + run);
        }
        return exit < 0 ? Exit.ERROR : exit;
    }

    /** The process was asked to end. A run that is being prepared is ended as soon as it has a number. */
    private void interrupted() {
        long begun;
        boolean reached;
        synchronized (this) {
            stop = true;
            begun = exit < 0 ? run : 0;
            reached = desk != null;
        }
        if (begun != 0) {
            cancel(begun);
        }
        try {
            if (reached) {
                over.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            Runtime.getRuntime().halt(exit < 0 ? Exit.CANCELLED : exit);
        }
    }

    private void cancel(long number) {
        try {
            screen.err().println("Ending run " + number + ": no new step begins, package work runs to its end.");
            desk.handle(new Ask.Cancel(number, false, by), reply -> {});
        } catch (IOException e) {
            screen.err()
                    .println(
                            "It could not be asked to end: " + e.getMessage() + ". Run: steward runs cancel " + number);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // the store is gone (a full disk): nothing can be noted any more, and the process ends all the same
            screen.err()
                    .println("It could not be asked to end: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            awaitEnd();
        }
    }

    /** The process is ending already: the hook ends it with the run's exit code, not whoever comes first. */
    private static void awaitEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
