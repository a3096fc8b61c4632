package dev.steward.runner.store.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.store.row.Column;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** Reboots by the shipped playbook that nobody asked the desk for: a schedule, or a run by hand, asks by its parameters. */
final class RebootAsk {

    private static final String PLAYBOOK = "reboot-guests.groovy";
    private static final long USUAL_SECONDS = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As {@code 90s}, the way a run's parameters are kept. */
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})([smhd])");

    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private RebootAsk() {}

    /** Records one for a host that such a run is about to reboot, where there is none yet. */
    static void keep(Handle handle, PatchFold.Moment moment, String host) {
        boolean known =
                handle.select("select count(*) from reboot_request where run = ? and host = ?", moment.run(), host)
                                .mapTo(int.class)
                                .one()
                        > 0;
        if (!known) {
            handle.select(
                            "select playbook_file, parameters, options, cause_kind, cause_name from run where id = ?",
                            moment.run())
                    .mapToMap()
                    .findOne()
                    .filter(run -> text(run, "playbook_file").endsWith(PLAYBOOK)
                            && !text(run, "options").contains("\"check\":true"))
                    .ifPresent(run -> insert(handle, moment, host, run));
        }
    }

    private static String text(Map<String, Object> run, String column) {
        return String.valueOf(run.get(column));
    }

    private static void insert(Handle handle, PatchFold.Moment moment, String host, Map<String, Object> run) {
        JsonNode parameters = parameters(text(run, "parameters"));
        String by = text(run, "cause_kind").equals("schedule")
                ? "schedule " + text(run, "cause_name")
                : text(run, "cause_name");
        handle.execute(
                "insert into reboot_request (host, reason, requested_by, limit_seconds, status, run, message, created_at)"
                        + " values (?, ?, ?, ?, 'sent', ?, '', ?)",
                host,
                Column.cut(parameters.path("reason").asText(""), 1000),
                Column.cut(by, 200),
                limit(parameters.path("within")),
                moment.run(),
                moment.at());
    }

    private static JsonNode parameters(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // what a run was given is never a reason not to keep what it does
            return JSON.createObjectNode();
        }
    }

    private static long limit(JsonNode within) {
        Matcher said = TIME.matcher(within.asText(""));
        return within.isNumber()
                ? within.asLong()
                : Optional.of(said)
                        .filter(Matcher::matches)
                        .map(time -> UNITS.get(time.group(2))
                                .multipliedBy(Long.parseLong(time.group(1)))
                                .toSeconds())
                        .orElse(USUAL_SECONDS);
    }
}
