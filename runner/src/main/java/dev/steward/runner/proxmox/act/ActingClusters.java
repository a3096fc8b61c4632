package dev.steward.runner.proxmox.act;

import dev.steward.dsl.word.Suggestion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The clusters that one task may act on; what it begins there is seen by its watcher. */
public final class ActingClusters {

    /** No cluster is configured. */
    public static final ActingClusters NONE = new ActingClusters(ActingSource.NONE, UpidWatcher.NONE);

    private final ActingSource source;
    private final UpidWatcher watcher;
    private final Optional<Duration> resumed;

    /**
     * The clusters of a configuration.
     *
     * @param watcher sees every UPID that is begun
     */
    public ActingClusters(ActingSource source, UpidWatcher watcher) {
        this(source, watcher, Optional.empty());
    }

    /**
     * The clusters for a task that a process which died may have begun.
     *
     * @param watcher sees every UPID that is begun
     * @param resumed how long ago that was; empty: the task is new
     */
    public ActingClusters(ActingSource source, UpidWatcher watcher, Optional<Duration> resumed) {
        this.source = source;
        this.watcher = watcher;
        this.resumed = resumed;
    }

    /** The configured names, in their order. */
    public List<String> names() {
        return source.names();
    }

    /**
     * The way to change something on a cluster.
     *
     * @throws ActException when none of this name is configured, or when it cannot be opened
     */
    public Acting on(String cluster) throws ActException {
        if (!names().contains(cluster)) {
            throw new ActException("no Proxmox cluster '" + cluster + "' is configured"
                    + (names().isEmpty()
                            ? "; name it in steward.yml below 'proxmox:', with endpoints and a token"
                            : "; "
                                    + Suggestion.question(cluster, names())
                                            .orElse("configured are " + String.join(", ", names()))));
        }
        try {
            return new Acting(source.of(cluster), watcher, resumed);
        } catch (IllegalArgumentException e) {
            throw new ActException(e.getMessage());
        }
    }

    /**
     * The one cluster there is.
     *
     * @throws ActException when there are none or several
     */
    public Acting only() throws ActException {
        if (names().size() > 1) {
            throw new ActException(
                    "there are several clusters: say which by 'cluster', one of " + String.join(", ", names()));
        }
        if (names().isEmpty()) {
            throw new ActException("no Proxmox cluster is configured; name one in steward.yml below 'proxmox:', with"
                    + " endpoints and a token");
        }
        return on(names().get(0));
    }
}
