package dev.steward.runner.proxmox.act;

import java.util.List;

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
}
