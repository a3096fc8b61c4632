package dev.steward.runner.convert.semaphore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was given to {@code ansible-playbook} by Semaphore, as far as a schedule of ours says it too. */
final class Options {

    private static final String SKIP = "runs here name the tags they want (tags), not those they skip";

    private final List<String> limits = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private final Map<String, JsonNode> vars = new LinkedHashMap<>();
    private boolean check;
    private boolean diff;

    /** With everything another one says, which goes before. */
    Options with(Options more) {
        Options all = new Options();
        for (Options one : List.of(this, more)) {
            all.check |= one.check;
            all.diff |= one.diff;
            all.vars.putAll(one.vars);
        }
        all.limits.addAll(more.limits.isEmpty() ? limits : more.limits);
        all.tags.addAll(more.tags.isEmpty() ? tags : more.tags);
        return all;
    }

    Optional<String> limit() {
        return limits.isEmpty() ? Optional.empty() : Optional.of(String.join(",", limits));
    }

    List<String> tags() {
        return tags;
    }

    Map<String, JsonNode> vars() {
        return vars;
    }

    boolean check() {
        return check;
    }

    boolean diff() {
        return diff;
    }

    /** Reads limit, tags and the like of a template or of a schedule. */
    void params(Entry params) {
        limits.addAll(params.texts("limit"));
        tags.addAll(params.texts("tags"));
        check |= params.yes("dry_run");
        diff |= params.yes("diff");
        for (String free : List.of("limit", "tags", "skip_tags", "inventory")) {
            params.said("allow_override_" + free); // whoever may run a playbook here chooses these anyway
        }
        params.said("allow_debug");
        params.rest(Map.of("skip_tags", SKIP, "debug_level", "a run keeps all that was said; there are no levels"));
    }

    /** Reads a list of arguments, written as JSON in a text. */
    void arguments(Entry entry) {
        Optional<String> text = entry.text("arguments");
        if (text.isEmpty()) {
            return;
        }
        String path = entry.path("arguments");
        try {
            JsonNode read = Json.read(text.get());
            List<String> words = new ArrayList<>();
            read.forEach(word -> words.add(word.asText()));
            if (!read.isArray()) {
                entry.findings().problem(path, "expected a list of JSON in this text");
            }
            words(words, path, entry.findings());
        } catch (IllegalArgumentException e) {
            entry.findings().problem(path, e.getMessage());
        }
    }

    private void words(List<String> words, String path, Findings findings) {
        for (int i = 0; i < words.size(); i++) {
            String[] parts = words.get(i).split("[= ]", 2);
            boolean inside = words.get(i).startsWith("--") && parts.length == 2;
            String next = inside ? parts[1] : i + 1 < words.size() ? words.get(i + 1) : "";
            String at = path + "[" + i + "]";
            boolean took =
                    switch (parts[0]) {
                        case "--limit", "-l" -> limits.add(next);
                        case "--tags", "-t" -> tags.addAll(List.of(next.split(",")));
                        case "--extra-vars", "-e" -> extra(next, at, findings);
                        case "--check", "-C" -> !(check = true);
                        case "--diff", "-D" -> !(diff = true);
                        default -> {
                            findings.left(
                                    at,
                                    "the argument " + Findings.plain(parts[0]) + " has no counterpart in a schedule");
                            boolean value =
                                    i + 1 < words.size() && !words.get(i + 1).startsWith("-");
                            yield value && !inside;
                        }
                    };
            i += took && !inside ? 1 : 0;
        }
    }

    private boolean extra(String said, String at, Findings findings) {
        if (said.strip().startsWith("{")) {
            try {
                Json.read(said).properties().forEach(one -> vars.put(one.getKey(), one.getValue()));
            } catch (IllegalArgumentException e) {
                findings.left(at, "extra vars that are no JSON");
            }
            return true;
        }
        for (String pair : said.strip().split("\\s+")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                vars.put(pair.substring(0, equals), new TextNode(pair.substring(equals + 1)));
            } else {
                findings.left(at, "extra vars that are no name=value");
            }
        }
        return true;
    }
}
