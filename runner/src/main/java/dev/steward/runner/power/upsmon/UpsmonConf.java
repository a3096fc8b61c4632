package dev.steward.runner.power.upsmon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An upsmon.conf as upsmon reads it; what it does not say has upsmon's own value. Passwords are left out.
 *
 * @param monitors the UPSes it watches
 * @param shutdown SHUTDOWNCMD; empty: none
 * @param notifyCommand NOTIFYCMD; empty: none
 * @param flags NOTIFYFLAG by type; a type that is not named has SYSLOG and WALL
 * @param minSupplies MINSUPPLIES
 * @param hostSync HOSTSYNC
 * @param finalDelay FINALDELAY
 */
public record UpsmonConf(
        List<Monitor> monitors,
        Optional<String> shutdown,
        Optional<String> notifyCommand,
        Map<String, Set<String>> flags,
        int minSupplies,
        Duration hostSync,
        Duration finalDelay) {

    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|#.*|[^\\s\"#]+");

    public UpsmonConf {
        monitors = List.copyOf(monitors);
        flags = Map.copyOf(flags);
    }

    /**
     * A MONITOR line.
     *
     * @param system as {@code cyberpower@localhost}
     * @param power its power value; 0: only watched
     * @param primary whether it is the one that tells the UPS to cut the power
     */
    public record Monitor(String system, int power, boolean primary) {}

    /** Of a file's text; lines that upsmon would not understand are passed over. */
    public static UpsmonConf of(String text) {
        List<Monitor> monitors = new ArrayList<>();
        Map<String, Set<String>> flags = new LinkedHashMap<>();
        Map<String, String> plain = new LinkedHashMap<>();
        for (String line : text.split("\r?\n")) {
            List<String> words = words(line);
            if (words.size() < 2) {
                continue;
            }
            switch (words.get(0).toUpperCase(Locale.ROOT)) {
                case "MONITOR" -> {
                    if (words.size() >= 6) {
                        monitors.add(new Monitor(
                                words.get(1),
                                (int) number(words.get(2), 1),
                                words.get(5).matches("(?i)primary|master")));
                    }
                }
                case "NOTIFYFLAG" -> {
                    if (words.size() >= 3) {
                        flags.put(words.get(1), Set.of(words.get(2).split("\\+")));
                    }
                }
                default -> plain.put(words.get(0).toUpperCase(Locale.ROOT), words.get(1));
            }
        }
        return new UpsmonConf(
                monitors,
                Optional.ofNullable(plain.get("SHUTDOWNCMD")),
                Optional.ofNullable(plain.get("NOTIFYCMD")),
                flags,
                (int) number(plain.getOrDefault("MINSUPPLIES", ""), 1),
                Duration.ofSeconds(number(plain.getOrDefault("HOSTSYNC", ""), 15)),
                Duration.ofSeconds(number(plain.getOrDefault("FINALDELAY", ""), 5)));
    }

    /** Whether NOTIFYCMD is called for a type. */
    public boolean calls(String type) {
        return notifyCommand.isPresent() && flags.getOrDefault(type, Set.of()).contains("EXEC");
    }

    /** Whether it shuts this host down when the battery is low. */
    public boolean shutsDown() {
        return monitors.stream().anyMatch(monitor -> monitor.power() > 0)
                && shutdown.filter(command -> !command.strip().matches("(/usr)?(/bin/)?true|:|"))
                        .isPresent();
    }

    private static long number(String text, long otherwise) {
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : otherwise;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find() && !matcher.group().startsWith("#")) {
            words.add(
                    matcher.group(1) == null
                            ? matcher.group()
                            : matcher.group(1).replaceAll("\\\\(.)", "$1"));
        }
        return words;
    }
}
