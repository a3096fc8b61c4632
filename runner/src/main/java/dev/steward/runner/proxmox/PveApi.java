package dev.steward.runner.proxmox;

import java.time.Duration;
import java.util.Map;

/**
 * The API of one cluster, or of one node that stands alone; safe for many threads.
 *
 * <p>A value of a query or form is a String, a Number, a Boolean (sent as 0 or 1), a
 * {@link dev.steward.runner.secret.Secret}, a Collection of these (the key is repeated) or null (left out). A write that
 * may have been carried out is never sent twice: what became of it is then
 * {@link PveException.Kind#UNKNOWN_OUTCOME}.
 */
public interface PveApi extends AutoCloseable {

    /** The configured name of the cluster. */
    String cluster();

    /** Reads. */
    PveAnswer get(PvePath path, Map<String, ?> query) throws PveException, InterruptedException;

    /** Creates or starts something. */
    PveAnswer post(PvePath path, Map<String, ?> form) throws PveException, InterruptedException;

    /** Changes something. */
    PveAnswer put(PvePath path, Map<String, ?> form) throws PveException, InterruptedException;

    /** Removes or ends something; PVE takes the parameters of a DELETE from the query only. */
    PveAnswer delete(PvePath path, Map<String, ?> query) throws PveException, InterruptedException;

    /** The same API for calls a person waits for: one of the calls a node takes at a time is kept free for them. */
    default PveApi interactive() {
        return this;
    }

    /** The same API, whose calls end, all together, at this time from now. */
    default PveApi within(Duration limit) {
        return this;
    }

    /** Ends what is under way; every later call fails with {@link PveException.Kind#CLOSED}. */
    @Override
    void close();
}
