package dev.steward.runner.proxmox.act;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.estate.Guest;
import java.time.Duration;
import java.util.Optional;

/**
 * What holds for all changes of one run beyond the single change. While the mains is gone other things are right than on a quiet
 * day: the guest that carries Steward is left out instead of refused, nobody waits for a node that lost its power, and a node goes
 * off although the quorum breaks. Thread-safe.
 */
public interface HouseRules {

    /** As on a quiet day. */
    HouseRules USUAL = new HouseRules() {};

    /** Whether machines are being switched off because the power is gone. */
    default boolean outage() {
        return false;
    }

    /** Whether Steward itself runs in a guest, as far as these rules know. */
    default boolean own(Guest guest) {
        return false;
    }

    /** Whether Steward itself runs on a node or in a guest there, as far as these rules know. */
    default boolean own(String cluster, String node) {
        return false;
    }

    /** A guest is brought down by this run: told before the order goes out, as nothing takes an order back. */
    default void stops(Guest guest) {}

    /**
     * Switches a node off, with all that belongs to it; empty: these rules leave it to the usual way.
     *
     * @param how what the task says
     * @throws ActException when it is on still
     */
    default Optional<Deed> switchOff(Acting acting, Off how) throws PveException, ActException, InterruptedException {
        return Optional.empty();
    }

    /**
     * What a task says of a node that shall go off.
     *
     * @param node its name; empty: the task does not say, {@code host} is
     * @param host the name of the task's host
     * @param limit the longest wait
     * @param quorumMayBreak whether the survivors may go on without a majority of the votes
     * @param check whether nothing may be changed
     */
    record Off(Optional<String> node, String host, Duration limit, boolean quorumMayBreak, boolean check) {}
}
