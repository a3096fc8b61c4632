package dev.steward.runner.convert.semaphore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.steward.runner.convert.semaphore.Arguments.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was given to {@code ansible-playbook} by Semaphore, as far as a schedule of ours says it too. */
final class Options {

    private static final String SKIP = "runs here name the tags they want (tags), not those they skip";

    private final List<String> limits = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private final Map<String, JsonNode> vars = new LinkedHashMap<>();
    private boolean check;
    private boolean diff;
    private boolean unread;
    private Optional<String> argued = Optional.empty();

    /** With everything another one says, which goes before. */
    Options with(Options more) {
        Options all = new Options();
        for (Options one : List.of(this, more)) {
            all.check |= one.check;
            all.diff |= one.diff;
            all.unread |= one.unread;
            all.vars.putAll(one.vars);
        }
        all.limits.addAll(more.limits.isEmpty() ? limits : more.limits);
        all.argued = more.argued.or(() -> argued);
        all.tags.addAll(more.tags.isEmpty() ? tags : more.tags);
        return all;
    }

    /** Of several that were given as arguments the last counts, and goes before the limit of its own field. */
    Optional<String> limit() {
        return argued.or(() -> limits.isEmpty() ? Optional.empty() : Optional.of(String.join(",", limits)));
    }

    /** Whether something was left that decides which hosts, tasks or values are meant. */
    boolean isUnread() {
        return unread;
    }

    /** Notes that something of that kind was left elsewhere. */
    void leave() {
        unread = true;
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
        Set<String> left = params.rest(
                Map.of("skip_tags", SKIP, "debug_level", "a run keeps all that was said; there are no levels"));
        unread |= !Set.of("debug_level").containsAll(left);
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
            Arguments.of(words).forEach(one -> argument(one, path + "[" + one.at() + "]", entry.findings()));
        } catch (IllegalArgumentException e) {
            entry.findings().problem(path, e.getMessage());
        }
    }

    private void argument(Argument one, String at, Findings findings) {
        switch (one.name()) {
            case "--limit" -> argued = Optional.of(value(one, at, findings));
            case "--tags" -> tags.addAll(List.of(value(one, at, findings).split(",")));
            case "--extra-vars" -> extra(value(one, at, findings), at, findings);
            case "--check" -> check = true;
            case "--diff" -> diff = true;
            default -> {
                unread |= !one.isAside();
                findings.left(at, "the argument " + Findings.plain(one.name()) + " has no counterpart in a schedule");
            }
        }
    }

    private static String value(Argument one, String at, Findings findings) {
        if (one.value().filter(value -> !value.isBlank()).isEmpty()) {
            findings.problem(at, "behind " + one.name() + " comes nothing");
        }
        return one.value().orElse("");
    }

    private void extra(String said, String at, Findings findings) {
        if (said.strip().startsWith("{")) {
            try {
                Json.read(said).properties().forEach(one -> vars.put(one.getKey(), one.getValue()));
            } catch (IllegalArgumentException e) {
                unread = true;
                findings.left(at, "extra vars that are no JSON");
            }
            return;
        }
        for (String pair : said.strip().split("\\s+")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                vars.put(pair.substring(0, equals), new TextNode(pair.substring(equals + 1)));
            } else {
                unread = true;
                findings.left(at, "extra vars that are no name=value");
            }
        }
    }
}
