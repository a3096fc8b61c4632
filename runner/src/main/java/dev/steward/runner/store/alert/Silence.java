package dev.steward.runner.store.alert;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What people do not want to be told for a while.
 *
 * @param id its number
 * @param kind the word of an alert's or notice's kind; {@code *} for every alert
 * @param subject a pattern of what it is about, with {@code *} for anything, as {@code node/pve*}
 * @param reason for people
 * @param by who made it
 * @param made when
 * @param until it holds
 * @param ended when somebody ended it sooner, and who
 */
public record Silence(
        long id,
        String kind,
        String subject,
        String reason,
        String by,
        Instant made,
        Instant until,
        Optional<Ended> ended) {

    /** Ended before its time. */
    public record Ended(Instant at, String by) {}

    /** Whether it holds at a moment. */
    public boolean holds(Instant now) {
        return ended.isEmpty() && now.isBefore(until);
    }

    /** Whether it is about an alert. */
    public boolean covers(Alert alert) {
        return covers(alert.kind(), alert.cluster(), alert.subject());
    }

    /** Whether it is about alerts of a kind, of something in a cluster. */
    public boolean covers(String alertKind, String cluster, String what) {
        return (kind.equals("*") || kind.equals(alertKind)) && matches(subject, cluster, what);
    }

    /** Whether it is about a notice of a kind that is no alert; an asterisk as its kind means alerts only. */
    public boolean covers(String noticeKind, String about) {
        return kind.equals(noticeKind) && (matches(subject, about));
    }

    /** Whether a pattern names something in a cluster, with or without the cluster's name before it. */
    public static boolean matches(String pattern, String cluster, String subject) {
        return matches(pattern, subject) || matches(pattern, cluster + "/" + subject) || pattern.equals(cluster);
    }

    private static boolean matches(String pattern, String text) {
        StringBuilder expression = new StringBuilder();
        for (String part : pattern.split("\\*", -1)) {
            expression.append(expression.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(expression.toString(), Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .matches();
    }
}
