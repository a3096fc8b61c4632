package dev.steward.runner.app.protect;

import dev.steward.runner.outage.aswas.AsWasReader;
import dev.steward.runner.outage.cluster.OneMoment;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.time.Time;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The clusters at the begin of one outage, for all that look at them then. */
final class Moment {

    private final OneMoment clusters;
    private final AsWasReader reader;
    private CompletableFuture<String> asItWas;

    /**
     * Nobody is asked yet.
     *
     * @param usual the clusters as on a quiet day
     * @param known as they were last seen; asks nobody
     */
    Moment(ActingSource usual, Supplier<Estate> known, Time time) {
        this.clusters = new OneMoment(usual);
        this.reader = new AsWasReader(clusters, known, time);
    }

    /** What several ask for is asked once. */
    ActingSource clusters() {
        return clusters;
    }

    /** What runs where, as JSON; begins to ask with the first call. */
    synchronized CompletableFuture<String> asItWas() {
        if (asItWas == null) {
            asItWas = Notes.take(reader);
        }
        return asItWas;
    }
}
