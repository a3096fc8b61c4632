package dev.steward.runner.config.power;

import dev.steward.runner.config.follow.ManyProblems;
import dev.steward.runner.secret.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A UPS that NUT watches.
 *
 * @param host of upsd, as {@code 192.0.2.164}, {@code pi:3493} or {@code [2001:db8::1]:3493}
 * @param name of the UPS there; empty: as it is called here
 * @param user for what needs one: to be counted among those who wait for the shutdown, and to command the UPS
 * @param password of that user, or a reference {@code secret('path')}
 * @param tls how the connection is protected
 * @param feeds hosts of the inventory that get their power from it; what runs on a node goes with the node. Empty: every host
 * @param nominal its power in watts, 1 to 1000000; empty: what it says of itself as {@code ups.realpower.nominal}
 * @param timeout of connecting and of each answer, 1 s to 30 s
 */
public record UpsConfig(
        String host,
        Optional<String> name,
        Optional<String> user,
        Optional<Secret> password,
        UpsTls tls,
        List<String> feeds,
        Optional<Integer> nominal,
        Duration timeout) {

    /** NUT's port. */
    public static final int PORT = 3493;

    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%a-z]+]|[^:\\s/@\\[\\]]+)(?::(\\d{1,5}))?");
    private static final int HIGHEST_PORT = 65_535;

    /** upsd of this machine, without a user. */
    public static final UpsConfig DEFAULT = new UpsConfig(
            "localhost:" + PORT,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            UpsTls.DEFAULT,
            List.of(),
            Optional.empty(),
            Duration.ofSeconds(10));

    public UpsConfig {
        feeds = feeds.stream().distinct().toList();
        List<String> problems = new ArrayList<>();
        Matcher address = HOST.matcher(host);
        if (!address.matches()
                || address.group(2) != null
                        && (Integer.parseInt(address.group(2)) < 1
                                || Integer.parseInt(address.group(2)) > HIGHEST_PORT)) {
            problems.add("host is '" + host + "'; expected an address such as 192.0.2.164 or pi:3493");
        }
        if (name.filter(said -> !said.matches("[^\\s\"\\\\@]+")).isPresent()) {
            problems.add("name is '" + name.get() + "'; expected a UPS as ups.conf of NUT calls it");
        }
        if (user.isPresent() != password.isPresent()) {
            problems.add((user.isPresent() ? "user" : "password") + " is given alone; user and password go together");
        }
        for (int i = 0; i < feeds.size(); i++) {
            if (feeds.get(i).isBlank()) {
                problems.add("feeds[" + i + "] is empty; expected the name of a host");
            }
        }
        if (nominal.filter(watts -> watts < 1 || watts > 1_000_000).isPresent()) {
            problems.add("nominal is " + nominal.get() + "; expected watts, 1 to 1000000");
        }
        PowerConfig.within("timeout", timeout, "1s", "30s", problems);
        if (!problems.isEmpty()) {
            throw new ManyProblems(problems);
        }
    }

    /** The host alone, without brackets. */
    public String hostname() {
        return part(1).replaceAll("^\\[|]$", "");
    }

    /** The port in effect. */
    public int port() {
        String said = part(2);
        return said == null ? PORT : Integer.parseInt(said);
    }

    private String part(int group) {
        Matcher address = HOST.matcher(host);
        return address.matches() ? address.group(group) : host;
    }

    /** What upsd calls it. */
    public String ups(String here) {
        return name.orElse(here);
    }

    /** As NUT's tools write it: {@code cyberpower@192.0.2.164:3493}. */
    public String address(String here) {
        return ups(here) + "@" + part(1) + ":" + port();
    }

    /** With the password itself in the place of a reference. */
    public UpsConfig with(Optional<Secret> other) {
        return new UpsConfig(host, name, user, other, tls, feeds, nominal, timeout);
    }
}
