package dev.steward.runner.cli.estate;

import dev.steward.runner.cli.Exit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl+C interrupts the command, which ends what it began on hosts; then the process ends. */
final class CtrlC implements AutoCloseable {

    private static final long PATIENCE = 15;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::pressed, "ctrl-c");
    private Thread guarded;

    CtrlC() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** It is this thread that is interrupted. */
    synchronized void guard() {
        guarded = Thread.currentThread();
    }

    private void pressed() {
        synchronized (this) {
            if (guarded != null) {
                guarded.interrupt();
            }
        }
        try {
            over.await(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(Exit.CANCELLED);
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process ends already, with the hook's exit code: whoever comes after this must not print.
            park();
        }
    }

    private static void park() {
        Thread.interrupted();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
