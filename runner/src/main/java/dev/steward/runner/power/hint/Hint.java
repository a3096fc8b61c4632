package dev.steward.runner.power.hint;

import java.util.Optional;
import java.util.Set;

/**
 * What upsmon said. Anybody in the group {@code nut} can say it, so it wakes the poller and decides nothing.
 *
 * @param type a NOTIFYTYPE of upsmon, as {@code ONBATT}
 * @param ups as {@code cyberpower@localhost}; empty text where it is of the host
 * @param text the sentence; perhaps empty
 */
public record Hint(String type, String ups, String text) {

    /** upsmon(8) and clients/upsmon.h of NUT 2.8.5: what it may call NOTIFYCMD with. */
    static final Set<String> TYPES = Set.of(
            "ONLINE",
            "ONBATT",
            "LOWBATT",
            "FSD",
            "COMMOK",
            "COMMBAD",
            "SHUTDOWN",
            "SHUTDOWN_HOSTSYNC",
            "REPLBATT",
            "NOCOMM",
            "NOPARENT",
            "CAL",
            "NOTCAL",
            "OFF",
            "NOTOFF",
            "BYPASS",
            "NOTBYPASS",
            "ECO",
            "NOTECO",
            "ALARM",
            "NOTALARM",
            "OVER",
            "NOTOVER",
            "TRIM",
            "NOTTRIM",
            "BOOST",
            "NOTBOOST",
            "OTHER",
            "NOTOTHER",
            "SUSPEND_STARTING",
            "SUSPEND_FINISHED",
            "SUSPEND_TIMEJUMP_UNEXPECTED");

    /** Of a file's text; empty where it is none of ours. */
    static Optional<Hint> of(String file) {
        String type = "";
        String ups = "";
        String text = "";
        for (String line : file.split("\n", -1)) {
            int equals = line.indexOf('=');
            String value = equals < 0 ? "" : line.substring(equals + 1).replaceAll("\\p{Cntrl}", " ");
            switch (equals < 0 ? "" : line.substring(0, equals)) {
                case "type" -> type = value;
                case "ups" -> ups = value;
                case "text" -> text = value;
                default -> {
                    // the time is that of another clock; everything else is not ours
                }
            }
        }
        return TYPES.contains(type) ? Optional.of(new Hint(type, ups, text)) : Optional.empty();
    }
}
