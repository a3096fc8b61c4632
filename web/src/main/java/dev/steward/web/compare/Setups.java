package dev.steward.web.compare;

import dev.steward.runner.event.Diff;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunDetail;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.DiffLines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What two runs were made from: scripts, values, inventory. */
final class Setups {

    private static final int MOST = 100;

    private final RunQueries queries;
    private final EventJson json;

    Setups(RunQueries queries, EventJson json) {
        this.queries = queries;
        this.json = json;
    }

    Comparison.Setup of(Run now, Run then) {
        RunDetail here = queries.detail(now.id()).orElseThrow();
        RunDetail there = queries.detail(then.id()).orElseThrow();
        List<Comparison.Value> values = new ArrayList<>();
        values(values, "", then.parameters(), now.parameters());
        values(values, "option ", plain(then.options()), plain(now.options()));
        return new Comparison.Setup(texts(here, there), values, inventory(here, there));
    }

    /** What was given by hand is among the vars already. */
    private static Map<String, Object> plain(Map<String, Object> options) {
        Map<String, Object> plain = new LinkedHashMap<>(options);
        plain.remove("given");
        return plain;
    }

    private List<Comparison.TextChange> texts(RunDetail now, RunDetail then) {
        Map<String, String> here = shas(now);
        Map<String, String> there = shas(then);
        TreeSet<String> files = new TreeSet<>(here.keySet());
        files.addAll(there.keySet());
        List<Comparison.TextChange> changes = new ArrayList<>();
        for (String file : files) {
            if (!here.getOrDefault(file, "").equals(there.getOrDefault(file, ""))) {
                Diff diff = new Diff(file, text(there.get(file)), text(here.get(file)));
                changes.add(new Comparison.TextChange(file, DiffLines.of(diff)));
            }
        }
        return changes;
    }

    private static Map<String, String> shas(RunDetail detail) {
        Map<String, String> shas = new LinkedHashMap<>();
        detail.sources().forEach(source -> shas.put(source.file(), source.sha256()));
        return shas;
    }

    private String text(String sha) {
        return sha == null ? "" : queries.text(sha).orElse("");
    }

    private List<Comparison.Value> inventory(RunDetail now, RunDetail then) {
        if (now.inventorySha().equals(then.inventorySha())) {
            return List.of();
        }
        List<Comparison.Value> values = new ArrayList<>();
        Map<String, Object> here = json.map(text(now.inventorySha()));
        Map<String, Object> there = json.map(text(then.inventorySha()));
        TreeSet<String> hosts = new TreeSet<>(here.keySet());
        hosts.addAll(there.keySet());
        for (String host : hosts) {
            Object left = there.get(host);
            Object right = here.get(host);
            if (left instanceof Map<?, ?> before && right instanceof Map<?, ?> after) {
                values(values, host + ": ", before, after);
            } else if (left == null ? right != null : !left.equals(right)) {
                values.add(new Comparison.Value(host, left == null ? "" : "in it", right == null ? "" : "in it"));
            }
        }
        return values.subList(0, Math.min(MOST, values.size()));
    }

    private void values(List<Comparison.Value> values, String prefix, Map<?, ?> then, Map<?, ?> now) {
        TreeSet<String> names = new TreeSet<>();
        then.keySet().forEach(name -> names.add(String.valueOf(name)));
        now.keySet().forEach(name -> names.add(String.valueOf(name)));
        for (String name : names) {
            String left = text(then.containsKey(name), then.get(name));
            String right = text(now.containsKey(name), now.get(name));
            if (!left.equals(right) && values.size() < MOST) {
                values.add(new Comparison.Value(prefix + name, left, right));
            }
        }
    }

    private String text(boolean there, Object value) {
        return there ? value instanceof String said ? said : json.text(value) : "";
    }
}
