package dev.steward.runner.app.protect;

import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.outage.aswas.AsWasReader;
import dev.steward.runner.outage.wayback.Waking;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is noted of the clusters before anything is stopped, asked for side by side while the outage gets ready: each answer is a
 * way there and back, and the first step waits for what runs where.
 */
final class Notes {

    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);

    /** Nothing may hold up what has to be done while the battery empties. */
    private static final Duration TO_NOTE = Duration.ofSeconds(15);

    /** What the first step takes to begin, and some more. */
    private static final Duration FIRST_STEP = Duration.ofMillis(500);

    private static final EventJson JSON = new EventJson();

    private final CompletableFuture<String> asItWas;
    private final CompletableFuture<Map<String, String>> addresses;
    private final CompletableFuture<Void> room;

    private Notes(
            CompletableFuture<String> asItWas,
            CompletableFuture<Map<String, String>> addresses,
            CompletableFuture<Void> room) {
        this.asItWas = asItWas;
        this.addresses = addresses;
        this.room = room;
    }

    /** Begins to ask what runs where, as JSON. */
    static CompletableFuture<String> take(AsWasReader reader) {
        return side(() -> reader.take(TO_NOTE).json());
    }

    /** Begins to ask for the addresses when it is known what runs where, and the first step had its time to begin. */
    static Notes begin(CompletableFuture<String> asItWas, Waking waking, PowerPlan plan) {
        // nothing but the end of nodes waits for the addresses: what the first step waits for has all the room
        CompletableFuture<Void> room =
                new CompletableFuture<Void>().completeOnTimeout(null, FIRST_STEP.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Map<String, String>> addresses = asItWas.handle((any, trouble) -> waking)
                .thenCombine(room, (after, any) -> after)
                .thenCompose(after -> side(() -> after.addresses(plan)));
        return new Notes(asItWas, addresses, room);
    }

    /** Something that is asked. */
    @FunctionalInterface
    interface Ask<T> {

        T ask() throws InterruptedException;
    }

    /** Has it asked by a thread of its own. */
    static <T> CompletableFuture<T> side(Ask<T> ask) {
        return CompletableFuture.supplyAsync(() -> asked(ask), Notes::thread);
    }

    private static <T> T asked(Ask<T> ask) {
        try {
            return ask.ask();
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "outage-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    /** What runs where, as JSON; empty: it could not be noted. */
    String asItWas() throws InterruptedException {
        try {
            return asItWas.get();
        } catch (ExecutionException e) {
            LOG.error("What runs where could not be noted", e.getCause());
            return "";
        }
    }

    /** Has the addresses kept that nodes are woken by, as soon as they are there. */
    void keepAddresses(Consumer<String> keeper) {
        addresses.thenAccept(found -> keeper.accept(JSON.text(found))).exceptionally(e -> {
            LOG.error("The addresses that nodes are woken by could not be noted", e);
            return null;
        });
    }

    /** Before nodes go off their addresses have to be there: later nobody may be there to tell. */
    void awaitAddresses() throws InterruptedException {
        room.complete(null);
        try {
            addresses.get(TO_NOTE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("nodes go off, and not all addresses are known that they are woken by", e);
        }
    }
}
