package dev.steward.web.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds a text in lines, whatever its case and wherever colours change in it, and marks it. */
public final class Marker {

    private static final String LOOK = "hit";

    private final Pattern text;

    private Marker(Pattern text) {
        this.text = text;
    }

    /** For a text; empty where the text is. */
    public static Optional<Marker> of(String text) {
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Marker(
                        Pattern.compile(text, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)));
    }

    /** False where a text surely does not stand in another without colours, whatever their case; quick, for long ones. */
    public static boolean mayStand(String part, String text) {
        if (part.isEmpty() || part.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
            return true;
        }
        char first = Character.toLowerCase(Character.toUpperCase(part.charAt(0)));
        for (int i = 0; i <= text.length() - part.length(); i++) {
            char c = text.charAt(i);
            if ((c == first || Character.toLowerCase(Character.toUpperCase(c)) == first)
                    && text.regionMatches(true, i, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a line holds it. */
    public boolean in(LogLine line) {
        return text.matcher(plain(line)).find();
    }

    private static String plain(LogLine line) {
        List<Span> spans = line.text();
        return spans.size() == 1
                ? spans.get(0).text()
                : spans.stream().map(Span::text).collect(Collectors.joining());
    }

    /** The line with every place marked that holds it. */
    public LogLine mark(LogLine line) {
        Matcher matcher = text.matcher(plain(line));
        List<Integer> edges = new ArrayList<>();
        while (matcher.find()) {
            edges.add(matcher.start());
            edges.add(matcher.end());
        }
        return edges.isEmpty()
                ? line
                : new LogLine(line.id(), line.time(), line.host(), line.step(), line.kind(), cut(line.text(), edges));
    }

    /** Cuts at the edges, which are in order; what follows an odd number of them is marked. */
    private static List<Span> cut(List<Span> spans, List<Integer> edges) {
        List<Span> cut = new ArrayList<>();
        int passed = 0;
        int begun = 0;
        for (Span span : spans) {
            int from = 0;
            while (from < span.text().length()) {
                while (passed < edges.size() && edges.get(passed) <= begun + from) {
                    passed++;
                }
                int edge = passed < edges.size() ? edges.get(passed) - begun : Integer.MAX_VALUE;
                int to = Math.min(edge, span.text().length());
                String look = passed % 2 == 1 ? (span.look() + " " + LOOK).strip() : span.look();
                cut.add(new Span(look, span.text().substring(from, to)));
                from = to;
            }
            begun += span.text().length();
        }
        return cut;
    }
}
