package dev.steward.runner.outage.self;

import dev.steward.runner.outage.self.OwnPlace.InGuest;
import dev.steward.runner.outage.self.OwnPlaceFinder.Found;
import dev.steward.runner.outage.self.OwnPlaceFinder.Said;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Knows where Steward runs. Found once, it is believed: only on which node the guest is now is looked up again, for it may have
 * moved. Thread-safe.
 */
public final class OwnPlaceKeeper {

    private final OwnPlaceFinder finder;
    private final Said said;
    private final Supplier<Estate> known;
    private Optional<Found> found = Optional.empty();

    /**
     * By a finder.
     *
     * @param said what is configured
     * @param known the clusters as they were last seen; asks nobody
     */
    public OwnPlaceKeeper(OwnPlaceFinder finder, Said said, Supplier<Estate> known) {
        this.finder = finder;
        this.said = said;
        this.known = known;
    }

    /** Where it runs now; it is looked for where that is not known for sure yet. */
    public synchronized Found now() {
        Estate estate = known.get();
        if (found.filter(one -> one.problem().isEmpty()).isEmpty()) {
            try {
                found = Optional.of(finder.find(said, estate));
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
