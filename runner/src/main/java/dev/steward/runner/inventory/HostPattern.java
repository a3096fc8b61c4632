package dev.steward.runner.inventory;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.dsl.plan.SourceRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which hosts: {@code web:db}, {@code all,!db1}, {@code web:&staging}, {@code ~regex}, {@code *.example.com}, {@code web[0]},
 * {@code web[1:3]}; the language of Ansible ({@code inventory/manager.py}), with three deviations, each to the narrower side:
 * brackets that do not pair are refused (Ansible drops them and what is left may match more), {@code g[:2]} is refused (its
 * documentation has it mean the first three, its code a name), and a limit that names nothing (empty text, empty file) is refused
 * instead of meaning everything.
 *
 * @param terms in written order; at least one
 */
public record HostPattern(List<Term> terms) {

    /** Of a limit file; 100,000 hosts of long names are less. */
    private static final int LONGEST_FILE = 10_000_000;

    private static final Pattern SPLIT = Pattern.compile("(?:[^\\s:\\[\\]]|\\[[^\\]]*\\])++");

    public HostPattern {
        terms = List.copyOf(terms);
    }

    /**
     * A play's {@code hosts}.
     *
     * @throws InventoryException where it cannot be understood
     */
    public static HostPattern of(String text) {
        return checked(text, split(text, "hosts"), "hosts");
    }

    /**
     * A limit; a term {@code @file} stands for the terms of that file, one a line.
     *
     * @throws InventoryException where it cannot be understood
     */
    public static HostPattern limit(String text) {
        List<Term> terms = new ArrayList<>();
        for (Term term : split(text, "--limit")) {
            terms.addAll(term.text.startsWith("@") ? lines(term) : List.of(term));
        }
        return checked(text, terms, "--limit");
    }

    /**
     * Refuses a limit that asks for a file, where it was sent by somebody who need not have an account on this machine: what
     * is wrong with a limit file is told with its lines, so that any file could be read that way.
     *
     * @throws InventoryException where it names a file, or cannot be understood
     */
    public static void refuseFiles(String limit) {
        split(limit, "--limit").stream()
                .filter(term -> term.text.startsWith("@"))
                .findFirst()
                .ifPresent(term -> {
                    throw refused(
                            term.at,
                            "'" + term.text + "' asks for a file, which only the command line reads",
                            "write the hosts themselves, separated by commas");
                });
    }

    private static HostPattern checked(String text, List<Term> terms, String label) {
        if (terms.isEmpty()) {
            throw refused(new SourceRef(label, 1, 1), "'" + text + "' names no host", "write 'all' for every host");
        }
        terms.stream().filter(term -> term.plain().isEmpty()).findFirst().ifPresent(term -> {
            throw refused(term.at, "'" + term.text + "' needs a name after its sign", "write it as '!web01'");
        });
        return new HostPattern(terms);
    }

    private static List<Term> split(String text, String label) {
        List<Term> terms = new ArrayList<>();
        if (text.contains(",")) {
            int at = 0;
            for (String part : text.split(",", -1)) {
                add(terms, part, label, at);
                at += part.length() + 1;
            }
        } else if (Address.of(text).isPresent()) {
            add(terms, text, label, 0);
        } else {
            splitAtColons(terms, text, label);
        }
        return terms;
    }

    private static void splitAtColons(List<Term> terms, String text, String label) {
        refuseOpen(text, label);
        Matcher match = SPLIT.matcher(text);
        int end = 0;
        while (match.find()) {
            refuseBracket(text, end, match.start(), label);
            add(terms, match.group(), label, match.start());
            end = match.end();
        }
        refuseBracket(text, end, text.length(), label);
    }

    /** Looked for first: else each of many open brackets would be followed to the end of the text. */
    private static void refuseOpen(String text, String label) {
        int open = text.indexOf('[');
        while (open >= 0) {
            int close = text.indexOf(']', open);
            if (close < 0) {
                throw bracket(text, open, label);
            }
            open = text.indexOf('[', close);
        }
    }

    private static void refuseBracket(String text, int from, int to, String label) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '[' || text.charAt(i) == ']') {
                throw bracket(text, i, label);
            }
        }
    }

    private static InventoryException bracket(String text, int at, String label) {
        return refused(
                new SourceRef(label, 1, at + 1),
                "'" + text + "' has a bracket without its partner",
                "close it, or separate the terms by commas");
    }

    private static void add(List<Term> terms, String part, String label, int at) {
        if (!part.isBlank()) {
            int blanks = part.length() - part.stripLeading().length();
            terms.add(new Term(part.strip(), new SourceRef(label, 1, at + blanks + 1)));
        }
    }

    private static List<Term> lines(Term term) {
        String file = term.text.substring(1);
        List<Term> terms = new ArrayList<>();
        List<String> lines = content(term, file).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                terms.add(new Term(lines.get(i).strip(), new SourceRef(file, i + 1, 1)));
            }
        }
        if (terms.isEmpty()) {
            throw refused(new SourceRef(file, 1, 1), "the limit file names no host", "one host or pattern a line");
        }
        return terms;
    }

    private static String content(Term term, String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
            if (bytes.length > LONGEST_FILE) {
                throw refused(
                        term.at, "the limit file '" + file + "' is too long", "at most " + LONGEST_FILE + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IOException | InvalidPathException e) {
            throw refused(term.at, "the limit file '" + file + "' cannot be read", "name a file with one term a line");
        }
    }

    static InventoryException refused(SourceRef at, String message, String suggestion) {
        return new InventoryException(List.of(new Problem(at, message, Optional.of(suggestion), Severity.ERROR)));
    }

    /** The words that hosts may be named by: terms that take nothing away, as they stand. */
    public Set<String> words() {
        return terms.stream().filter(term -> !term.excludes()).map(Term::plain).collect(Collectors.toUnmodifiableSet());
    }

    /** The pattern in one line, as a run records it. */
    @Override
    public String toString() {
        return String.join(",", terms.stream().map(Term::text).toList());
    }

    /**
     * One term.
     *
     * @param text with its {@code &} or {@code !}
     * @param at where it stands
     */
    public record Term(String text, SourceRef at) {

        private static final Pattern SUBSCRIPT = Pattern.compile("(.+)\\[(?:(-?[0-9]+)|([0-9]*)([:-])([0-9]*))\\]");

        boolean excludes() {
            return text.startsWith("!");
        }

        boolean intersects() {
            return text.startsWith("&");
        }

        String plain() {
            return excludes() || intersects() ? text.substring(1) : text;
        }

        /** The plain term without its subscript. */
        String expression() {
            return subscript().map(match -> match.group(1)).orElse(plain());
        }

        /** The part of the matches that the subscript asks for. */
        <T> List<T> part(List<T> found) {
            Optional<Matcher> subscript = subscript();
            subscript
                    .filter(match -> match.group(2) == null && match.group(3).isEmpty())
                    .ifPresent(this::refuseTwofold);
            if (found.isEmpty() || subscript.isEmpty()) {
                return found;
            }
            Matcher match = subscript.get();
            if (match.group(2) != null) {
                return List.of(index(found, number(match.group(2))));
            }
            int start = number(match.group(3));
            int end = match.group(5).isEmpty() ? found.size() - 1 : number(match.group(5));
            if (end == 0 && !match.group(5).isEmpty()) {
                return List.of(index(found, start));
            }
            int to = Math.min(found.size(), end == Integer.MAX_VALUE ? end : end + 1);
            return start < to ? found.subList(start, to) : List.of();
        }

        private void refuseTwofold(Matcher match) {
            String last = match.group(5);
            throw refused(
                    at,
                    "'" + plain() + "' is read in two ways: Ansible's documentation takes it for the hosts 0 to " + last
                            + ", ansible-core for a name",
                    "write '" + match.group(1) + "[0:" + last + "]' for the hosts 0 to " + last);
        }

        private <T> T index(List<T> found, int wanted) {
            int index = wanted < 0 ? found.size() + wanted : wanted;
            if (index < 0 || index >= found.size()) {
                throw refused(
                        at,
                        "'" + plain() + "' asks for host " + wanted + ", but '" + expression() + "' has only "
                                + found.size(),
                        "the first is 0, the last is -1");
            }
            return found.get(index);
        }

        private static int number(String digits) {
            return digits.length() > 9
                    ? (digits.startsWith("-") ? -1 : 1) * Integer.MAX_VALUE
                    : Integer.parseInt(digits);
        }

        private Optional<Matcher> subscript() {
            Matcher match = SUBSCRIPT.matcher(plain());
            boolean open = plain().startsWith("~") || !match.matches();
            boolean empty = !open
                    && match.group(4) != null
                    && match.group(3).isEmpty()
                    && (match.group(5).isEmpty() || match.group(4).equals("-"));
            return open || empty ? Optional.empty() : Optional.of(match);
        }
    }
}
