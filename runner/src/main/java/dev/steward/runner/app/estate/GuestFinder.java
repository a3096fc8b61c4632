package dev.steward.runner.app.estate;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.GuestRef;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The guests that hosts of an inventory are, as the configured clusters know them. */
public final class GuestFinder {

    private static final String RUNNING = "running";

    private final Clusters clusters;

    /** Looks in these clusters. */
    public GuestFinder(Clusters clusters) {
        this.clusters = clusters;
    }

    /** A guest as it was last seen; empty: no cluster is configured, or none is known to have it. */
    Optional<Guest> known(GuestRef guest) throws ConnectionException {
        if (clusters.names().isEmpty()) {
            return Optional.empty();
        }
        List<Guest> found = new ArrayList<>();
        for (Estate.Seen seen : clusters.estates().known().clusters().values()) {
            if (means(guest, seen.name())) {
                seen.view().flatMap(view -> view.guest(new Vmid(guest.vmid()))).ifPresent(found::add);
            }
        }
        if (found.size() > 1) {
            throw new ConnectionException(
                    Kind.CONFIGURATION,
                    "guest " + guest.vmid() + ": "
                            + found.stream().map(Guest::cluster).toList()
                            + " each have a guest of this id; set proxmox_cluster",
                    null);
        }
        return found.stream().findFirst();
    }

    /** The same; where it is not known, the clusters are asked. */
    Optional<Guest> found(GuestRef guest) throws ConnectionException {
        Optional<Guest> known = known(guest);
        return known.isPresent() || !refresh(guest) ? known : known(guest);
    }

    /** The same, from a view of now. */
    Optional<Guest> fresh(GuestRef guest) throws ConnectionException, InterruptedException {
        for (String cluster : clusters.names()) {
            if (means(guest, cluster)) {
                clusters.estates().fresh(cluster);
            }
        }
        return known(guest);
    }

    private static boolean means(GuestRef guest, String cluster) {
        return guest.cluster().isEmpty() || guest.cluster().get().equals(cluster);
    }

    /** Asks the guest's cluster anew; false where there is none to ask. */
    boolean refresh(GuestRef guest) {
        if (clusters.names().isEmpty()) {
            return false;
        }
        try {
            for (String cluster : clusters.names()) {
                if (means(guest, cluster)) {
                    clusters.estates().refresh(cluster);
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The API of a guest's cluster. */
    PveApi api(GuestRef guest, Optional<Guest> known) throws ConnectionException {
        return known.map(Guest::cluster)
                .or(guest::cluster)
                .or(() -> clusters.names().size() == 1
                        ? Optional.of(clusters.names().get(0))
                        : Optional.empty())
                .flatMap(this::api)
                .orElseThrow(() -> new ConnectionException(
                        Kind.CONFIGURATION,
                        "guest " + guest.vmid()
                                + ": its agent is reached by the API of its cluster; configure that under proxmox: in"
                                + " steward.yml, and set proxmox_cluster where there are several",
                        null));
    }

    private Optional<PveApi> api(String cluster) {
        return clusters.names().contains(cluster)
                ? Optional.of(clusters.estates().api(cluster))
                : Optional.empty();
    }

    /** Why nobody can enter a guest now: it is a template, or it does not run. What is not known is no reason. */
    Optional<String> closed(GuestRef ref) throws ConnectionException, InterruptedException {
        Optional<Guest> known = found(ref);
        if (known.isEmpty() || known.get().running()) {
            return Optional.empty();
        }
        Guest guest = known.get();
        if (guest.template()) {
            return Optional.of(guest.words() + " is a template; templates never run");
        }
        Optional<String> status = status(guest);
        if (status.isEmpty() || status.get().equals(RUNNING)) {
            return Optional.empty();
        }
        return Optional.of(guest.words() + " is " + status.get() + "; start it first (guest state: 'started')");
    }

    /** It may have been started since it was seen. */
    private Optional<String> status(Guest guest) throws InterruptedException {
        Optional<PveApi> api = api(guest.cluster());
        if (api.isEmpty()) {
            return Optional.empty();
        }
        try {
            return api.get()
                    .get(guest.kind().path(guest.node(), guest.vmid()).and("status", "current"), Map.of())
                    .fields()
                    .text("status");
        } catch (PveException e) {
            // moved, or its node is away: the ways themselves then say what is wrong
            return Optional.empty();
        }
    }
}
