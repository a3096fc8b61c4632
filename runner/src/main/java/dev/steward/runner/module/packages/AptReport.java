package dev.steward.runner.module.packages;

import dev.steward.runner.event.Diff;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.script.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the answer of the apt script into facts: packages before and after, and what is left. */
final class AptReport {

    /** apt-get's last line of a plan. */
    private static final Pattern SUMMARY = Pattern.compile(
            "\\b(\\d{1,9}) upgraded, (\\d{1,9}) newly installed,.* (\\d{1,9}) to remove and (\\d{1,9}) not upgraded\\.");

    /** A line of apt-get -s: {@code Inst name [old] (new origin [arch])}, {@code Remv name [old]}. */
    private static final Pattern PLANNED =
            Pattern.compile("(Inst|Remv|Purg) (\\S+)(?: \\[(\\S+)\\])?(?: \\((\\S+).*)?.*");

    private final Answer answer;
    private final boolean check;

    AptReport(Answer answer, boolean check) {
        this.answer = answer;
        this.check = check;
    }

    /** What changed, or would change, by name. */
    List<Change> changes() {
        return check ? planned() : done();
    }

    private List<Change> planned() {
        Map<String, Change> changes = new TreeMap<>();
        for (String line : answer.texts("plan")) {
            Matcher m = PLANNED.matcher(line);
            if (m.matches()) {
                String from = Optional.ofNullable(m.group(3)).orElse("");
                String to = m.group(1).equals("Inst")
                        ? Optional.ofNullable(m.group(4)).orElse("")
                        : "";
                changes.put(m.group(2), new Change(m.group(2), from, to));
            }
        }
        return List.copyOf(changes.values());
    }

    private List<Change> done() {
        return Change.between(answer.texts("before"), answer.texts("after"));
    }

    /** How many packages have a newer version than the installed one; empty where nothing counted them. */
    Optional<Long> upgradable() {
        String line = answer.has("left") ? answer.text("left") : answer.text("summary");
        Matcher m = SUMMARY.matcher(line.strip());
        if (!m.find()) {
            return Optional.empty();
        }
        boolean pending = check || answer.has("left");
        return Optional.of(Long.parseLong(m.group(4)) + (pending ? Long.parseLong(m.group(1)) : 0));
    }

    /** The properties of the result. */
    Outcome told(Outcome outcome, boolean diff) {
        List<Change> changes = changes();
        Outcome told = outcome.with(
                        "packages", changes.stream().map(Change::data).collect(Collectors.toList()))
                .with("upgradable", upgradable().orElse(null))
                .with("held", distinct("held"))
                .with("keptBack", distinct("keptBack"))
                .with("rebootRequired", answer.flag("rebootRequired"))
                .with("rebootPackages", distinct("rebootPackage"))
                .with("cacheUpdated", answer.flag("cacheUpdated") && !check);
        return diff && !changes.isEmpty() ? told.with(List.of(diff(changes))) : told;
    }

    private List<String> distinct(String key) {
        return answer.texts(key).stream().distinct().toList();
    }

    private static Diff diff(List<Change> changes) {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (Change change : changes) {
            before.append(change.from().isEmpty() ? "" : change.name() + " " + change.from() + "\n");
            after.append(change.to().isEmpty() ? "" : change.name() + " " + change.to() + "\n");
        }
        return new Diff("packages", before.toString(), after.toString());
    }

    /** As "2 upgraded, 1 installed (would be)". */
    String summary() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String action : new ArrayList<>(List.of("upgraded", "installed", "removed", "configured"))) {
            long count =
                    changes().stream().filter(c -> c.action().equals(action)).count();
            if (count > 0) {
                counts.put(action, count);
            }
        }
        return counts.entrySet().stream()
                .map(e -> e.getValue() + (check ? " to be " : " ") + e.getKey())
                .collect(Collectors.joining(", "));
    }
}
