package dev.steward.runner.app.approve;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A plan that is being applied.
 *
 * @param check the run in check mode that is made first; empty: there is none
 * @param run the number of the run that carries it out, once that is there
 */
public record Applying(Optional<Long> check, CompletableFuture<Long> run) {

    /** What happens after the check; it may refuse. */
    @FunctionalInterface
    interface Rest {

        long begin() throws ApprovalRefused;
    }

    static Applying begun(long run) {
        return new Applying(Optional.empty(), CompletableFuture.completedFuture(run));
    }

    static Applying after(long check, Rest rest) {
        CompletableFuture<Long> run = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        run.complete(rest.begin());
                    } catch (ApprovalRefused | RuntimeException e) {
                        run.completeExceptionally(e);
                    }
                },
                "apply-after-" + check);
        thread.setDaemon(true);
        thread.start();
        return new Applying(Optional.of(check), run);
    }

    /**
     * Waits for the run that carries it out to begin.
     *
     * @return its number
     * @throws ApprovalRefused where it does not, with what changed
     */
    public long await() throws ApprovalRefused, InterruptedException {
        try {
            return run.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApprovalRefused refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
