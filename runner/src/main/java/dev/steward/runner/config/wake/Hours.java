package dev.steward.runner.config.wake;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times of day.
 *
 * @param spans each from its begin to its end, the end not included; one that ends before it begins goes over midnight
 */
public record Hours(List<Span> spans) {

    private static final Pattern SPAN = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)-([01]\\d|2[0-3]|24):([0-5]\\d)");

    /** From one time of day to another, which is not in it; one that ends before it begins goes over midnight. */
    public record Span(LocalTime from, LocalTime to) {

        /** Whether a time of day is in it. */
        public boolean holds(LocalTime time) {
            return from.isBefore(to)
                    ? !time.isBefore(from) && time.isBefore(to)
                    : !time.isBefore(from) || time.isBefore(to);
        }
    }

    public Hours {
        spans = List.copyOf(spans);
    }

    static Hours of(List<String> texts) {
        List<Span> spans = new ArrayList<>();
        for (String text : texts) {
            Matcher span = SPAN.matcher(text.strip());
            if (!span.matches() || (span.group(3).equals("24") && !span.group(4).equals("00"))) {
                throw new IllegalArgumentException(
                        "except has '" + text + "'; expected times of day such as '08:00-18:00'");
            }
            LocalTime from = LocalTime.of(Integer.parseInt(span.group(1)), Integer.parseInt(span.group(2)));
            LocalTime to = LocalTime.of(Integer.parseInt(span.group(3)) % 24, Integer.parseInt(span.group(4)));
            spans.add(new Span(from, to));
        }
        return new Hours(spans);
    }

    /** Whether a time is in one of them. */
    public boolean hold(LocalTime time) {
        return spans.stream().anyMatch(span -> span.holds(time));
    }
}
