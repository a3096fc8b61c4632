package dev.steward.runner.collect;

import dev.steward.runner.proxmox.estate.EstateChange;
import dev.steward.runner.store.estate.EstateChanges;
import dev.steward.runner.store.estate.EstateRow;
import dev.steward.runner.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what changes in the clusters, with the time it was noticed. */
public final class ChangeRecorder implements Consumer<List<EstateChange>> {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeRecorder.class);

    private final EstateChanges kept;
    private final Time time;

    /** Writes to a store. */
    public ChangeRecorder(EstateChanges kept, Time time) {
        this.kept = kept;
        this.time = time;
    }

    @Override
    public void accept(List<EstateChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        Instant now = time.now();
        try {
            kept.add(changes.stream().map(change -> row(change, now)).toList());
        } catch (RuntimeException e) {
            // whoever keeps the clusters in view goes on
            LOG.error(
                    "{} changes of cluster {} could not be kept",
                    changes.size(),
                    changes.get(0).cluster(),
                    e);
        }
    }

    /** The same, but for what was noted already at this moment or later. */
    void acceptNew(List<EstateChange> changes, Instant since) {
        accept(changes.stream()
                .filter(change -> !kept.known(row(change, since), since))
                .toList());
    }

    private static EstateRow row(EstateChange change, Instant at) {
        String kind = change.kind().name().toLowerCase(Locale.ROOT);
        return new EstateRow(0, change.cluster(), change.subject(), kind, change.text(), at);
    }
}
