package dev.steward.runner.lab.syntax;

import dev.steward.runner.lab.syntax.Syntax.Document;
import dev.steward.runner.lab.syntax.Syntax.Part;
import dev.steward.runner.lab.syntax.Syntax.Quoted;
import dev.steward.runner.lab.syntax.Syntax.Text;
import dev.steward.runner.lab.syntax.Syntax.Word;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The here-documents a line has announced and whose text follows it (POSIX XCU 2.7.4). */
final class Documents {

    private final Source source;
    private final Deque<Expected> expected = new ArrayDeque<>();

    private record Expected(Document document, String delimiter, boolean literal, boolean tabs) {}

    Documents(Source source) {
        this.source = source;
    }

    Document expect(Word delimiter, boolean tabs) {
        Document document = new Document();
        document.text(new Word(List.of()));
        boolean literal = delimiter.parts().stream()
                .anyMatch(part -> part instanceof Quoted || (part instanceof Text t && t.quoted()));
        expected.add(new Expected(document, plain(delimiter.parts()), literal, tabs));
        return document;
    }

    private static String plain(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Text one) {
                text.append(one.text());
            } else if (part instanceof Quoted quoted) {
                text.append(plain(quoted.parts()));
            }
        }
        return text.toString();
    }

    /** Reads the texts of all that were announced, after their line has ended. */
    void read() {
        while (!expected.isEmpty()) {
            Expected next = expected.poll();
            int line = source.line();
            String text = body(next);
            next.document().text(next.literal() ? new Word(List.of(new Text(text, true))) : Words.document(text, line));
        }
    }

    private String body(Expected wanted) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder();
        while (source.rawPeek() != Source.END) {
            line.setLength(0);
            boolean more = line(line, wanted);
            String bare = line.toString();
            if (bare.equals(wanted.delimiter())) {
                break;
            }
            text.append(bare).append(more ? "\n" : "");
        }
        return text.toString();
    }

    private boolean line(StringBuilder line, Expected wanted) {
        while (wanted.tabs() && source.rawPeek() == '\t') {
            source.raw();
        }
        for (int c = source.raw(); c != Source.END; c = source.raw()) {
            if (c == '\n') {
                return true;
            }
            line.append((char) c);
        }
        return false;
    }
}
