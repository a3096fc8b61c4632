package dev.steward.runner.roll;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Works out what becomes of each guest of a node: whether it moves, how and where, so that all of them together fit into the
 * memory of the other nodes. The biggest guests choose first. Used once.
 */
public final class Evacuation {

    private static final Comparator<Resident> BIGGEST = Comparator.comparingLong(Resident::memory)
            .reversed()
            .thenComparing(one -> one.who().vmid());

    private final Policy policy;
    private final Map<String, Room> rooms = new LinkedHashMap<>();

    /**
     * Onto some nodes.
     *
     * @param rooms the other nodes of the cluster
     */
    public Evacuation(Policy policy, List<Room> rooms) {
        this.policy = policy;
        rooms.forEach(room -> this.rooms.put(room.node(), room));
    }

    /** The plan for a node. */
    public EvacuationPreview of(String cluster, String node, List<Resident> residents) {
        List<Room> before = List.copyOf(rooms.values());
        List<GuestMove> moves = new ArrayList<>();
        residents.stream()
                .filter(one -> one.running() && !one.template())
                .sorted(BIGGEST)
                .forEach(one -> moves.add(decide(one)));
        moves.sort(Comparator.comparing((GuestMove move) -> move.way() != Way.REFUSE)
                .thenComparing(move -> move.guest().vmid()));
        return new EvacuationPreview(cluster, node, moves, before, List.copyOf(rooms.values()));
    }

    private GuestMove decide(Resident one) {
        Resident.Ties ties = one.ties();
        if (ties.lock().isPresent()) {
            return refuse(one, "it is locked (" + ties.lock().get() + "): something works on it");
        }
        if (one.who().own() && one.who().container() && !ties.ha()) {
            return own(one);
        }
        if (ties.ha()) {
            return ha(one);
        }
        if (tagged(one, policy.stayTags())) {
            return stays(one, "by its tag");
        }
        if (tagged(one, policy.stopTags())) {
            return move(one, Way.STOP, Optional.empty(), "by its tag");
        }
        if (one.who().container() && policy.containers() != Way.RESTART) {
            return fixed(one, policy.containers(), "a container does not move while it runs");
        }
        return moved(one);
    }

    /** A move with a restart would end the process that asks for it, so the guest goes down and comes up with its node. */
    private static GuestMove own(Resident one) {
        return one.ties().onboot()
                ? stays(one, "Steward itself runs in it: it goes down with the node and goes on after the boot")
                : refuse(
                        one,
                        "Steward itself runs in it, and it would not start with its node: set onboot for it (or let HA keep"
                                + " it)");
    }

    private GuestMove ha(Resident one) {
        Map<String, String> reasons = reasons(one);
        Optional<Room> room = best(one, reasons);
        if (!one.ties().blocks().isEmpty() || room.isEmpty()) {
            return refuse(one, "HA would have to move it, and cannot: " + why(one, reasons));
        }
        take(room.get(), one);
        return move(
                one,
                Way.HA,
                Optional.empty(),
                one.who().container() ? "HA shuts it down and starts it elsewhere" : "HA moves it");
    }

    private GuestMove moved(Resident one) {
        Map<String, String> reasons = reasons(one);
        boolean copies = !one.ties().localDisks().isEmpty() && !one.who().container();
        if (!one.ties().blocks().isEmpty()) {
            return fixed(
                    one,
                    policy.stuck(),
                    "it cannot move: " + String.join("; ", one.ties().blocks()));
        }
        if (copies && !policy.localDisks()) {
            return fixed(
                    one,
                    policy.stuck(),
                    "it cannot move: " + String.join(", ", one.ties().localDisks())
                            + " lie on its node alone (localDisks: true copies them)");
        }
        Optional<Room> room = best(one, reasons);
        if (room.isEmpty()) {
            return fixed(one, policy.stuck(), "no node will do: " + why(one, reasons));
        }
        take(room.get(), one);
        return move(
                one,
                one.who().container() ? Way.RESTART : Way.LIVE,
                room.map(Room::node),
                copies ? "with its disks" : "");
    }

    private GuestMove fixed(Resident one, Way way, String reason) {
        return way == Way.STAYS ? stays(one, reason) : move(one, way, Optional.empty(), reason);
    }

    private static GuestMove stays(Resident one, String reason) {
        return move(
                one,
                Way.STAYS,
                Optional.empty(),
                reason + (one.ties().onboot() ? "" : "; it has no onboot: it is started when the node is back"));
    }

    private static GuestMove refuse(Resident one, String reason) {
        return move(one, Way.REFUSE, Optional.empty(), reason);
    }

    private static GuestMove move(Resident one, Way way, Optional<String> to, String reason) {
        return new GuestMove(one.who(), way, to, one.memory(), reason);
    }

    private static boolean tagged(Resident one, List<String> tags) {
        return one.tags().stream().anyMatch(tags::contains);
    }

    private void take(Room room, Resident one) {
        rooms.put(room.node(), room.less(one.memory()));
    }

    private Optional<Room> best(Resident one, Map<String, String> reasons) {
        return rooms.values().stream()
                .filter(room -> !reasons.containsKey(room.node()))
                .max(Comparator.comparingLong(Room::free).thenComparing(Room::node, Comparator.reverseOrder()));
    }

    /** Why nodes will not do, by node. */
    private Map<String, String> reasons(Resident one) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Room room : rooms.values()) {
            Optional<String> reason = room.closed()
                    .or(() -> Optional.ofNullable(one.ties().refused().get(room.node())))
                    .or(() -> one.memory() > room.free()
                            ? Optional.of("it has " + Memory.words(room.free()) + " of memory left, and "
                                    + Memory.words(one.memory()) + " are needed")
                            : Optional.empty());
            reason.ifPresent(words -> reasons.put(room.node(), words));
        }
        return reasons;
    }

    private static String why(Resident one, Map<String, String> reasons) {
        if (!one.ties().blocks().isEmpty()) {
            return String.join("; ", one.ties().blocks());
        }
        return reasons.isEmpty()
                ? "there is no other node"
                : reasons.entrySet().stream()
                        .map(each -> each.getKey() + ": " + each.getValue())
                        .collect(Collectors.joining("; "));
    }
}
