package dev.steward.runner.app.estate;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.Cancelling;
import dev.steward.runner.store.upid.UpidRow;
import dev.steward.runner.store.upid.Upids;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends single UPIDs because a person asks for it. Whoever follows one sees how it ended. */
public final class UpidCancels {

    private static final Logger LOG = LoggerFactory.getLogger(UpidCancels.class);

    private final Upids store;
    private final ActingSource clusters;

    /** Ends UPIDs of these clusters. */
    public UpidCancels(Upids store, ActingSource clusters) {
        this.store = store;
        this.clusters = clusters;
    }

    /**
     * Asks PVE to end a UPID of a run.
     *
     * @return why not; empty: it is asked
     */
    public Optional<String> end(long run, String upid, String by, boolean force) {
        Optional<UpidRow> row = store.of(run).stream()
                .filter(one -> one.upid().text().equals(upid))
                .findFirst();
        if (row.isEmpty()) {
            return Optional.of("Run " + run + " began no UPID " + upid + ".");
        }
        if (row.get().end().isPresent()) {
            return Optional.of(
                    upid + " has ended already: " + row.get().end().get().exitStatus());
        }
        if (!force && !Cancelling.safe(row.get().upid())) {
            return Optional.of(
                    "To end a " + row.get().upid().type()
                            + " now may leave something half done, as a lock or a guest that is off; say force to end it all the same.");
        }
        return asked(row.get(), by);
    }

    private Optional<String> asked(UpidRow row, String by) {
        try {
            clusters.of(row.cluster()).api().interactive().delete(row.upid().path(), Map.of());
            LOG.info("{} is cancelled by {}", row.upid(), by);
            return Optional.empty();
        } catch (PveException | IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while PVE was asked");
        }
    }
}
