package dev.steward.runner.module.roll;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.GuestState;
import dev.steward.runner.proxmox.act.cluster.HaWatch;
import dev.steward.runner.proxmox.act.guest.Conditions;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.roll.Evacuation;
import dev.steward.runner.roll.EvacuationPreview;
import dev.steward.runner.roll.NodeRoll;
import dev.steward.runner.roll.Policy;
import dev.steward.runner.roll.Resident;
import dev.steward.runner.roll.Room;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads what decides over the guests of a node, and works out what becomes of them; changes nothing. */
public final class Residents {

    private final Acting acting;
    private final Predicate<Guest> own;
    private final List<NodeRoll> rolls;

    /**
     * On one cluster.
     *
     * @param own whether Steward itself runs in a guest
     * @param rolls of the cluster: a node that is out of service takes no guests
     */
    public Residents(Acting acting, Predicate<Guest> own, List<NodeRoll> rolls) {
        this.acting = acting;
        this.own = own;
        this.rolls = List.copyOf(rolls);
    }

    /**
     * What would become of the guests of a node.
     *
     * @throws ActException when the cluster has no such node
     */
    public EvacuationPreview preview(String node, Policy policy)
            throws PveException, ActException, InterruptedException {
        View view = acting.clearView();
        if (!view.nodes().containsKey(node)) {
            throw new ActException("cluster " + acting.cluster() + " has no node '" + node + "'; there are "
                    + String.join(", ", view.nodes().keySet()));
        }
        Map<String, HaWatch.Service> services = new HaWatch(acting, acting.limit())
                .services().stream().collect(Collectors.toMap(HaWatch.Service::sid, one -> one, (a, b) -> a));
        HaPins pins = services.isEmpty() ? HaPins.NONE : HaPins.read(acting, view);
        List<Resident> residents = new ArrayList<>();
        for (Guest guest : view.guestsOf(node)) {
            if (guest.running() && !guest.template()) {
                residents.add(resident(view, guest, services, pins));
            }
        }
        return new Evacuation(policy, rooms(view, node)).of(acting.cluster(), node, residents);
    }

    private List<Room> rooms(View view, String node) {
        Set<String> away = new HashSet<>();
        rolls.stream().filter(NodeRoll::open).forEach(roll -> away.add(roll.node()));
        return view.nodes().values().stream()
                .filter(each -> !each.name().equals(node))
                .map(each -> new Room(
                        each.name(), each.load().memoryLimit() - each.load().memory(), closed(each, away)))
                .toList();
    }

    private static Optional<String> closed(Node node, Set<String> away) {
        if (!node.online()) {
            return Optional.of("it is offline");
        }
        if (node.status().equals("maintenance")) {
            return Optional.of("it is under maintenance");
        }
        return away.contains(node.name()) ? Optional.of("it is out of service for a rolling update") : Optional.empty();
    }

    private Resident resident(View view, Guest guest, Map<String, HaWatch.Service> services, HaPins pins)
            throws PveException, InterruptedException {
        GuestState state = acting.state(guest);
        PveFields config = acting.config(guest);
        Optional<HaWatch.Service> service = Optional.ofNullable(services.get(HaWatch.sid(guest.kind(), guest.vmid())));
        boolean ha = service.filter(
                        one -> one.request().equals("started") && !one.state().equals("ignored"))
                .isPresent();
        Conditions conditions = state.lock().isPresent()
                ? new Conditions(Map.of(), List.of(), List.of())
                : Conditions.of(acting, view, guest);
        Map<String, String> refused = new LinkedHashMap<>(conditions.refused());
        if (ha) {
            pins.refused(service.get().sid()).forEach(refused::putIfAbsent);
        }
        Resident.Who who = new Resident.Who(guest.vmid().value(), guest.kind().word(), guest.name(), own.test(guest));
        Resident.Ties ties = new Resident.Ties(
                state.lock(), ha, config.flag("onboot"), conditions.blocks(), conditions.localDisks(), refused);
        return new Resident(who, state.running(), guest.template(), guest.load().memoryLimit(), guest.tags(), ties);
    }
}
