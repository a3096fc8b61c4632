package dev.steward.runner.doctor;

import dev.steward.runner.outage.self.OwnPlace;
import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Crew;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Guests that would not go down when they are asked to: neither agent nor ACPI, an agent that is not there, locked, suspended. */
final class GuestTraps {

    private static final int PLACES = 8;
    private static final String WHAT = "guests";

    private final Acting acting;
    private final OwnPlace own;

    GuestTraps(Acting acting, OwnPlace own) {
        this.acting = acting;
        this.own = own;
    }

    void look(View view, List<Finding> findings) throws InterruptedException {
        List<Guest> running = view.guests().values().stream()
                .filter(guest -> guest.running() && !own.is(guest))
                .toList();
        if (running.isEmpty()) {
            return;
        }
        int before = findings.size();
        Crew.each(running, PLACES, this::trap).stream()
                .flatMap(Optional::stream)
                .forEach(findings::add);
        if (findings.size() == before) {
            findings.add(Finding.good(
                    WHAT, "all " + running.size() + " that run in cluster " + acting.cluster() + " can be shut down"));
        }
    }

    private Optional<Finding> trap(Guest guest) throws InterruptedException {
        if (guest.lock().filter(lock -> !lock.equals("backup")).isPresent()) {
            return Optional.of(Finding.problem(
                    WHAT,
                    guest.words() + " is locked (" + guest.lock().get()
                            + "), and cannot be shut down; end what holds it, or qm/pct unlock " + guest.vmid()));
        }
        if (guest.kind() == GuestKind.LXC) {
            return Optional.empty();
        }
        try {
            return machine(guest, acting.config(guest));
        } catch (PveException e) {
            return Optional.of(Finding.note(WHAT, e.getMessage()));
        }
    }

    private Optional<Finding> machine(Guest guest, PveFields config) throws PveException, InterruptedException {
        boolean agent = config.text("agent", "0").matches("1(,.*)?|.*enabled=1.*");
        boolean acpi = !config.text("acpi", "1").equals("0");
        if (acting.state(guest).suspended()) {
            return Optional.of(Finding.note(
                    WHAT,
                    guest.words() + " is suspended, and hears no shutdown: it would be stopped hard, by force: true"));
        }
        if (agent && !answers(guest)) {
            return Optional.of(Finding.problem(
                    WHAT,
                    guest.words() + " has the guest agent enabled, and it does not answer: a shutdown waits for it in"
                            + " vain; install qemu-guest-agent in it, or set agent to 0 and rely on ACPI"));
        }
        if (!agent && !acpi) {
            return Optional.of(Finding.problem(
                    WHAT,
                    guest.words() + " has neither the guest agent nor ACPI: it cannot hear a shutdown, and would be"
                            + " stopped hard; qm set " + guest.vmid() + " --acpi 1"));
        }
        return Optional.empty();
    }

    private boolean answers(Guest guest) throws InterruptedException {
        try {
            PvePath ping = guest.kind().path(guest.node(), guest.vmid()).and("agent", "ping");
            acting.api().post(ping, Map.of());
            return true;
        } catch (PveException e) {
            // whoever may not ask it does not know
            return e.kind() == PveException.Kind.FORBIDDEN || e.kind() == PveException.Kind.NOT_IMPLEMENTED;
        }
    }
}
