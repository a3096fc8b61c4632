package dev.steward.runner.connection.ssh.config;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.HomePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * OpenSSH's client configuration, as ssh_config(5): for each option the first value that applies counts, IdentityFile adds up;
 * {@code Include} and {@code Match} with all, host, originalhost, user and localuser. A Match that cannot be decided here (exec,
 * canonical, final, …) is a problem for the hosts that reach it, if it says anything that matters.
 */
public final class ClientConfig {

    /** What is read of it; all other options tune OpenSSH's own client. */
    static final Set<String> HEEDED = Set.of(
            "hostname",
            "port",
            "user",
            "identityfile",
            "userknownhostsfile",
            "hostkeyalias",
            "stricthostkeychecking",
            "proxyjump",
            "proxycommand",
            "canonicalizehostname",
            "include");

    /** A piece of a file. */
    sealed interface Item {}

    /** An option with its values. */
    record Line(String option, List<String> values) implements Item {}

    /** The files of an Include, in order; each begins with what applies where the Include applies. */
    record Included(List<List<Section>> files) implements Item {}

    /** What follows a Host or Match line, or the begin of a file. */
    record Section(Condition when, List<Item> items) {

        boolean matters() {
            return items.stream().anyMatch(item -> !(item instanceof Line line) || HEEDED.contains(line.option()));
        }
    }

    /** Whether a section applies. */
    @FunctionalInterface
    interface Condition {

        /**
         * Decides.
         *
         * @param known what applies so far
         * @throws ConnectionException where this cannot be decided here
         */
        boolean test(Values known) throws ConnectionException;
    }

    private final List<Section> sections;

    ClientConfig(List<Section> sections) {
        this.sections = sections;
    }

    /**
     * Reads a file with all it includes; one that is not there says nothing.
     *
     * @param file the configuration
     * @param home the folder {@code ~/.ssh}: relative Includes start there
     * @throws IOException when a file cannot be read
     * @throws ConnectionException of kind CONFIGURATION when one makes no sense
     */
    public static ClientConfig read(Path file, Path home) throws IOException, ConnectionException {
        return new ClientConfig(new ConfigReader(home).read(file));
    }

    /** A configuration from its text, as if it stood in {@code ~/.ssh}. */
    public static ClientConfig parse(String text, Path home) throws IOException, ConnectionException {
        return new ClientConfig(new ConfigReader(home).parse(text, "config", 0));
    }

    /**
     * What applies to a host.
     *
     * @param host as it was named
     * @param user who logs in, where inventory or command line say so
     * @throws ConnectionException of kind CONFIGURATION where a section that matters cannot be decided
     */
    public Values of(String host, Optional<String> user) throws ConnectionException {
        Values values = new Values(host, user);
        apply(sections, values);
        return values;
    }

    private static void apply(List<Section> sections, Values values) throws ConnectionException {
        for (Section section : sections) {
            if (section.matters() && section.when().test(values)) {
                for (Item item : section.items()) {
                    if (item instanceof Included included) {
                        for (List<Section> file : included.files()) {
                            apply(file, values);
                        }
                    } else {
                        values.merge((Line) item);
                    }
                }
            }
        }
    }

    /** The options that apply to one host. */
    public static final class Values {

        private final String host;
        private final Optional<String> user;
        private final Map<String, List<String>> values = new LinkedHashMap<>();

        private Values(String host, Optional<String> user) {
            this.host = host;
            this.user = user;
        }

        private void merge(Line line) {
            String rival = line.option().equals("proxyjump")
                    ? "proxycommand"
                    : line.option().equals("proxycommand") ? "proxyjump" : line.option();
            if (line.option().equals("identityfile")) {
                values.computeIfAbsent(line.option(), option -> new ArrayList<>())
                        .addAll(line.values());
            } else if (!values.containsKey(rival)) {
                values.putIfAbsent(line.option(), line.values());
            }
        }

        /** As it was named. */
        String host() {
            return host;
        }

        /** As far as it is known now: {@code Match host} sees the HostName said so far. */
        String target() {
            return first("HostName")
                    .map(name -> name.replace("%h", host).replace("%%", "%"))
                    .orElse(host);
        }

        String login() {
            return user.or(() -> first("User")).orElse(System.getProperty("user.name"));
        }

        /** The first value of an option. */
        public Optional<String> first(String option) {
            return Optional.ofNullable(values.get(option.toLowerCase(Locale.ROOT)))
                    .map(list -> list.get(0));
        }

        /** All values of an option, as written. */
        public List<String> all(String option) {
            return List.copyOf(values.getOrDefault(option.toLowerCase(Locale.ROOT), List.of()));
        }

        /** Where to connect to. */
        public String address() {
            return target();
        }

        /** File names, with {@code ~} and the tokens %d %h %n %r %u of ssh_config(5) put in; none for {@code none}. */
        public List<Path> files(String option) {
            return all(option).stream()
                    .filter(file -> !file.equals("none"))
                    .map(this::expanded)
                    .map(HomePath::of)
                    .toList();
        }

        private String expanded(String text) {
            return text.replace("%d", System.getProperty("user.home"))
                    .replace("%h", target())
                    .replace("%n", host)
                    .replace("%r", login())
                    .replace("%u", System.getProperty("user.name"))
                    .replace("%%", "%");
        }
    }
}
