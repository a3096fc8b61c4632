package dev.steward.runner.alert;

import dev.steward.runner.config.alert.StateRule;
import dev.steward.runner.power.UpsReading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether UPSes are seen. Power protection tells both edges itself; what is seen here mends the list where an edge never came to it: it
 * happened while there was no database, or the UPS is not configured any more. It is slower than the edges, so as not to come first.
 */
public final class UpsSigns {

    static final StateRule RULE = new StateRule(true, Duration.ofMinutes(2), Duration.ofMinutes(1));

    private UpsSigns() {}

    /**
     * What readings say.
     *
     * @param readings by configured name; none: nothing is known yet, or no UPS is configured
     * @param configured whether any is
     */
    public static Looked of(Map<String, UpsReading> readings, boolean configured) {
        if (configured && readings.isEmpty()) {
            return Looked.NOTHING;
        }
        List<Sign> signs = readings.entrySet().stream()
                .map(one -> sign(one.getKey(), one.getValue()))
                .toList();
        return new Looked(signs, Set.of(Looked.all(AlertKind.UPS, Sign.OWN)));
    }

    private static Sign sign(String ups, UpsReading reading) {
        String subject = "ups/" + ups;
        return reading instanceof UpsReading.Silent silent
                ? Sign.own(AlertKind.UPS, subject, Sign.Level.BAD, ups + " cannot be seen: " + silent.message(), "")
                : Sign.own(AlertKind.UPS, subject, Sign.Level.GOOD, ups + " answers again", "");
    }
}
