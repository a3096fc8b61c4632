package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.task.Job;
import java.time.Duration;

/** Guests copied, and guests made into patterns. */
public final class CloneCalls {

    private CloneCalls() {}

    /** Adds the calls. */
    public static void add(Handlers handlers) {
        handlers.both("POST /nodes/{node}/*/{vmid}/clone", CloneCalls::copy)
                .both("POST /nodes/{node}/*/{vmid}/template", CloneCalls::template);
    }

    private static Object copy(Call call) {
        Guest from = call.guest();
        int vmid = (int) call.number("newid", 0);
        Guest there = call.cluster().guests().get(vmid);
        if (there != null) {
            throw Refusal.failed(
                    "unable to create " + from.kind().title() + " " + vmid + ": config file already exists");
        }
        call.quorum();
        Job job = new Workers(call.cluster()).job(from, "clone", call.caller());
        Guest made = new Guest(vmid, from.kind(), call.text("target", from.node()));
        made.lock("clone");
        call.cluster().guests().put(vmid, made);
        job.then(Duration.ofSeconds(3), () -> {
            from.config().forEach((key, value) -> made.config()
                    .put(
                            key,
                            value instanceof String text
                                    ? text.replace("-" + from.vmid() + "-", "-" + vmid + "-")
                                    : value));
            made.config().remove("template");
            made.config().remove("parent");
            made.lock("");
            String name = call.text(from.kind() == Kind.LXC ? "hostname" : "name");
            if (!name.isEmpty()) {
                made.config().put(from.kind() == Kind.LXC ? "hostname" : "name", name);
            }
        });
        job.atEnd(task -> {
            if (task.failed()) {
                call.cluster().guests().remove(vmid);
            }
        });
        return StatusCalls.begun(job);
    }

    private static Object template(Call call) {
        Guest guest = call.guest();
        if (guest.running()) {
            throw Refusal.failed(
                    guest.kind() == Kind.LXC
                            ? "you can't convert a CT to template if the CT is running"
                            : "you can't convert a VM to template if VM is running");
        }
        call.writable(guest);
        guest.config().put("template", 1);
        return guest.kind() == Kind.LXC
                ? null
                : StatusCalls.begun(new Workers(call.cluster()).job(guest, "template", call.caller()));
    }
}
