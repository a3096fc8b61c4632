package dev.steward.runner.roll;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A roll of a node as plain data, to be kept and read again. */
public final class RollData {

    private RollData() {}

    /** To be kept. */
    public static Map<String, Object> of(NodeRoll roll) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("cluster", roll.cluster());
        data.put("node", roll.node());
        data.put("ticket", roll.began().ticket());
        data.put("begun", roll.began().at().toString());
        data.put("stage", roll.stage().name());
        data.put("maintenance", roll.ours().maintenance());
        data.put("noout", roll.ours().noout());
        data.put("empty", roll.ours().empty());
        data.put("job", roll.job().orElse(null));
        data.put("boot", roll.boot().orElse(null));
        data.put("bootReasons", roll.notes().bootReasons());
        data.put("wellBefore", roll.notes().wellBefore());
        data.put("overrides", roll.notes().overrides());
        data.put("homes", roll.homes().values().stream().map(RollData::of).toList());
        return data;
    }

    private static Map<String, Object> of(NodeRoll.Home home) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("vmid", home.guest().vmid());
        data.put("kind", home.guest().kind());
        data.put("name", home.guest().name());
        data.put("own", home.guest().own());
        data.put("way", home.way().name());
        data.put("to", home.to().orElse(null));
        return data;
    }

    /** What was kept. */
    public static NodeRoll read(Map<?, ?> data) {
        Map<Integer, NodeRoll.Home> homes = new TreeMap<>();
        for (Object each : (List<?>) data.get("homes")) {
            NodeRoll.Home home = home((Map<?, ?>) each);
            homes.put(home.guest().vmid(), home);
        }
        return new NodeRoll(
                word(data.get("cluster")),
                word(data.get("node")),
                new NodeRoll.Began(word(data.get("ticket")), Instant.parse(word(data.get("begun")))),
                NodeRoll.Stage.valueOf(word(data.get("stage"))),
                new NodeRoll.Ours(flag(data, "maintenance"), flag(data, "noout"), flag(data, "empty")),
                text(data.get("job")),
                text(data.get("boot")),
                new NodeRoll.Notes(
                        texts(data.get("bootReasons")), texts(data.get("wellBefore")), texts(data.get("overrides"))),
                homes);
    }

    private static NodeRoll.Home home(Map<?, ?> data) {
        Resident.Who who = new Resident.Who(
                ((Number) data.get("vmid")).intValue(),
                word(data.get("kind")),
                word(data.get("name")),
                flag(data, "own"));
        return new NodeRoll.Home(who, Way.valueOf(word(data.get("way"))), text(data.get("to")));
    }

    private static boolean flag(Map<?, ?> data, String key) {
        return Boolean.TRUE.equals(data.get(key));
    }

    private static String word(Object value) {
        return String.valueOf(value);
    }

    private static Optional<String> text(Object value) {
        return Optional.ofNullable(value).map(String::valueOf);
    }

    private static List<String> texts(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
