package dev.steward.runner.config.power;

import dev.steward.runner.config.follow.ManyProblems;
import dev.steward.runner.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How the house is kept when the mains fails. What is done then is written in the playbook {@code plan}.
 *
 * @param plan the power playbook, a file of the playbooks folder; empty: the UPSes are watched, and nothing is stopped
 * @param armed false: an outage is told, and nothing is stopped
 * @param ups by the names playbooks use; one at least
 * @param minSupplies how many of the UPSes that feed a host it needs; 1 where it is not named
 * @param poll between two questions to a UPS on mains, 1 s to 60 s
 * @param pollOnBattery the same on battery, 1 s to 30 s; a UPS that broke off is asked as often
 * @param deadTime a UPS that is silent is not taken for gone sooner, and no silence counts as time on battery sooner; 15 s to 10 min
 * @param warning charge in per cent on battery that is told
 * @param critical charge in per cent on battery at which an outage counts at once, however short it is
 * @param emergency charge in per cent on battery that opens every gate
 * @param stableFor mains must be back for so long before an outage that stopped nothing is over and its clock starts anew
 * @param flapping so long on battery in sum within 15 min counts as an outage, however short each dip was
 * @param offFor OFF must hold for so long: self-tests show it for seconds
 * @param calCap CAL hides an outage no longer than this: some drivers never take the flag back
 * @param forcedOnMains what is done when a UPS says FSD and OL from the first answer on, as it may while it charges after an outage
 * @param blind what holds while no answer comes
 * @param hints the folder where upsmon's NOTIFYCMD leaves its word
 * @param self where Steward itself runs
 * @param recovery how what was stopped comes back
 * @param margin per cent of the battery's runtime that no plan counts upon, 0 to 80
 * @param reserve of the runtime kept for switching machines off; empty: as long as that took in the past
 * @param watts what hosts draw, by name: how much longer the battery lasts without them is told then
 * @param eventLog a file on each node to which a dated line of each event of power is added; empty: none
 */
public record PowerConfig(
        Optional<String> plan,
        boolean armed,
        Map<String, UpsConfig> ups,
        Map<String, Object> minSupplies,
        Duration poll,
        Duration pollOnBattery,
        Duration deadTime,
        int warning,
        int critical,
        int emergency,
        Duration stableFor,
        Duration flapping,
        Duration offFor,
        Duration calCap,
        Forced forcedOnMains,
        BlindConfig blind,
        Path hints,
        SelfConfig self,
        RecoveryConfig recovery,
        int margin,
        Optional<Duration> reserve,
        Map<String, Object> watts,
        Optional<String> eventLog) {

    /** What FSD on mains means where it stood before Steward began to look. */
    public enum Forced {
        /** It is told, and nothing is stopped. */
        HOLD,
        /** Another primary gave the order: it is carried out. */
        ACT
    }

    /** UPSes must be said. */
    public static final PowerConfig DEFAULT = new PowerConfig(
            Optional.empty(),
            true,
            null,
            Map.of(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            30,
            20,
            10,
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofHours(2),
            Forced.HOLD,
            BlindConfig.DEFAULT,
            Path.of("/var/spool/steward/ups"),
            SelfConfig.DEFAULT,
            RecoveryConfig.DEFAULT,
            20,
            Optional.empty(),
            Map.of(),
            Optional.empty());

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]*";

    public PowerConfig {
        List<String> problems = new ArrayList<>();
        watts = Collections.unmodifiableMap(new LinkedHashMap<>(watts));
        minSupplies = Collections.unmodifiableMap(new LinkedHashMap<>(minSupplies));
        if (ups != null) {
            ups = Collections.unmodifiableMap(new LinkedHashMap<>(ups));
            names(ups, problems);
            feeds(ups, problems);
            supplies(ups, minSupplies, problems);
        }
        if (plan.filter(String::isBlank).isPresent()) {
            problems.add("plan is empty; expected a file of the playbooks folder such as ups-shutdown.groovy");
        }
        if (eventLog.filter(file -> !file.matches("/[^\\p{Cntrl}]*[^/\\p{Cntrl}]"))
                .isPresent()) {
            problems.add("eventLog is '" + eventLog.get()
                    + "'; expected a file on the nodes by its whole path, such as /var/log/ups-events.log");
        }
        within("poll", poll, "1s", "60s", problems);
        within("pollOnBattery", pollOnBattery, "1s", "30s", problems);
        within("deadTime", deadTime, "15s", "10m", problems);
        within("stableFor", stableFor, "1s", "30m", problems);
        within("flapping", flapping, "10s", "15m", problems);
        within("offFor", offFor, "5s", "10m", problems);
        within("calCap", calCap, "1m", "24h", problems);
        percentages(warning, critical, emergency, problems);
        if (margin < 0 || margin > 80) {
            problems.add("margin is " + margin + "; expected 0 to 80 per cent of the battery's runtime");
        }
        watts(watts, problems);
        if (!problems.isEmpty()) {
            throw new ManyProblems(problems);
        }
    }

    private static void watts(Map<String, Object> watts, List<String> problems) {
        watts.forEach((host, said) -> {
            if (!String.valueOf(said).matches("[1-9]\\d{0,5}")) {
                problems.add("watts has " + host + ": " + said + "; expected a whole number of watts");
            }
        });
    }

    private static void names(Map<String, UpsConfig> ups, List<String> problems) {
        if (ups.isEmpty()) {
            problems.add("ups is empty; expected one at least, as cyberpower: {host: 192.0.2.164}");
        }
        ups.keySet().stream()
                .filter(name -> !name.matches(NAME))
                .forEach(name -> problems.add(
                        "ups has the name '" + name + "'; expected letters, digits, dots, dashes and underscores"));
        Map<String, String> seen = new LinkedHashMap<>();
        ups.forEach((name, one) -> {
            String other = seen.put(one.address(name), name);
            if (other != null) {
                problems.add("ups has " + one.address(name) + " twice, as " + other + " and " + name);
            }
        });
    }

    /** Who feeds nobody while others say whom they feed would count for every host or for none, and nobody could tell. */
    private static void feeds(Map<String, UpsConfig> ups, List<String> problems) {
        if (ups.values().stream().anyMatch(one -> !one.feeds().isEmpty())) {
            ups.forEach((name, one) -> {
                if (one.feeds().isEmpty()) {
                    problems.add("ups has " + name + " without feeds, while others say which hosts they feed");
                }
            });
        }
    }

    private static void supplies(Map<String, UpsConfig> ups, Map<String, Object> minSupplies, List<String> problems) {
        minSupplies.forEach((host, least) -> {
            long feeds = ups.values().stream()
                    .filter(one -> one.feeds().contains(host))
                    .count();
            if (!String.valueOf(least).matches("[1-9]\\d?")) {
                problems.add("minSupplies has " + host + ": " + least + "; expected a whole number from 1 on");
            } else if (feeds == 0) {
                problems.add("minSupplies has " + host + ", which no UPS feeds; name it in the feeds of one");
            } else if (feeds < Integer.parseInt(String.valueOf(least))) {
                problems.add(
                        "minSupplies has " + host + ": " + least + ", but only " + feeds + " of the UPSes feed it");
            }
        });
    }

    private static void percentages(int warning, int critical, int emergency, List<String> problems) {
        percentage("warning", warning, problems);
        percentage("critical", critical, problems);
        percentage("emergency", emergency, problems);
        if (critical >= warning) {
            problems.add("critical is " + critical + ", which is not below warning (" + warning + ")");
        }
        if (emergency >= critical) {
            problems.add("emergency is " + emergency + ", which is not below critical (" + critical + ")");
        }
    }

    private static void percentage(String name, int said, List<String> problems) {
        if (said < 0 || said > 100) {
            problems.add(name + " is " + said + "; expected 0 to 100 per cent");
        }
    }

    static void within(String name, Duration said, String least, String most, List<String> problems) {
        if (said.compareTo(duration(least)) < 0 || said.compareTo(duration(most)) > 0) {
            problems.add(name + " is " + said.toMillis() / 1000.0 + "s; expected " + least + " to " + most);
        }
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text);
    }

    /** How many feeds a host needs. */
    public int needs(String host) {
        return Integer.parseInt(String.valueOf(minSupplies.getOrDefault(host, 1)));
    }

    /** What a host draws in watts; empty: nobody says. */
    public OptionalDouble draws(String host) {
        return watts.containsKey(host)
                ? OptionalDouble.of(Double.parseDouble(String.valueOf(watts.get(host))))
                : OptionalDouble.empty();
    }

    /** Every host some UPS says it feeds; empty: nobody says, so each UPS counts for every host. */
    public Set<String> fed() {
        Set<String> hosts = new LinkedHashSet<>();
        ups.values().forEach(one -> hosts.addAll(one.feeds()));
        return hosts;
    }

    /** What must be masked wherever output is shown. */
    public List<Secret> secrets() {
        return ups.values().stream().flatMap(one -> one.password().stream()).toList();
    }

    /** With other UPSes, as those whose passwords were looked up. */
    public PowerConfig with(Map<String, UpsConfig> others) {
        return new PowerConfig(
                plan,
                armed,
                others,
                minSupplies,
                poll,
                pollOnBattery,
                deadTime,
                warning,
                critical,
                emergency,
                stableFor,
                flapping,
                offFor,
                calCap,
                forcedOnMains,
                blind,
                hints,
                self,
                recovery,
                margin,
                reserve,
                watts,
                eventLog);
    }
}
