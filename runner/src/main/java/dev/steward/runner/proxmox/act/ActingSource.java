package dev.steward.runner.proxmox.act;

import java.util.List;
import java.util.Optional;

/** The configured clusters, for those that change something on them. */
public interface ActingSource {

    /** No cluster is configured. */
    ActingSource NONE = new ActingSource() {

        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public Means of(String cluster) {
            throw new IllegalArgumentException("no cluster '" + cluster + "' is configured");
        }
    };

    /** Their names, in the order of the configuration. */
    List<String> names();

    /**
     * What a change on a cluster is made with.
     *
     * @param cluster one of {@link #names}
     * @throws IllegalArgumentException when it is none of them, or when its secret or its authorities cannot be had
     */
    Means of(String cluster);

    /** Where a cluster's own pages are, as {@code https://pve1.example.com:8006}; empty: not known. */
    default Optional<String> pages(String cluster) {
        return Optional.empty();
    }
}
