package dev.steward.runner.doctor;

import dev.steward.runner.outage.self.OwnPlace;
import dev.steward.runner.outage.self.OwnPlaceFinder;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.proxmox.text.Startup;
import java.util.List;
import java.util.Optional;

/** Whether the machine Steward runs on is fit to go last and to come back first. */
final class OwnGuestCheck {

    private static final String SELF = "own machine";

    private final OwnPlaceFinder.Found own;
    private final List<Finding> findings;

    OwnGuestCheck(OwnPlaceFinder.Found own, List<Finding> findings) {
        this.own = own;
        this.findings = findings;
    }

    void place() {
        if (own.problem().isPresent()) {
            findings.add(Finding.problem(SELF, own.problem().get()));
            return;
        }
        findings.add(Finding.good(SELF, own.place().words()));
        if (own.place() instanceof OwnPlace.Outside) {
            findings.add(Finding.note(
                    SELF,
                    "it must be fed by the same UPS, and the network between it and the nodes too: else it is gone at the"
                            + " first second"));
        }
    }

    void guest(Acting acting, View view) throws InterruptedException {
        Optional<Guest> mine =
                view.guests().values().stream().filter(own.place()::is).findFirst();
        if (mine.isEmpty()) {
            return;
        }
        Guest guest = mine.get();
        String tool = guest.kind().word().equals("lxc") ? "pct" : "qm";
        if (guest.haState().filter(state -> !state.equals("ignored")).isPresent()) {
            findings.add(Finding.problem(
                    SELF,
                    "HA keeps " + guest.words() + ", in which Steward runs, and may stop or move it in the middle of an"
                            + " outage: ha-manager remove " + (tool.equals("pct") ? "ct:" : "vm:") + guest.vmid()));
        }
        try {
            PveFields config = acting.config(guest);
            if (!config.flag("onboot")) {
                findings.add(Finding.problem(
                        SELF,
                        guest.words() + ", in which Steward runs, does not start with its node: after an outage nobody"
                                + " brings the rest back; " + tool + " set " + guest.vmid() + " --onboot 1"));
            }
            if (Startup.parse(config.text("startup", ""))
                    .order()
                    .filter(order -> order <= 1)
                    .isEmpty()) {
                findings.add(Finding.note(
                        SELF,
                        guest.words() + " would be stopped among the first when its node goes down; " + tool + " set "
                                + guest.vmid() + " --startup order=1 makes it the last, and the first to start"));
            }
        } catch (PveException e) {
            findings.add(Finding.problem(SELF, e.getMessage()));
        }
    }
}
