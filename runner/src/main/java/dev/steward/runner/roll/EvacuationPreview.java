package dev.steward.runner.roll;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What would become of each guest of a node that goes out of service, worked out before anything moves.
 *
 * @param cluster our name of it
 * @param node that is emptied
 * @param guests what becomes of each, refused ones first, then by id; guests that are off are left out
 * @param before the other nodes as they are
 * @param after the same with what moves there
 */
public record EvacuationPreview(
        String cluster, String node, List<GuestMove> guests, List<Room> before, List<Room> after) {

    public EvacuationPreview {
        guests = List.copyOf(guests);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** Those because of whom the node is not touched. */
    public List<GuestMove> refused() {
        return of(Way.REFUSE);
    }

    /** Those that go this way. */
    public List<GuestMove> of(Way way) {
        return guests.stream().filter(each -> each.way() == way).toList();
    }

    /** In one sentence: {@code pve1: 12 guests run: 8 live, 3 restart, 1 stays}. */
    public String summary() {
        if (guests.isEmpty()) {
            return node + ": no guest runs there";
        }
        Map<Way, Long> counts = guests.stream()
                .collect(Collectors.groupingBy(GuestMove::way, () -> new EnumMap<>(Way.class), Collectors.counting()));
        return node + ": " + guests.size() + (guests.size() == 1 ? " guest runs: " : " guests run: ")
                + counts.entrySet().stream()
                        .map(one -> one.getValue() + " " + one.getKey().word())
                        .collect(Collectors.joining(", "));
    }

    /** All of it, line by line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(summary()));
        guests.forEach(each -> lines.add("  " + each.words()));
        rooms().forEach(room -> lines.add("  " + room));
        return List.copyOf(lines);
    }

    /** What room each of the other nodes has now and then, a sentence each. */
    public List<String> rooms() {
        List<String> rooms = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            Room room = after.get(i);
            rooms.add(room.node() + ": "
                    + room.closed()
                            .map(why -> "takes none, " + why)
                            .orElse(Memory.words(before.get(i).free()) + " of memory free now, "
                                    + Memory.words(room.free()) + " then"));
        }
        return List.copyOf(rooms);
    }

    /** As plain data, for results and the API. */
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("cluster", cluster);
        data.put("node", node);
        data.put("summary", summary());
        data.put("possible", refused().isEmpty());
        data.put("guests", guests.stream().map(GuestMove::data).toList());
        List<Map<String, Object>> rooms = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            Map<String, Object> room = new LinkedHashMap<>();
            room.put("node", after.get(i).node());
            room.put("freeNow", before.get(i).free());
            room.put("freeThen", after.get(i).free());
            room.put("closed", after.get(i).closed().orElse(null));
            rooms.add(room);
        }
        data.put("nodes", rooms);
        return data;
    }
}
