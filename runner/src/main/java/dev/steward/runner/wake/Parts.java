package dev.steward.runner.wake;

import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.store.wake.WakeStore;
import dev.steward.runner.time.Time;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What waking stands on.
 *
 * @param estates what the clusters are; asked for only where there is something to wake
 * @param acting changes something on them
 * @param store keeps what guests were brought to
 * @param time both clocks
 * @param hold when nothing is woken and nothing put to sleep
 * @param busy whether a run is at work: nothing is put to sleep under it
 * @param knock looks whether somebody answers; {@link Reach#TCP}
 */
public record Parts(
        Supplier<Estates> estates,
        ActingSource acting,
        WakeStore store,
        Time time,
        Hold hold,
        BooleanSupplier busy,
        Knock knock) {

    /** Looks whether somebody answers at an address. */
    @FunctionalInterface
    public interface Knock {

        /** Whether a connection opens within {@link Reach#LIMIT}. */
        boolean opens(String address, int port);
    }
}
