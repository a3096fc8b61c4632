package dev.steward.runner.app.estate;

import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionSettings;
import dev.steward.runner.connection.GuestRef;
import dev.steward.runner.connection.KnownConnections.Kindred;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Leaves guests alone that somebody wants left alone: those with a lock, as while a backup is made, and those with the tag
 * {@value #TAG} unless the run's limit names them. Asked when a run enters the guest for the first time, whatever the way; what acts
 * on a guest by the API does not enter it.
 */
public final class Respect {

    /** The tag of guests that nothing is done in unless somebody names them. */
    public static final String TAG = "no-auto";

    private static final Map<String, String> LOCKS = Map.of(
            "backup", "a backup of it is being made",
            "migrate", "it is being moved to another node",
            "snapshot", "a snapshot of it is being taken",
            "snapshot-delete", "a snapshot of it is being deleted",
            "rollback", "it is being rolled back",
            "create", "it is being made",
            "clone", "it is being cloned");

    private final GuestFinder finder;
    private final Set<String> named;

    /**
     * For one run.
     *
     * @param named the words of its limit
     */
    public Respect(GuestFinder finder, Set<String> named) {
        this.finder = finder;
        this.named = Set.copyOf(named);
    }

    /** The same kind of connection, which first asks whether the guest may be entered. */
    public Kindred over(Kindred kind) {
        return new Kindred() {
            @Override
            public Connection to(ConnectionSettings settings) throws ConnectionException {
                return asking(settings, kind.to(settings));
            }

            @Override
            public Connection to(ConnectionSettings settings, Consumer<String> told) throws ConnectionException {
                return asking(settings, kind.to(settings, told));
            }

            @Override
            public void close() {
                kind.close();
            }
        };
    }

    private Connection asking(ConnectionSettings settings, Connection way) {
        return settings.guest()
                .<Connection>map(guest -> new Asking(way, () -> why(guest, settings.host())))
                .orElse(way);
    }

    /** Why a guest is to be left alone; empty: it is not, or nobody knows it. */
    private Optional<String> why(GuestRef ref, String host) throws ConnectionException, InterruptedException {
        return finder.fresh(ref).flatMap(guest -> locked(guest).or(() -> tagged(guest, host)));
    }

    private static Optional<String> locked(Guest guest) {
        return guest.lock()
                .map(lock -> guest.words() + " is locked (" + lock + "): "
                        + LOCKS.getOrDefault(lock, "Proxmox VE is at work on it, or was and did not end well"));
    }

    private Optional<String> tagged(Guest guest, String host) {
        return guest.tags().contains(TAG) && !named.contains(host)
                ? Optional.of(guest.words() + " has the tag " + TAG + "; --limit " + host + " works on it all the same")
                : Optional.empty();
    }
}
