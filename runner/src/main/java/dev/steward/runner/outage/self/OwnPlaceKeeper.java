package dev.steward.runner.outage.self;

import dev.steward.runner.outage.self.OwnPlace.InGuest;
import dev.steward.runner.outage.self.OwnPlaceFinder.Found;
import dev.steward.runner.outage.self.OwnPlaceFinder.Said;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Knows where Steward runs. Found once, it is believed: only on which node the guest is now is looked up again, for it may have
 * moved. Thread-safe.
 */
public final class OwnPlaceKeeper {

    /** Looking takes time that an outage does not have: what was not found is not looked for at once again. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final OwnPlaceFinder finder;
    private final Said said;
    private final Supplier<Estate> known;
    private final Supplier<Estate> asked;
    private final Time time;
    private Optional<Found> found = Optional.empty();
    private long lookedAt;

    /**
     * By a finder.
     *
     * @param said what is configured
     * @param known the clusters as they were last seen; asks nobody
     * @param asked the same, where those that were not seen yet are asked; soon over
     * @param time the clock
     */
    public OwnPlaceKeeper(OwnPlaceFinder finder, Said said, Supplier<Estate> known, Supplier<Estate> asked, Time time) {
        this.finder = finder;
        this.said = said;
        this.known = known;
        this.asked = asked;
        this.time = time;
    }

    /** Where it runs now; it is looked for where that is not known for sure yet. */
    public synchronized Found now() {
        Estate estate = known.get();
        boolean sure = found.filter(one -> one.problem().isEmpty()).isPresent();
        boolean lately = found.isPresent() && time.nanos() - lookedAt < AGAIN.toNanos();
        if (!sure && !lately) {
            try {
                found = Optional.of(finder.find(said, asked.get()));
                lookedAt = time.nanos();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return found.orElseGet(() ->
                        new Found(new OwnPlace.Outside("nothing, since it was interrupted"), Optional.of("unknown")));
            }
        }
        return found.get().place() instanceof InGuest guest
                ? new Found(moved(guest, estate), found.get().problem())
                : found.get();
    }

    private static InGuest moved(InGuest own, Estate estate) {
        return estate.guests().stream()
                .filter(own::is)
                .map(Guest::node)
                .findFirst()
                .map(node -> new InGuest(own.of(), own.vmid(), node, own.how()))
                .orElse(own);
    }
}
