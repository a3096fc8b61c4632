package dev.steward.runner.lab.pve.cluster;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Row;
import java.util.Map;
import java.util.Set;

/** Where HA may put things: rules since PVE 9, groups before (API2/HA/Rules.pm, API2/HA/Groups.pm). */
public final class HaRules {

    private static final Set<String> HOW = Set.of("digest", "delete");
    private static final String DIGEST = "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3";
    private static final String MIGRATED = ": ha groups have been migrated to rules";

    private HaRules() {}

    /** Adds the calls. */
    public static void add(Handlers handlers) {
        handlers.on("GET /cluster/ha/rules", call -> list(call, call.cluster().rules()))
                .on(
                        "POST /cluster/ha/rules",
                        call -> create(call, call.cluster().rules(), "rule"))
                .on(
                        "GET /cluster/ha/rules/{rule}",
                        call -> read(call, call.cluster().rules(), "rule"))
                .on(
                        "PUT /cluster/ha/rules/{rule}",
                        call -> change(call, call.cluster().rules(), "rule"))
                .on(
                        "DELETE /cluster/ha/rules/{rule}",
                        call -> remove(call, call.cluster().rules(), "rule"))
                .on(
                        "GET /cluster/ha/groups",
                        call -> list(
                                groups(call, "index groups"), call.cluster().groups()))
                .on(
                        "POST /cluster/ha/groups",
                        call -> create(
                                groups(call, "create group"), call.cluster().groups(), "group"))
                .on(
                        "GET /cluster/ha/groups/{group}",
                        call -> read(groups(call, "get group"), call.cluster().groups(), "group"))
                .on(
                        "PUT /cluster/ha/groups/{group}",
                        call -> change(
                                groups(call, "update group"), call.cluster().groups(), "group"))
                .on(
                        "DELETE /cluster/ha/groups/{group}",
                        call -> remove(
                                groups(call, "delete group"), call.cluster().groups(), "group"));
    }

    private static Call groups(Call call, String what) {
        if (call.cluster().nine()) {
            throw Refusal.failed("cannot " + what + MIGRATED);
        }
        return call;
    }

    private static Row row(Map<String, Object> kept) {
        Row row = new Row();
        row.putAll(kept);
        return row.with("digest", DIGEST);
    }

    private static Object list(Call call, Map<String, Map<String, Object>> all) {
        return all.values().stream()
                .map(HaRules::row)
                .filter(row -> !call.has("type") || call.text("type").equals(row.get("type")))
                .filter(row -> !call.has("resource")
                        || String.valueOf(row.get("resources")).contains(call.text("resource")))
                .toList();
    }

    private static Map<String, Object> known(Call call, Map<String, Map<String, Object>> all, String what) {
        Map<String, Object> one = all.get(call.text(what));
        if (one == null) {
            throw Refusal.failed("no such ha " + what + " '" + call.text(what) + "'");
        }
        return one;
    }

    private static void fill(Call call, Map<String, Object> kept) {
        call.params().forEach((key, value) -> {
            if (!HOW.contains(key)) {
                String text = call.text(key);
                kept.put(key, text.matches("\\d+") ? Long.parseLong(text) : text);
            }
        });
        call.items("delete").forEach(kept::remove);
    }

    private static Object create(Call call, Map<String, Map<String, Object>> all, String what) {
        call.quorum();
        if (all.containsKey(call.text(what))) {
            throw Refusal.failed("ha " + what + " '" + call.text(what) + "' already exists");
        }
        Row made = new Row();
        fill(call, made);
        made.putIfAbsent("type", what);
        all.put(call.text(what), made);
        return null;
    }

    private static Object read(Call call, Map<String, Map<String, Object>> all, String what) {
        return row(known(call, all, what));
    }

    private static Object change(Call call, Map<String, Map<String, Object>> all, String what) {
        call.quorum();
        fill(call, known(call, all, what));
        return null;
    }

    private static Object remove(Call call, Map<String, Map<String, Object>> all, String what) {
        call.quorum();
        known(call, all, what);
        all.remove(call.text(what));
        return null;
    }
}
