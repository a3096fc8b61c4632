package dev.steward.runner.config;

import java.time.Duration;

/**
 * How long and how often a cluster is asked.
 *
 * @param connect for the connection with its TLS handshake
 * @param call for one call from sending to the end of its answer
 * @param calls at a time per node, 1 to 16; a node works with three single-threaded workers
 * @param action for a write with its retries, and for a UPID where its action names no other limit
 */
public record ProxmoxLimits(Duration connect, Duration call, int calls, Duration action) {

    /** 10 s, 30 s, 4, 120 s. */
    public static final ProxmoxLimits DEFAULT =
            new ProxmoxLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), 4, Duration.ofSeconds(120));

    public ProxmoxLimits {
        positive("connect", connect);
        positive("call", call);
        positive("action", action);
        if (calls < 1 || calls > 16) {
            throw new IllegalArgumentException("calls is " + calls + "; expected 1 to 16");
        }
    }

    private static void positive(String name, Duration duration) {
        if (duration.toMillis() < 100) {
            throw new IllegalArgumentException(name + " is shorter than 100ms");
        }
    }
}
