package dev.steward.runner.outage.rehearsal;

import dev.steward.runner.lab.ups.UpsScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outages that can be played by name, and those of a file. */
public final class Scenarios {

    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final long LONGEST_BYTES = 1 << 20;
    private static final Duration BATTERY = Duration.ofMinutes(44);
    private static final String LOW =
            Drain.ONLINE + "TIMER 60\nups.status: OB LB DISCHRG\nbattery.charge: 9\nbattery.runtime: 130\n";

    /** By name, in the order they are offered. */
    public static final Map<String, Scenario> NAMED = named();

    private Scenarios() {}

    /**
     * A scenario by its name, or of a {@code .seq} or {@code .dev} file as NUT's dummy-ups reads it.
     *
     * @throws IllegalArgumentException in words for the operator
     */
    public static Scenario of(String said) {
        Scenario named = NAMED.get(said);
        if (named != null) {
            return named;
        }
        if (!said.endsWith(".seq") && !said.endsWith(".dev")) {
            throw new IllegalArgumentException("There is no scenario '" + said + "'. There are "
                    + String.join(", ", NAMED.keySet()) + "; or name a .seq file as NUT's dummy-ups reads it.");
        }
        Path file = Path.of(said);
        try {
            if (Files.isRegularFile(file) && Files.size(file) > LONGEST_BYTES) {
                throw new IllegalArgumentException(said + " is longer than 1 MiB; that is no scenario.");
            }
            return new Scenario(
                    "as in " + file.getFileName(), UpsScript.read(file).once(), List.of());
        } catch (IOException e) {
            throw new IllegalArgumentException("The file " + said + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, Scenario> named() {
        Map<String, Scenario> all = new LinkedHashMap<>();
        all.put("long-outage", of("the mains is gone for 40 minutes, until the battery is low", gone(2400)));
        all.put("short-dip", of("the mains is gone for 20 seconds", gone(20).mains()));
        all.put(
                "power-back",
                of("the mains is back after 7 minutes, and stays", gone(420).mains()));
        all.put("flapping", of("the mains comes and goes every 15 seconds for 6 minutes, then stays", flapping()));
        all.put("comm-loss", silent());
        all.put(
                "low-battery",
                new Scenario("the battery is low at once", UpsScript.of("low-battery.dev", LOW), List.of()));
        return Collections.unmodifiableMap(all);
    }

    private static Scenario of(String words, Drain drain) {
        return new Scenario(words, drain.script(), List.of());
    }

    private static Drain gone(long seconds) {
        return new Drain(BATTERY).until(Duration.ofSeconds(seconds));
    }

    private static Scenario silent() {
        Duration half = Duration.ofMinutes(30);
        return new Scenario(
                "two minutes into an outage the UPS does not answer any more",
                new Drain(half).until(half).script(),
                List.of(new Scenario.Silence(Drain.BEFORE.plusMinutes(2), FOR_EVER)));
    }

    private static Drain flapping() {
        Drain drain = new Drain(BATTERY);
        for (int minute = 0; minute < 12; minute++) {
            drain.until(Duration.ofSeconds(30L * minute + 15)).mains().rest(Duration.ofSeconds(15));
        }
        return drain;
    }
}
