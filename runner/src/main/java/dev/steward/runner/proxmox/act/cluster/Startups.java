package dev.steward.runner.proxmox.act.cluster;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.text.Startup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Guests of a node in the order in which PVE starts them (pve-manager, PVE/API2/Nodes.pm): by {@code order} of their startup
 * setting, those without one last, those of one order by their id. Stopping is the same backwards.
 */
final class Startups {

    /** A VM without a setting is given this long to boot before the next guest starts. */
    private static final Duration AFTER_A_VM = Duration.ofSeconds(3);

    private Startups() {}

    /**
     * A guest with its place.
     *
     * @param onboot whether it starts with its node
     * @param startup its order and delays
     */
    record Placed(Guest guest, boolean onboot, Startup startup) {

        long order() {
            return startup.order().map(Integer::longValue).orElse(Long.MAX_VALUE);
        }

        Duration up() {
            return startup.up()
                    .orElse(guest.kind() == dev.steward.runner.proxmox.GuestKind.QEMU ? AFTER_A_VM : Duration.ZERO);
        }
    }

    /** Reads the places; a guest that is removed meanwhile is left out. */
    static List<Placed> read(Acting acting, List<Guest> guests) throws PveException, InterruptedException {
        List<Placed> placed = new ArrayList<>();
        for (Guest guest : guests) {
            try {
                PveFields config = acting.api()
                        .get(guest.kind().path(guest.node(), guest.vmid()).and("config"), Map.of())
                        .fields();
                placed.add(new Placed(guest, config.flag("onboot"), Startup.parse(config.text("startup", ""))));
            } catch (PveException e) {
                if (e.kind() != Kind.MISSING) {
                    throw e;
                }
            }
        }
        placed.sort(Comparator.comparingLong(Placed::order)
                .thenComparing(one -> one.guest().vmid()));
        return placed;
    }

    /** In groups of one order, in the order of starting. */
    static List<List<Placed>> groups(List<Placed> placed) {
        Map<Long, List<Placed>> groups = new TreeMap<>();
        placed.forEach(one ->
                groups.computeIfAbsent(one.order(), order -> new ArrayList<>()).add(one));
        return List.copyOf(groups.values());
    }
}
