package dev.steward.runner.module.roll;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.estate.View;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where HA may not put what it keeps: strict node affinity rules of PVE 9, restricted groups of PVE 8 (ha-manager(1)).
 *
 * @param refused reasons by node, by resource
 */
record HaPins(Map<String, Map<String, String>> byResource) {

    static final HaPins NONE = new HaPins(Map.of());

    private static final PvePath RULES = PvePath.of("cluster", "ha", "rules");
    private static final PvePath GROUPS = PvePath.of("cluster", "ha", "groups");
    private static final PvePath RESOURCES = PvePath.of("cluster", "ha", "resources");

    static HaPins read(Acting acting, View view) throws PveException, InterruptedException {
        Map<String, Map<String, String>> pins = new HashMap<>();
        try {
            for (PveFields rule : acting.api().get(RULES, Map.of()).list()) {
                boolean strict =
                        rule.text("type", "").equals("node-affinity") && rule.flag("strict") && !rule.flag("disable");
                if (strict) {
                    String why = "HA rule " + rule.text("rule", "") + " keeps it on other nodes";
                    for (String sid : words(rule.text("resources", ""))) {
                        pin(pins, sid, nodes(rule.text("nodes", "")), view, why);
                    }
                }
            }
        } catch (PveException e) {
            if (e.kind() != Kind.NOT_IMPLEMENTED) {
                throw e;
            }
            groups(acting, view, pins);
        }
        return new HaPins(pins);
    }

    private static void groups(Acting acting, View view, Map<String, Map<String, String>> pins)
            throws PveException, InterruptedException {
        Map<String, Set<String>> restricted = new HashMap<>();
        for (PveFields group : acting.api().get(GROUPS, Map.of()).list()) {
            if (group.flag("restricted")) {
                restricted.put(group.text("group", ""), nodes(group.text("nodes", "")));
            }
        }
        if (restricted.isEmpty()) {
            return;
        }
        for (PveFields resource : acting.api().get(RESOURCES, Map.of()).list()) {
            String group = resource.text("group", "");
            if (restricted.containsKey(group)) {
                String why = "HA group " + group + " keeps it on other nodes";
                pin(pins, resource.text("sid", ""), restricted.get(group), view, why);
            }
        }
    }

    private static void pin(
            Map<String, Map<String, String>> pins, String sid, Set<String> allowed, View view, String why) {
        view.nodes().keySet().stream().filter(node -> !allowed.contains(node)).forEach(node -> pins.computeIfAbsent(
                        sid, any -> new LinkedHashMap<>())
                .put(node, why));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[,;\\s]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Names with or without a priority, as {@code pve1:2,pve2}. */
    private static Set<String> nodes(String text) {
        Set<String> names = new HashSet<>();
        words(text).forEach(word -> names.add(word.replaceFirst(":.*", "")));
        return names;
    }

    /** Why nodes will not do for a resource, as {@code vm:100}. */
    Map<String, String> refused(String sid) {
        return byResource.getOrDefault(sid, Map.of());
    }
}
