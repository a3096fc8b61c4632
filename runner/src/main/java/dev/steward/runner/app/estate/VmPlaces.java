package dev.steward.runner.app.estate;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.GuestRef;
import dev.steward.runner.connection.agent.AgentPlaces;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.Optional;

/** Where virtual machines are: what their clusters say, else {@code proxmox_node}. */
final class VmPlaces implements AgentPlaces {

    private final GuestFinder finder;

    VmPlaces(GuestFinder finder) {
        this.finder = finder;
    }

    @Override
    public Place of(GuestRef guest) throws ConnectionException {
        Optional<Guest> known = finder.found(guest);
        PveApi api = finder.api(guest, known);
        String node = known.map(Guest::node)
                .or(guest::node)
                .orElseThrow(() -> new ConnectionException(
                        Kind.CONFIGURATION,
                        "guest " + guest.vmid() + ": cluster " + api.cluster() + " has no guest of this id",
                        null));
        return new Place(api, node, new Vmid(guest.vmid()));
    }

    @Override
    public boolean moved(GuestRef guest) {
        return finder.refresh(guest);
    }
}
