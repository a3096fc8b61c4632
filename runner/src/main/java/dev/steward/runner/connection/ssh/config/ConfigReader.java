package dev.steward.runner.connection.ssh.config;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.HomePath;
import dev.steward.runner.connection.ssh.config.ClientConfig.Included;
import dev.steward.runner.connection.ssh.config.ClientConfig.Item;
import dev.steward.runner.connection.ssh.config.ClientConfig.Line;
import dev.steward.runner.connection.ssh.config.ClientConfig.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a client configuration and what it includes. */
final class ConfigReader {

    /** OpenSSH's own bound (readconf.c). */
    private static final int DEEPEST = 16;

    private static final int MOST_FILES = 500;

    /** Options that take one value; what stands behind it is an error to OpenSSH too. */
    private static final Set<String> LISTS = Set.of("userknownhostsfile", "include", "host", "match");

    private final Path home;
    private int files;

    ConfigReader(Path home) {
        this.home = home;
    }

    List<Section> read(Path file) throws IOException, ConnectionException {
        return parse(Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "", file.toString(), 0);
    }

    List<Section> parse(String text, String name, int depth) throws IOException, ConnectionException {
        if (depth > DEEPEST || files++ > MOST_FILES) {
            throw problem(name, "too many Includes within Includes (at most " + DEEPEST + ")");
        }
        List<Section> sections = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        sections.add(new Section(values -> true, items));
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String at = name + ":" + number;
            List<String> words = words(raw, at);
            if (words.isEmpty()) {
                continue;
            }
            String option = words.get(0).toLowerCase(Locale.ROOT);
            List<String> values = words.subList(1, words.size());
            if (values.isEmpty()) {
                throw problem(at, "'" + words.get(0) + "' needs a value");
            }
            if (option.equals("host") || option.equals("match")) {
                items = new ArrayList<>();
                sections.add(new Section(
                        option.equals("host") ? known -> Patterns.any(values, known.host()) : MatchRule.of(values, at),
                        items));
            } else if (option.equals("include")) {
                items.add(included(values, at, depth));
            } else {
                items.add(new Line(option, LISTS.contains(option) ? List.copyOf(values) : List.of(values.get(0))));
            }
        }
        return sections;
    }

    private Included included(List<String> values, String at, int depth) throws IOException, ConnectionException {
        List<List<Section>> all = new ArrayList<>();
        for (String value : values) {
            if (value.contains("%") || value.contains("${")) {
                throw problem(at, "Include '" + value + "' has a part that is put in later; write the path itself");
            }
            boolean tilde = value.startsWith("~");
            if (tilde && !value.startsWith("~/")) {
                throw problem(at, "Include '" + value + "' names another user's home; write the path itself");
            }
            Path pattern = tilde ? HomePath.of(value) : home.resolve(value);
            for (Path file : globbed(pattern)) {
                all.add(parse(Files.readString(file, StandardCharsets.UTF_8), file.toString(), depth + 1));
            }
        }
        return new Included(all);
    }

    /** The files a path with wildcards in any of its parts stands for, by name; a file that is not there is none. */
    private static List<Path> globbed(Path pattern) throws IOException {
        List<Path> found = List.of(pattern.getRoot() == null ? Path.of("") : pattern.getRoot());
        for (Path part : pattern) {
            List<Path> next = new ArrayList<>();
            for (Path folder : found) {
                next.addAll(children(folder, part.toString()));
            }
            found = next;
        }
        return found.stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> children(Path folder, String part) throws IOException {
        if (part.chars().noneMatch(c -> "*?[".indexOf(c) >= 0)) {
            Path one = folder.resolve(part);
            return Files.exists(one) ? List.of(one) : List.of();
        }
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        String java = part.replace("{", "\\{").replace("}", "\\}");
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + java);
        try (Stream<Path> names = Files.list(folder)) {
            return names.filter(path -> matcher.matches(path.getFileName()))
                    .filter(path -> part.startsWith(".")
                            || !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** A keyword and its arguments: an equals sign may stand between the two, # begins a comment, quotes keep blanks. */
    private static List<String> words(String raw, String at) throws ConnectionException {
        String line = raw.strip();
        if (line.isEmpty() || line.startsWith("#")) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        int end = 0;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end)) && line.charAt(end) != '=') {
            end++;
        }
        words.add(line.substring(0, end).replace("\"", ""));
        String rest = line.substring(end).strip();
        arguments(rest.startsWith("=") ? rest.substring(1) : rest, words, at);
        return words;
    }

    private static void arguments(String text, List<String> words, String at) throws ConnectionException {
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escaped = c == '\\' && i + 1 < text.length() && "\"'\\ ".indexOf(text.charAt(i + 1)) >= 0;
            if (quote == 0 && Character.isWhitespace(c)) {
                end(word, words);
                word = null;
            } else if (quote == 0 && word == null && c == '#') {
                break;
            } else {
                word = word == null ? new StringBuilder() : word;
                if (escaped) {
                    word.append(text.charAt(++i));
                } else if (quote == 0 && (c == '"' || c == '\'')) {
                    quote = c;
                } else if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            }
        }
        if (quote != 0) {
            throw problem(at, "a quote does not end");
        }
        end(word, words);
    }

    private static void end(StringBuilder word, List<String> words) {
        if (word != null) {
            words.add(word.toString());
        }
    }

    static ConnectionException problem(String at, String what) {
        return new ConnectionException(Kind.CONFIGURATION, at + ": " + what, null);
    }
}
