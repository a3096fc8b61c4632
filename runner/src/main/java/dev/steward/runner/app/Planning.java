package dev.steward.runner.app;

import dev.steward.runner.config.ScheduleConfig;
import dev.steward.runner.schedule.Fire;
import dev.steward.runner.schedule.Schedule;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Schedules and fires in the words that pages and commands show. */
final class Planning {

    private static final DateTimeFormatter FIRE =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss xxx VV", Locale.ROOT);

    private Planning() {}

    static ScheduleDesk.Planned of(Schedule schedule) {
        ScheduleConfig config = schedule.config();
        return new ScheduleDesk.Planned(
                schedule.name(),
                config.playbook(),
                config.cron(),
                schedule.zone().getId(),
                misfire(config),
                clockChange(config)
                        + config.mustEndBy()
                                .map(clock -> "; a host that would not be done by " + clock + " does not begin")
                                .orElse("")
                        + config.runner()
                                .map(label -> "; only servers with the label " + label + " run it")
                                .orElse(""),
                config.overlap() == ScheduleConfig.Overlap.ALLOW,
                config.mustEndBy().map(Object::toString),
                schedule.pause().map(pause -> new ScheduleDesk.Pause(pause.by(), pause.since())),
                schedule.silent(),
                schedule.next());
    }

    private static String misfire(ScheduleConfig config) {
        return switch (config.misfire()) {
            case SKIP -> "a missed fire is recorded, not made up";
            case ONCE -> "the last missed fire is made up at start";
            case ALL -> "up to " + config.catchUp() + " missed fires are made up at start";
        };
    }

    private static String clockChange(ScheduleConfig config) {
        String gap = config.gap()
                .map(rule -> rule == ScheduleConfig.Gap.SHIFT
                        ? "a skipped time fires at the end of the gap"
                        : "a skipped time does not fire")
                .orElse("a skipped time fires at the end of the gap");
        String doubled = config.doubled()
                .map(rule -> "of a doubled time " + rule.name().toLowerCase(java.util.Locale.ROOT) + " fires")
                .orElse("of a doubled time the first fires");
        return gap + "; " + doubled;
    }

    static ScheduleDesk.Fire of(Fire fire, ZoneId zone) {
        return new ScheduleDesk.Fire(fire.at().atZone(zone), mark(fire));
    }

    private static Optional<String> mark(Fire fire) {
        String local = fire.local().toLocalTime().toString();
        return switch (fire.mark()) {
            case PLAIN -> Optional.empty();
            case SHIFTED -> Optional.of("shifted: " + local + " does not exist that day");
            case SKIPPED -> Optional.of("skipped: " + local + " does not exist that day");
            case FIRST -> Optional.of("the first of two " + local + " that day");
            case SECOND -> Optional.of("the second of two " + local + " that day");
            case LEFT_OUT -> Optional.of("does not fire: " + local + " comes twice that day");
        };
    }

    /** As plain data for commands. */
    static List<Map<String, Object>> facts(List<ScheduleDesk.Fire> fires) {
        return fires.stream().map(Planning::facts).toList();
    }

    private static Map<String, Object> facts(ScheduleDesk.Fire fire) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("at", FIRE.format(fire.at()));
        facts.put("instant", fire.at().toInstant().toString());
        facts.put("mark", fire.mark().orElse(""));
        return facts;
    }
}
