package dev.steward.runner.module.patch.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must be well after an update.
 *
 * @param units whether no unit may have failed that had not before
 * @param ports of TCP on which somebody must listen
 * @param urls that must answer, asked from within
 * @param commands that must end with status 0
 * @param within how long all of it may take
 */
record Verify(boolean units, List<String> ports, List<String> urls, List<String> commands, Duration within) {

    private static final int MOST = 65535;
    private static final Duration LONGEST = Duration.ofHours(1);

    public Verify {
        ports = List.copyOf(ports);
        urls = List.copyOf(urls);
        commands = List.copyOf(commands);
    }

    /** What is wrong with it; empty: nothing. */
    Optional<String> problem() {
        for (String port : ports) {
            if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > MOST) {
                return Optional.of("ports of verify has " + port + "; expected 1 to " + MOST);
            }
        }
        for (String url : urls) {
            if (!url.matches("https?://[^\\s/].*")) {
                return Optional.of("urls of verify has '" + url + "'; expected http://… or https://…");
            }
        }
        if (commands.stream().anyMatch(String::isBlank)) {
            return Optional.of("commands of verify has an empty command; leave it out");
        }
        return within.toSeconds() < 1 || within.compareTo(LONGEST) > 0
                ? Optional.of("within of verify is " + within.toSeconds() + " s; expected 1 s to 1 h")
                : Optional.empty();
    }

    /** Whether anything is looked at. */
    boolean any() {
        return units || !ports.isEmpty() || !urls.isEmpty() || !commands.isEmpty();
    }

    /** As the script takes them. */
    List<String> things() {
        List<String> things = new ArrayList<>();
        ports.forEach(port -> things.add("port:" + port));
        urls.forEach(url -> things.add("url:" + url));
        commands.forEach(command -> things.add("command:" + command));
        return things;
    }
}
