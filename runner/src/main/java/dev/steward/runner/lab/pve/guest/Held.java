package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.task.Job;
import dev.steward.runner.lab.pve.task.TaskFailure;
import java.time.Duration;

/** The lock file of a guest's configuration: whoever works on the guest holds it, others wait ten seconds. */
final class Held {

    private static final int WAIT = 10;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Held() {}

    /** Takes it as the job's first step and gives it back at its end. */
    static Job by(Job job, Guest guest) {
        job.atEnd(task -> {
            if (guest.holder().equals(task.upid())) {
                guest.holder("");
            }
        });
        return job.first(Duration.ZERO, () -> take(job, guest, WAIT));
    }

    private static void take(Job job, Guest guest, int left) {
        if (guest.holder().isEmpty()) {
            guest.holder(job.task().upid());
        } else if (left == 0) {
            throw new TaskFailure("can't lock file '" + file(guest) + "' - got timeout");
        } else {
            job.first(SECOND, () -> take(job, guest, left - 1));
        }
    }

    static String file(Guest guest) {
        return guest.kind() == Kind.LXC
                ? "/run/lock/lxc/pve-config-" + guest.vmid() + ".lock"
                : "/var/lock/qemu-server/lock-" + guest.vmid() + ".conf";
    }

    /** Fails where the configuration has a lock. */
    static void unlocked(Guest guest) {
        if (!guest.lock().isEmpty()) {
            throw new TaskFailure(locked(guest));
        }
    }

    static String locked(Guest guest) {
        return guest.kind().title() + " is locked (" + guest.lock() + ")";
    }
}
