package dev.steward.runner.app.patch;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.app.patch.PatchRefused.Kind;
import dev.steward.runner.event.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a wish as the command line and the API send it: strictly, with every problem at once. */
public final class WishReader {

    /** What the playbook takes as it is. */
    private static final List<String> VARS = List.of(
            "exclude",
            "securityOnly",
            "protect",
            "backupTo",
            "keep",
            "rollback",
            "stopped",
            "verifyUnits",
            "verifyPorts",
            "verifyUrls",
            "verifyCommands",
            "verifyWithin",
            "within",
            "autoReboot",
            "canary",
            "stopAt");

    private static final List<String> OWN =
            List.of("mode", "targets", "target", "node", "concurrency", "timeout", "unchecked", "reason", "onBattery");
    private static final List<String> MODES = List.of("check", "dry-run", "apply");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(s|m|h|)");
    private static final int HOSTS = 1_000;

    private final Map<String, Object> said;
    private final List<String> problems = new ArrayList<>();

    private WishReader(Map<String, Object> said) {
        this.said = said;
    }

    /** All fields that a wish may have. */
    public static Set<String> fields() {
        Set<String> fields = new TreeSet<>(VARS);
        fields.addAll(OWN);
        return fields;
    }

    /**
     * A wish.
     *
     * @param said by field
     * @param cause who asks
     * @throws PatchRefused with all that cannot be understood
     */
    public static PatchWish of(Map<String, Object> said, Cause cause) throws PatchRefused {
        return new WishReader(said).read(cause);
    }

    private PatchWish read(Cause cause) throws PatchRefused {
        Set<String> fields = fields();
        said.keySet().stream()
                .filter(name -> !fields.contains(name))
                .sorted()
                .forEach(name -> problems.add("unknown field '" + name + "'"
                        + Suggestion.question(name, fields)
                                .map(next -> "; " + next)
                                .orElse("; the fields are " + String.join(", ", fields))));
        PatchWish.Mode mode = mode();
        List<String> targets = new ArrayList<>(texts("targets"));
        text("target").ifPresent(targets::add);
        if (targets.isEmpty()) {
            problems.add("'targets' is missing: hosts, groups or patterns of the inventory, ids of guests, or 'all'");
        }
        Map<String, Object> vars = new LinkedHashMap<>();
        VARS.stream()
                .filter(said::containsKey)
                .filter(name -> said.get(name) != null)
                .forEach(name -> vars.put(name, said.get(name)));
        PatchWish.How how = new PatchWish.How(
                concurrency(),
                duration("timeout"),
                flag("unchecked"),
                text("reason").orElse(""),
                text("onBattery"));
        Optional<String> node = text("node");
        if (!problems.isEmpty()) {
            throw new PatchRefused(Kind.WRONG, problems);
        }
        return new PatchWish(mode, targets, node, vars, how, cause);
    }

    private PatchWish.Mode mode() {
        Optional<String> word = text("mode");
        if (word.isEmpty()) {
            problems.add("'mode' is missing: check (or dry-run) finds out what would be done, apply does it");
        } else if (!MODES.contains(word.get())) {
            problems.add("'" + word.get() + "' is no mode; expected check (or dry-run) or apply"
                    + Suggestion.question(word.get(), MODES)
                            .map(next -> "; " + next)
                            .orElse(""));
        }
        return word.filter("apply"::equals).isPresent() ? PatchWish.Mode.APPLY : PatchWish.Mode.CHECK;
    }

    private Optional<Integer> concurrency() {
        Object value = said.get("concurrency");
        if (value == null) {
            return Optional.empty();
        }
        if ((value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= 1
                && ((Number) value).longValue() <= HOSTS) {
            return Optional.of(((Number) value).intValue());
        }
        problems.add("'concurrency' is " + value + "; expected a whole number from 1 to " + HOSTS);
        return Optional.empty();
    }

    /** Seconds as a number, or a text as 30m. */
    private Optional<Duration> duration(String name) {
        Object value = said.get(name);
        if (value == null) {
            return Optional.empty();
        }
        Matcher match = DURATION.matcher(String.valueOf(value));
        if (match.matches()) {
            long number = Long.parseLong(match.group(1));
            Duration duration =
                    switch (match.group(2)) {
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofSeconds(number);
                    };
            if (duration.toSeconds() >= 1) {
                return Optional.of(duration);
            }
        }
        problems.add("'" + name + "' is " + value + "; expected seconds, or a time such as 30m");
        return Optional.empty();
    }

    private boolean flag(String name) {
        Object value = said.get(name);
        if (value != null && !(value instanceof Boolean)) {
            problems.add("'" + name + "' is " + value + "; expected true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    private Optional<String> text(String name) {
        Object value = said.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text) || text.isBlank()) {
            problems.add("'" + name + "' must be a text that is not empty");
            return Optional.empty();
        }
        return Optional.of(text.strip());
    }

    private List<String> texts(String name) {
        Object value = said.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof String text && !text.isBlank()) {
            return List.of(text.strip());
        }
        if (!(value instanceof List<?> list)
                || !list.stream().allMatch(one -> one instanceof String text && !text.isBlank())) {
            problems.add("'" + name + "' must be a list of texts, none of them empty");
            return List.of();
        }
        return list.stream().map(one -> String.valueOf(one).strip()).toList();
    }
}
