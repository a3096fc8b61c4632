package dev.steward.runner.convert;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.convert.jinja.Unconvertible;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The text while it is written, and which of its lines came from where. */
final class Page {

    private final StringBuilder text = new StringBuilder();
    private final List<Region> regions = new ArrayList<>();
    private int indent = 1;
    private int line;

    /** Lines of the text, the first is 0, that were made of one thing. */
    private record Region(int from, int to, SourceRef at) {}

    /** Something that writes. */
    @FunctionalInterface
    interface Writing {

        void write() throws Unconvertible;
    }

    void add(String said) {
        text.append("    ".repeat(indent)).append(said).append('\n');
        line += 1 + (int) said.chars().filter(c -> c == '\n').count();
    }

    void gap() {
        if (text.length() > 0
                && text.charAt(text.length() - 1) == '\n'
                && !text.toString().endsWith("\n\n")
                && !text.toString().endsWith("{\n")) {
            text.append('\n');
            line++;
        }
    }

    void open(String said) {
        add(said);
        indent++;
    }

    void close(String said) {
        indent--;
        add(said);
    }

    void deeper() {
        indent++;
    }

    /** Writes what is made of one thing; where it cannot be written, nothing of it stays. */
    void region(SourceRef at, Writing writing) throws Unconvertible {
        int length = text.length();
        int before = line;
        int depth = indent;
        int known = regions.size();
        try {
            writing.write();
            regions.add(new Region(before, line, at));
        } catch (Unconvertible e) {
            text.setLength(length);
            line = before;
            indent = depth;
            regions.subList(known, regions.size()).clear();
            throw e;
        }
    }

    /** What a line was made of, the innermost. */
    Optional<SourceRef> origin(int at) {
        return regions.stream()
                .filter(region -> region.from() <= at && at < region.to())
                .min(Comparator.comparingInt(region -> region.to() - region.from()))
                .map(Region::at);
    }

    String text() {
        return text.toString();
    }
}
