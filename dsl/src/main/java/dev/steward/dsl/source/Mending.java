package dev.steward.dsl.source;

import dev.steward.dsl.source.Skeleton.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds all statements that the parser refuses, where it stops at the first. A statement counts only if it is refused by
 * itself and the text is fine without all of them, so one slip is never told twice. Where brackets do not pair nothing is
 * certain, and nothing is found.
 */
final class Mending {

    private static final int MOST = 20;
    private static final int PARSES = 1_000;
    private static final Pattern NAMED = Pattern.compile("'([^'\\n]*)'|\"([^\"\\n]*)\"|\\bdef\\s+(\\w+)|(\\w+)\\s*:");

    private final String text;
    private final Skeleton skeleton;
    private final Function<String, Optional<Slip>> parser;
    private final List<Wrong> found = new ArrayList<>();
    private int parses;

    private Mending(String text, Function<String, Optional<Slip>> parser) {
        this.text = text;
        this.skeleton = Skeleton.of(text);
        this.parser = parser;
    }

    /**
     * What the parser says about a text it refuses.
     *
     * @param line from 1
     * @param column from 1
     * @param message its words
     */
    record Slip(int line, int column, String message) {}

    /** A refused statement, and the lines where the blocks around it begin. */
    private record Wrong(Span span, Slip slip, Set<Integer> around) {}

    /**
     * What can be said about a text.
     *
     * @param slips in the order of the text, at least one
     * @param rest the text with blanks in place of what is refused; empty: nothing else can be checked
     * @param around lines of blocks that lack something now
     * @param names what the refused statements may have named
     */
    record Found(List<Slip> slips, Optional<String> rest, Set<Integer> around, Set<String> names) {}

    /**
     * Looks through a text.
     *
     * @param text that the parser refuses
     * @param first what it said
     * @param parser empty: it takes the text
     */
    static Found look(String text, Slip first, Function<String, Optional<Slip>> parser) {
        Found nothing = new Found(List.of(first), Optional.empty(), Set.of(), Set.of());
        Mending mending = new Mending(text, parser);
        if (!mending.skeleton.balanced()) {
            return nothing;
        }
        mending.search(new Span(0, text.length()), Set.of());
        List<Wrong> all = mending.found;
        if (all.isEmpty() || all.size() > MOST || mending.parses > PARSES) {
            return nothing;
        }
        String rest = mending.without(all);
        boolean certain = parser.apply(rest).isEmpty() && all.stream().allMatch(one -> mending.alone(one, first));
        return certain ? mending.told(rest, first) : nothing;
    }

    private Found told(String rest, Slip first) {
        List<Slip> slips = new ArrayList<>();
        Set<Integer> around = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (Wrong one : found) {
            slips.add(holds(one, first) ? first : one.slip());
            around.addAll(one.around());
            names(one.span(), names);
        }
        if (!slips.contains(first)) {
            slips.add(first);
        }
        slips.sort(Comparator.comparingInt(Slip::line).thenComparingInt(Slip::column));
        boolean whole = found.stream().noneMatch(one -> one.around().isEmpty());
        return new Found(slips, whole ? Optional.of(rest) : Optional.empty(), around, names);
    }

    private void search(Span span, Set<Integer> around) {
        for (Span statement : skeleton.statements(span)) {
            if (found.size() <= MOST && parses <= PARSES) {
                statement(statement, around);
            }
        }
    }

    private void statement(Span statement, Set<Integer> around) {
        Optional<Slip> slip = refused(statement, List.of());
        if (slip.isEmpty()) {
            return;
        }
        List<Span> braces = skeleton.braces(statement);
        int before = found.size();
        if (!braces.isEmpty() && refused(statement, braces).isEmpty()) {
            Set<Integer> inner = new LinkedHashSet<>(around);
            inner.add(line(statement.from()));
            braces.forEach(content -> search(content, inner));
        }
        if (found.size() == before) {
            found.add(new Wrong(statement, slip.get(), around));
        }
    }

    /** What the parser says about a statement by itself, with some of its parts blank. */
    private Optional<Slip> refused(Span statement, List<Span> blank) {
        parses++;
        int lineBegin = text.lastIndexOf('\n', statement.from() - 1) + 1;
        StringBuilder alone = new StringBuilder(" ".repeat(statement.from() - lineBegin));
        alone.append(text, statement.from(), statement.to());
        int shift = lineBegin;
        blank.forEach(part -> blank(alone, part.from() - shift, part.to() - shift));
        int lines = line(statement.from()) - 1;
        return parser.apply(alone.toString()).map(s -> new Slip(s.line() + lines, s.column(), s.message()));
    }

    /** Whether the text is refused because of this one, when all others are gone. */
    private boolean alone(Wrong one, Slip first) {
        List<Wrong> others = found.stream().filter(w -> w != one).toList();
        return holds(one, first)
                || parser.apply(without(others))
                        .filter(slip -> holds(one, slip))
                        .isPresent();
    }

    /** The parser often notices one token late. */
    private boolean holds(Wrong one, Slip slip) {
        return slip.line() >= line(one.span().from())
                && slip.line() <= line(one.span().to() - 1) + 1;
    }

    private String without(List<Wrong> wrongs) {
        StringBuilder rest = new StringBuilder(text);
        wrongs.forEach(one -> blank(rest, one.span().from(), one.span().to()));
        return rest.toString();
    }

    private static void blank(StringBuilder builder, int from, int to) {
        for (int i = from; i < to; i++) {
            if (builder.charAt(i) != '\n') {
                builder.setCharAt(i, ' ');
            }
        }
    }

    private int line(int offset) {
        return 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    /** Everything that a refused statement may have made known: results, variables, handlers. */
    private void names(Span span, Set<String> names) {
        Matcher named = NAMED.matcher(text.substring(span.from(), span.to()));
        while (named.find()) {
            for (int group = 1; group <= named.groupCount(); group++) {
                if (named.group(group) != null) {
                    names.add(named.group(group));
                }
            }
        }
    }
}
