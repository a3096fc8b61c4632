package dev.steward.runner.metrics;

import dev.steward.runner.metrics.form.Families;
import dev.steward.runner.metrics.form.Family;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The UPSes under the names of nut_exporter (https://github.com/DRuggeri/nut_exporter), with the label {@code ups} more: one
 * scrape tells of all. What a UPS that does not answer once said is not told again.
 */
final class UpsMetrics {

    private static final String PREFIX = "network_ups_tools_";

    /** Those that are told as 0 where they are not set, as nut_exporter does. */
    private static final List<String> FLAGS = List.of(
            "OL", "OB", "LB", "HB", "RB", "CHRG", "DISCHRG", "BYPASS", "CAL", "OFF", "OVER", "TRIM", "BOOST", "FSD",
            "SD");

    private static final List<String> DEVICE =
            List.of("model", "mfr", "serial", "type", "description", "contact", "location", "part", "macaddr");

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}(\\.\\d{1,18})?");

    private final Families families;

    private UpsMetrics(Families families) {
        this.families = families;
    }

    /** Tells of UPSes by their configured names. */
    static void tell(Families families, Map<String, UpsReading> upses) {
        new UpsMetrics(families).all(new TreeMap<>(upses));
    }

    private void all(Map<String, UpsReading> upses) {
        Family up = families.gauge("steward_ups_up", "1 where a UPS answers, 0 where nothing is known of it.");
        upses.forEach((name, reading) -> {
            up.add(reading instanceof UpsReading.Answered, "ups", name);
            if (reading instanceof UpsReading.Answered answered) {
                answered(name, answered.status());
            }
        });
    }

    private void answered(String ups, UpsStatus status) {
        new TreeMap<>(status.variables()).forEach((variable, value) -> {
            if (!variable.equals("ups.status")) {
                family(variable).add(number(value), "ups", ups);
            }
        });
        Family flags = families.gauge(PREFIX + "ups_status", "Flags of the status (ups.status), 1 where it is set.");
        FLAGS.forEach(flag -> flags.add(0, "ups", ups, "flag", flag));
        new TreeSet<>(status.tokens()).forEach(flag -> flags.add(1, "ups", ups, "flag", flag));
        device(ups, status.variables());
    }

    private Family family(String variable) {
        return families.gauge(PREFIX + variable.replaceAll("[^a-zA-Z0-9_]", "_"), "What NUT says of " + variable + ".");
    }

    private void device(String ups, Map<String, String> variables) {
        List<String> labels = new ArrayList<>(List.of("ups", ups));
        for (String name : DEVICE) {
            labels.add(name);
            labels.add(variables.getOrDefault("device." + name, ""));
        }
        families.gauge(PREFIX + "device_info", "The device as it names itself.").add(1, labels.toArray(String[]::new));
    }

    /** A number, or a switch as 1 or 0; a text has none. */
    private static OptionalDouble number(String value) {
        String text = value.strip();
        if (text.equals("enabled") || text.equals("disabled")) {
            return OptionalDouble.of(text.equals("enabled") ? 1 : 0);
        }
        return NUMBER.matcher(text).matches() ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
    }
}
