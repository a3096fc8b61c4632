package dev.steward.runner.app.approve;

import dev.steward.runner.event.EventJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a plan is bound to, by name: its texts and files, its vars, its options, the hosts of each play and their variables. A
 * value is short and shown, or begins with # and is a digest. Secrets are masked before they come here, so another secret
 * is no other plan.
 */
final class Marks {

    private static final EventJson JSON = new EventJson();
    /** How far it reaches beyond its hosts, as it is told; {@link #APART} between sentences. */
    static final String REACH = "reach";
    /** Stands between sentences. */
    static final String APART = "; ";

    private static final int SHORT = 80;
    private static final int TOLD = 12;

    private Marks() {}

    static Map<String, String> of(Drawn drawn) {
        Map<String, String> marks = new TreeMap<>();
        drawn.run()
                .sources()
                .forEach(source -> marks.put(
                        "playbook text " + name(source.file()),
                        digest(source.text().getBytes(StandardCharsets.UTF_8))));
        if (!drawn.reach().isEmpty()) {
            marks.put(REACH, String.join(APART, drawn.reach()));
        }
        marks.putAll(Brought.of(drawn.plan(), drawn.folder()));
        drawn.run().parameters().forEach((name, value) -> marks.put("variable " + name, value(value)));
        drawn.run().options().forEach((name, value) -> {
            if (!name.equals("given") && !name.equals("approval")) {
                marks.put("option " + name, value(value));
            }
        });
        drawn.byPlay()
                .forEach((play, hosts) -> marks.put("hosts of play '" + play + "'", value(String.join(", ", hosts))));
        drawn.hosts().stream().flatMap(List::stream).distinct().forEach(host -> drawn.estate()
                .hosts()
                .getOrDefault(host, Map.of())
                .forEach((name, value) -> marks.put("variable " + name + " of host " + host, value(value))));
        return marks;
    }

    private static String name(String file) {
        return String.valueOf(Path.of(file).getFileName());
    }

    /** Plain data in a short form; a long one as a digest. */
    static String value(Object value) {
        String text = value instanceof String said ? said : JSON.text(value);
        return text.length() <= SHORT ? text : digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static String digest(byte[] bytes) {
        return "#" + sha256(bytes).substring(0, 32);
    }

    /** SHA-256 in hex. */
    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String json(Map<String, String> marks) {
        return JSON.text(new TreeMap<>(marks));
    }

    static Map<String, String> read(String json) {
        Map<String, String> marks = new TreeMap<>();
        JSON.map(json).forEach((name, value) -> marks.put(name, String.valueOf(value)));
        return marks;
    }

    /** One digest over all of them, which the approval is for. */
    static String whole(String json) {
        return sha256(json.getBytes(StandardCharsets.UTF_8));
    }

    /** What is another since, a line each; none: nothing. */
    static List<String> changes(Map<String, String> then, Map<String, String> now) {
        TreeSet<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            if (!then.getOrDefault(name, "").equals(now.getOrDefault(name, ""))
                    || then.containsKey(name) != now.containsKey(name)) {
                changes.add(change(name, then.get(name), now.get(name)));
            }
        }
        if (changes.size() <= TOLD) {
            return changes;
        }
        List<String> told = new ArrayList<>(changes.subList(0, TOLD));
        told.add("and " + (changes.size() - TOLD) + " more");
        return told;
    }

    private static String change(String name, String then, String now) {
        if (now == null) {
            return name + " is gone";
        } else if (then == null) {
            return name + " is new" + (now.startsWith("#") ? "" : ": " + shown(now));
        }
        if (then.startsWith(Said.CHANGE) && now.startsWith(Said.CHANGE)) {
            return name + " would change something else";
        }
        boolean hidden = then.startsWith("#") || now.startsWith("#");
        return name + (hidden ? " changed" : " was " + shown(then) + ", is " + shown(now));
    }

    private static String shown(String value) {
        String words = value.startsWith(Said.CHANGE) ? Said.CHANGE : value;
        return words.isEmpty() ? "nothing" : "'" + words + "'";
    }
}
