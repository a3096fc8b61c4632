package dev.steward.runner.schedule;

import dev.steward.runner.config.ScheduleConfig;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.schedule.ScheduleRefused.Problem;
import dev.steward.runner.store.ScheduleStore.ScheduleRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks definitions against themselves and each other. */
final class Definitions {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final List<ScheduleRow> known;
    private final EventJson json;

    Definitions(List<ScheduleRow> known, EventJson json) {
        this.known = known;
        this.json = json;
    }

    /** All that is wrong with the file's schedules, which replace those of earlier files. */
    List<Problem> file(Map<String, ScheduleConfig> fromFile) {
        List<Problem> problems = new ArrayList<>();
        Map<String, ScheduleConfig> before = new LinkedHashMap<>();
        known.stream().filter(row -> !row.fromFile()).forEach(row -> before.put(row.name(), config(row)));
        fromFile.forEach((name, config) -> {
            if (before.containsKey(name)) {
                problems.add(new Problem(
                        name, "", "a schedule '" + name + "' was made by hand already; delete it or rename this one"));
            }
            check(name, config, before, problems);
            before.put(name, config);
        });
        return problems;
    }

    /** All that is wrong with one schedule beside the others. */
    List<Problem> one(String name, ScheduleConfig config) {
        List<Problem> problems = new ArrayList<>();
        Map<String, ScheduleConfig> others = new LinkedHashMap<>();
        known.stream().filter(row -> !row.name().equals(name)).forEach(row -> others.put(row.name(), config(row)));
        check(name, config, others, problems);
        return problems;
    }

    private ScheduleConfig config(ScheduleRow row) {
        return json.value(row.definition(), ScheduleConfig.class);
    }

    private static void check(
            String name, ScheduleConfig config, Map<String, ScheduleConfig> others, List<Problem> problems) {
        if (!NAME.matcher(name).matches()) {
            problems.add(new Problem(
                    name, "", "'" + name + "' is no name; expected up to 100 letters, digits, dots, dashes"));
        }
        if (config.playbook() == null || config.playbook().isBlank()) {
            problems.add(new Problem(name, "playbook", "the playbook is missing"));
        }
        try {
            Cron.of(config.cron() == null ? "" : config.cron());
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(name, "cron", e.getMessage()));
        }
        others.forEach((other, theirs) -> {
            if (!other.equals(name) && sameTarget(config, theirs)) {
                problems.add(new Problem(
                        name,
                        "playbook",
                        "'" + other + "' runs " + config.playbook() + " on the same hosts already;"
                                + " change that one, or give this one another limit or inventory"));
            }
        });
    }

    /** A playbook on the same hosts has one schedule: a second one would be a second truth about when it runs. */
    private static boolean sameTarget(ScheduleConfig one, ScheduleConfig other) {
        return String.valueOf(one.playbook()).equals(other.playbook())
                && one.inventory().equals(other.inventory())
                && one.limit().equals(other.limit());
    }
}
