package dev.steward.runner.store.patch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A reboot that somebody asked for.
 *
 * @param id its number
 * @param host its name in the inventory
 * @param reason for people; perhaps empty
 * @param by the person or token
 * @param limit how long it may take from the order to the answer of another boot
 * @param status now
 * @param run that carries it out; empty: none was begun
 * @param message what came of it
 * @param created it was asked for
 * @param acked the host was told
 * @param finished it was over
 * @param downtime without an answer, as far as it was looked for; empty: not known
 */
public record RebootRequest(
        long id,
        String host,
        String reason,
        String by,
        Duration limit,
        RebootStatus status,
        Optional<Long> run,
        String message,
        Instant created,
        Optional<Instant> acked,
        Optional<Instant> finished,
        Optional<Duration> downtime) {}
