package dev.steward.runner.module.patch.guard;

import dev.steward.runner.module.Target;
import dev.steward.runner.module.proxmox.Aim;
import dev.steward.runner.module.proxmox.Which;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.GuestState;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.Optional;

/**
 * The guest of a cluster that a host is, as it is now.
 *
 * @param acting the way to its cluster
 * @param guest where it is
 * @param state what it does
 */
record Subject(Acting acting, Guest guest, GuestState state) {

    /** The guest that a task's host is; empty: it is none of a configured cluster. */
    static Optional<Subject> of(Target target) throws PveException, ActException, InterruptedException {
        boolean guest = Optional.ofNullable(target.host().vars().get("proxmox_vmid"))
                .filter(vmid -> !String.valueOf(vmid).isBlank())
                .isPresent();
        if (!guest || target.clusters().names().isEmpty()) {
            return Optional.empty();
        }
        Aim aim = new Aim(target);
        Acting acting = aim.cluster(Optional.empty());
        Guest found = aim.guest(acting, Which.HOST);
        return Optional.of(new Subject(acting, found, acting.state(found)));
    }

    /** What it is claimed by. */
    static String key(Optional<Subject> subject, Target target) {
        return subject.map(one -> one.guest().cluster() + "/" + one.guest().vmid())
                .orElse("host/" + target.host().name());
    }

    /** Whether it was on when it was found. */
    boolean ran() {
        return state.running();
    }
}
