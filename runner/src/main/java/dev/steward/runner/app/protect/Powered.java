package dev.steward.runner.app.protect;

import dev.steward.runner.inventory.Host;
import dev.steward.runner.power.PowerSignal;
import java.util.Optional;
import java.util.Set;

/** Which hosts still have power while another UPS has none. */
final class Powered {

    private Powered() {}

    /**
     * Why a host stays on; empty: it takes part.
     *
     * @param fed hosts that some UPS says it feeds
     */
    static Optional<String> stays(Host host, PowerSignal signal, Set<String> fed) {
        String place = Optional.ofNullable(host.vars().get("proxmox_node"))
                .map(String::valueOf)
                .orElse(host.name());
        return signal.starving()
                .filter(starving -> fed.contains(place) && !starving.contains(place))
                .map(starving -> place + " still has power from another UPS");
    }
}
