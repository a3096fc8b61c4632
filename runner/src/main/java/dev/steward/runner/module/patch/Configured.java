package dev.steward.runner.module.patch;

import dev.steward.runner.module.Target;
import dev.steward.runner.module.proxmox.Aim;
import dev.steward.runner.module.proxmox.Which;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.Optional;

/** What the configuration of a guest says of its system. It is asked beside the host itself, so what hinders it is only told. */
final class Configured {

    private Configured() {}

    /** Its {@code ostype}; empty where the host is no guest, or where the cluster does not tell. */
    static Optional<String> ostype(Target target) throws InterruptedException {
        boolean guest = target.host().vars().get("proxmox_vmid") != null;
        if (!guest || target.clusters().names().isEmpty()) {
            return Optional.empty();
        }
        try {
            Aim aim = new Aim(target);
            Acting acting = aim.cluster(Optional.empty());
            Guest found = aim.guest(acting, Which.HOST);
            return acting.config(found).text("ostype");
        } catch (PveException | ActException e) {
            target.log("the guest's configuration could not be read, its system is taken as it says itself: "
                    + e.getMessage());
            return Optional.empty();
        }
    }
}
