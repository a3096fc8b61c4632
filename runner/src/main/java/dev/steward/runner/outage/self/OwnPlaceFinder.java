package dev.steward.runner.outage.self;

import dev.steward.runner.outage.self.OwnPlace.InGuest;
import dev.steward.runner.outage.self.OwnPlace.OnNode;
import dev.steward.runner.outage.self.OwnPlace.Outside;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.Crew;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the machine Steward runs on among the nodes and guests of its clusters: as configured, else by what cannot be mistaken (a
 * node's own address, the UUID of a VM's firmware, a MAC address), else by an address that a guest is known to have.
 */
public final class OwnPlaceFinder {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int PLACES = 8;

    private final ActingSource clusters;
    private final Machine machine;

    /**
     * Among the configured clusters.
     *
     * @param machine this one
     */
    public OwnPlaceFinder(ActingSource clusters, Machine machine) {
        this.clusters = clusters;
        this.machine = machine;
    }

    /**
     * What is found.
     *
     * @param place where Steward runs, as far as it is known
     * @param problem why that is not to be trusted; empty: it is
     */
    public record Found(OwnPlace place, Optional<String> problem) {}

    /** What is configured ({@code power.self}); nothing said: it is found out. */
    public record Said(Optional<String> guest, Optional<String> node, boolean outside) {

        /** Nothing. */
        public static final Said NOTHING = new Said(Optional.empty(), Optional.empty(), false);
    }

    /**
     * Looks for it.
     *
     * @param estate the clusters as they are, or were seen last
     */
    public Found find(Said said, Estate estate) throws InterruptedException {
        if (said.outside()) {
            return sure(new Outside("power.self in steward.yml"));
        }
        if (said.guest().isPresent()) {
            return guest(said.guest().get(), estate);
        }
        if (said.node().isPresent()) {
            return node(said.node().get(), estate);
        }
        Optional<OwnPlace> found = byNode(estate);
        found = found.isPresent() ? found : byConfig(estate);
        found = found.isPresent() ? found : byAddress(estate);
        return found.map(OwnPlaceFinder::sure).orElseGet(() -> nowhere(estate));
    }

    private static Found sure(OwnPlace place) {
        return new Found(place, Optional.empty());
    }

    private Found nowhere(Estate estate) {
        List<String> unseen = estate.clusters().values().stream()
                .filter(seen -> seen.view().isEmpty())
                .map(Estate.Seen::name)
                .toList();
        Outside outside = new Outside("no node or guest having its addresses, MAC addresses or UUID");
        if (machine.node()) {
            return new Found(
                    outside,
                    Optional.of("this machine is a node of Proxmox VE, and none of the configured clusters has it; name"
                            + " it in power.self"));
        }
        return unseen.isEmpty()
                ? sure(outside)
                : new Found(
                        outside,
                        Optional.of("cluster " + String.join(", ", unseen)
                                + " has not been seen, so Steward cannot know whether it runs there; name its guest or"
                                + " node in power.self"));
    }

    private Found guest(String word, Estate estate) {
        return estate.guests().stream()
                .filter(guest -> word.equals(guest.vmid().toString())
                        || word.equals(guest.id())
                        || word.equalsIgnoreCase(guest.name()))
                .findFirst()
                .map(guest -> sure(in(guest, "power.self in steward.yml")))
                .orElseGet(() -> new Found(
                        new Outside("power.self in steward.yml"),
                        Optional.of("power.self names guest '" + word + "', and no cluster has it")));
    }

    private Found node(String word, Estate estate) {
        return estate.nodes().stream()
                .filter(node -> node.name().equalsIgnoreCase(word))
                .findFirst()
                .map(node -> sure(new OnNode(node.cluster(), node.name(), "power.self in steward.yml")))
                .orElseGet(() -> unseen(word, estate));
    }

    /* Who says so knows: a cluster that nobody reached yet, as behind a switch without power, is no reason to stay on. */
    private static Found unseen(String word, Estate estate) {
        List<String> unseen = estate.clusters().values().stream()
                .filter(seen -> seen.view().isEmpty())
                .map(Estate.Seen::name)
                .toList();
        return unseen.size() == 1
                ? new Found(
                        new OnNode(unseen.get(0), word, "power.self in steward.yml"),
                        Optional.of("cluster " + unseen.get(0) + " has not been seen yet"))
                : new Found(
                        new Outside("power.self in steward.yml"),
                        Optional.of("power.self names node '" + word + "', and no cluster has it"));
    }

    private static InGuest in(Guest guest, String how) {
        return new InGuest(guest.cluster(), guest.vmid().value(), guest.node(), how);
    }

    private Optional<OwnPlace> byNode(Estate estate) {
        for (Node node : estate.nodes()) {
            Optional<String> address = node.address().filter(machine.addresses()::contains);
            if (address.isPresent()) {
                return Optional.of(new OnNode(node.cluster(), node.name(), "the address " + address.get()));
            }
            if (machine.node() && node.name().equalsIgnoreCase(machine.hostname())) {
                return Optional.of(new OnNode(node.cluster(), node.name(), "its name, and /etc/pve"));
            }
        }
        return Optional.empty();
    }

    private Optional<OwnPlace> byConfig(Estate estate) throws InterruptedException {
        if (machine.macs().isEmpty() && machine.uuid().isEmpty()) {
            return Optional.empty();
        }
        for (Estate.Seen seen : estate.clusters().values()) {
            List<Guest> running = seen.view().map(View::guests).stream()
                    .flatMap(all -> all.values().stream())
                    .filter(Guest::running)
                    .toList();
            if (running.isEmpty()) {
                continue;
            }
            Acting acting = new Acting(clusters.of(seen.name()), UpidWatcher.NONE).within(LIMIT);
            Optional<OwnPlace> found = Crew.each(running, PLACES, guest -> byConfig(acting, guest)).stream()
                    .flatMap(Optional::stream)
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<OwnPlace> byConfig(Acting acting, Guest guest) throws InterruptedException {
        try {
            PveFields config = acting.config(guest);
            String smbios = config.text("smbios1", "").toLowerCase(Locale.ROOT);
            if (machine.uuid()
                    .filter(uuid -> smbios.contains("uuid=" + uuid.toLowerCase(Locale.ROOT)))
                    .isPresent()) {
                return Optional.of(in(guest, "the UUID of its firmware"));
            }
            return config.names().stream()
                    .filter(key -> key.matches("net\\d+"))
                    .map(key -> config.text(key, "").toUpperCase(Locale.ROOT))
                    .flatMap(net -> machine.macs().stream().filter(net::contains))
                    .findFirst()
                    .map(mac -> in(guest, "the MAC address " + mac));
        } catch (PveException e) {
            return Optional.empty();
        }
    }

    private Optional<OwnPlace> byAddress(Estate estate) {
        for (Estate.Seen seen : estate.clusters().values()) {
            for (Guest guest : seen.view().map(View::guests).stream()
                    .flatMap(all -> all.values().stream())
                    .filter(Guest::running)
                    .toList()) {
                Optional<String> shared = machine.addresses().stream()
                        .filter(ip -> seen.of(guest).has(ip))
                        .findFirst();
                if (shared.isPresent()) {
                    return Optional.of(in(guest, "the address " + shared.get()));
                }
            }
        }
        return Optional.empty();
    }
}
