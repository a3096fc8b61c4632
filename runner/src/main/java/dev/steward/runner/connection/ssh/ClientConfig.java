package dev.steward.runner.connection.ssh;

import dev.steward.runner.connection.HomePath;
import dev.steward.runner.connection.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * OpenSSH's client configuration, as ssh_config(5): for each option the first value that applies counts, IdentityFile
 * adds up. Only {@code Host} sections and {@code Match all} apply; other {@code Match} sections are left out.
 */
final class ClientConfig {

    private record Section(List<String> patterns, List<Line> lines) {}

    private record Line(String option, List<String> values) {}

    private final List<Section> sections;

    private ClientConfig(List<Section> sections) {
        this.sections = sections;
    }

    /** Reads a file; one that is not there says nothing. */
    static ClientConfig read(Path file) throws IOException {
        return parse(Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "");
    }

    static ClientConfig parse(String text) {
        List<Section> sections = new ArrayList<>();
        Section current = new Section(List.of("*"), new ArrayList<>());
        sections.add(current);
        for (String raw : text.lines().toList()) {
            List<String> words = Words.split(raw.strip().replaceFirst("^(\\w+)\\s*=\\s*", "$1 "))
                    .orElse(List.of());
            if (words.size() < 2 || words.get(0).startsWith("#")) {
                continue;
            }
            String option = words.get(0).toLowerCase(Locale.ROOT);
            List<String> values = words.subList(1, words.size());
            if (option.equals("host") || option.equals("match")) {
                boolean all = option.equals("match") && values.equals(List.of("all"));
                current =
                        new Section(all ? List.of("*") : option.equals("host") ? values : List.of(), new ArrayList<>());
                sections.add(current);
            } else {
                current.lines().add(new Line(option, List.copyOf(values)));
            }
        }
        return new ClientConfig(sections);
    }

    /** What applies to a host as it was named on the command line. */
    Values of(String host) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Section section : sections) {
            if (applies(section.patterns(), host)) {
                section.lines().forEach(line -> merge(values, line));
            }
        }
        return new Values(host, values);
    }

    private static void merge(Map<String, List<String>> values, Line line) {
        if (line.option().equals("identityfile") && values.containsKey(line.option())) {
            List<String> all = new ArrayList<>(values.get(line.option()));
            all.addAll(line.values());
            values.put(line.option(), all);
        } else {
            values.putIfAbsent(line.option(), line.values());
        }
    }

    private static boolean applies(List<String> patterns, String host) {
        boolean any = false;
        for (String pattern : patterns) {
            boolean not = pattern.startsWith("!");
            if (matches(not ? pattern.substring(1) : pattern, host)) {
                if (not) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    private static boolean matches(String pattern, String host) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : java.util.regex.Pattern.quote(String.valueOf(c)));
        }
        return host.matches(regex.toString());
    }

    /** The options that apply to one host. */
    static final class Values {

        private final String host;
        private final Map<String, List<String>> values;

        private Values(String host, Map<String, List<String>> values) {
            this.host = host;
            this.values = values;
        }

        Optional<String> first(String option) {
            return Optional.ofNullable(values.get(option.toLowerCase(Locale.ROOT)))
                    .map(list -> list.get(0));
        }

        /** File names, with {@code ~} and the tokens %d %h %u of ssh_config(5) put in. */
        List<Path> files(String option) {
            return values.getOrDefault(option.toLowerCase(Locale.ROOT), List.of()).stream()
                    .map(this::expanded)
                    .map(HomePath::of)
                    .toList();
        }

        private String expanded(String text) {
            return text.replace("%d", System.getProperty("user.home"))
                    .replace("%h", first("HostName").orElse(host))
                    .replace("%u", System.getProperty("user.name"))
                    .replace("%%", "%");
        }
    }
}
