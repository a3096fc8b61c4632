package dev.steward.runner.lab.pve;

/**
 * Sees every request of every lab. Found by {@link java.util.ServiceLoader}, so that specs can keep what a client asked
 * without each of them saying so.
 */
public interface RequestWatcher {

    /**
     * A request was answered.
     *
     * @param version the lab's
     */
    void saw(String version, LoggedRequest request);
}
