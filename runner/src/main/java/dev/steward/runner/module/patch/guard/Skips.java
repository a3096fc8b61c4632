package dev.steward.runner.module.patch.guard;

import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.Map;
import java.util.Optional;

/** Why a guest is left alone. */
final class Skips {

    /** Guests with this tag are updated only where a person names them. */
    static final String NO_AUTO = "no-auto";

    private Skips() {}

    /**
     * The first reason there is, as the end of a sentence about the guest.
     *
     * @param start whether one that is off may be started for it
     */
    static Optional<String> of(Subject subject, boolean start, Target target)
            throws PveException, InterruptedException {
        Guest guest = subject.guest();
        if (guest.template()) {
            return Optional.of("is a template");
        }
        if (guest.tags().contains(NO_AUTO) && !target.named()) {
            return Optional.of("has the tag " + NO_AUTO);
        }
        Optional<String> lock = subject.state().lock();
        if (lock.isPresent() && !subject.state().hibernated()) {
            return Optional.of(lock.get().equals("backup") ? "is being backed up" : "is locked (" + lock.get() + ")");
        }
        if (subject.state().suspended() || subject.state().hibernated()) {
            return Optional.of("is " + subject.state().word());
        }
        if (!subject.ran() && !start) {
            return Optional.of("is " + subject.state().word());
        }
        return backup(subject);
    }

    /** A backup that names no guest is one of several, and ours may be its next. */
    private static Optional<String> backup(Subject subject) throws PveException, InterruptedException {
        Guest guest = subject.guest();
        PvePath tasks = PvePath.of("nodes", guest.node(), "tasks");
        for (var row : subject.acting()
                .api()
                .get(tasks, Map.of("source", "active", "typefilter", "vzdump"))
                .list()) {
            Optional<Upid> upid = Upid.find(row.text("upid", ""));
            boolean over = row.number("endtime").isPresent()
                    || row.text("status")
                            .filter(status -> !status.equals("RUNNING"))
                            .isPresent();
            if (upid.isEmpty() || over || !upid.get().type().equals("vzdump")) {
                continue;
            }
            if (upid.get().id().isEmpty()) {
                return Optional.of("may be next in a backup of several guests under way on " + guest.node());
            }
            if (upid.get().vmid().equals(Optional.of(guest.vmid()))) {
                return Optional.of("is being backed up");
            }
        }
        return Optional.empty();
    }
}
