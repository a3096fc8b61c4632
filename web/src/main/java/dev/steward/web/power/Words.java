package dev.steward.web.power;

import dev.steward.runner.power.PowerState;
import dev.steward.web.estate.Links;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Power in the words of people. */
final class Words {

    private Words() {}

    /** As 45 s, 7 min, 7 min 12 s, 1 h 05 min. */
    static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            long rest = seconds % 60;
            return seconds / 60 + " min" + (rest == 0 ? "" : " " + two(rest) + " s");
        }
        return seconds / 3600 + " h " + two(seconds / 60 % 60) + " min";
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }

    /** Without a fraction. */
    static String percent(double value) {
        return Math.round(value) + " %";
    }

    /** The sign beside a state. */
    static String sign(PowerState state, boolean outage) {
        return switch (state) {
            case ONLINE -> "ok";
            case ON_BATTERY -> "maintenance";
            case SHEDDING, COMMITTED -> outage ? "failed" : "maintenance";
            case RECOVERING -> "running";
            case UNKNOWN -> "unknown";
        };
    }

    static String of(PowerState state) {
        return switch (state) {
            case ONLINE -> "On mains";
            case ON_BATTERY -> "On battery";
            case SHEDDING -> "Outage: shutting down in order";
            case COMMITTED -> "Outage: past the point of no return";
            case RECOVERING -> "Power is back: bringing everything back";
            case UNKNOWN -> "Not known";
        };
    }

    /** The same under a heading that says that an outage is on. */
    static String under(PowerState state) {
        String words = of(state).replaceFirst("^Outage: ", "");
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** NUT's tokens of a status in words; what is not known here stays as it is. */
    static String status(Optional<String> tokens) {
        if (tokens.isEmpty()) {
            return "not known";
        }
        StringBuilder words = new StringBuilder();
        for (String token : tokens.get().split(" +")) {
            words.append(words.isEmpty() ? "" : ", ").append(word(token));
        }
        return words.toString();
    }

    private static String word(String token) {
        return switch (token) {
            case "OL" -> "on mains";
            case "OB" -> "on battery";
            case "LB" -> "battery low";
            case "RB" -> "replace the battery";
            case "CHRG" -> "charging";
            case "DISCHRG" -> "discharging";
            case "FSD" -> "forced shutdown";
            case "BYPASS" -> "bypass";
            case "CAL" -> "calibrating";
            case "OFF" -> "off";
            case "OVER" -> "overloaded";
            case "TRIM" -> "trimming voltage";
            case "BOOST" -> "boosting voltage";
            case "ALARM" -> "alarm";
            default -> token;
        };
    }

    /** The page of a UPS. */
    static String page(String ups) {
        return "/power/upses/" + Links.segment(ups);
    }
}
