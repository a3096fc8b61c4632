package dev.steward.runner.wake;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Knocks at addresses by TCP, all at once. */
public final class Reach {

    /** How long an address may take to answer. */
    public static final Duration LIMIT = Duration.ofSeconds(5);

    /** By a TCP connection. */
    public static final Parts.Knock TCP = Reach::opens;

    private final ExecutorService threads;
    private final Parts.Knock knock;

    Reach(ExecutorService threads, Parts.Knock knock) {
        this.threads = threads;
        this.knock = knock;
    }

    /** The first address that takes a connection; empty: none did. */
    Optional<String> first(List<String> addresses, int port) throws InterruptedException {
        CompletionService<Optional<String>> knocks = new ExecutorCompletionService<>(threads);
        List<Future<Optional<String>>> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(knocks.submit(() -> knock.opens(address, port) ? Optional.of(address) : Optional.empty()));
        }
        try {
            for (int i = 0; i < all.size(); i++) {
                Optional<String> answer = knocks.take().get();
                if (answer.isPresent()) {
                    return answer;
                }
            }
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("knocking", e.getCause());
        } finally {
            all.forEach(knock -> knock.cancel(true));
        }
    }

    private static boolean opens(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) LIMIT.toMillis());
            return true;
        } catch (IOException | IllegalArgumentException e) {
            // nobody there yet, or a name that nobody knows: the next round knocks again
            return false;
        }
    }
}
