package dev.steward.runner.lab.shell;

import java.util.ArrayList;
import java.util.List;

/** The result of expanding words: characters that remember whether they were quoted (POSIX XCU 2.6.5). */
final class Fields {

    static final char LITERAL = 'L';
    static final char QUOTED = 'Q';
    static final char EXPANDED = 'X';
    private static final char BREAK = 'B';
    private static final char KEEP = 'N';

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder kinds = new StringBuilder();

    /** One field; kinds is as long as the text. */
    record Field(String text, String kinds) {

        /** As a pattern: quoted characters mean themselves. */
        String pattern() {
            StringBuilder pattern = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (kinds.charAt(i) == QUOTED && "*?[]\\-!^".indexOf(c) >= 0) {
                    pattern.append('\\');
                }
                pattern.append(c);
            }
            return pattern.toString();
        }
    }

    void add(CharSequence more, char kind) {
        text.append(more);
        kinds.append(String.valueOf(kind).repeat(more.length()));
    }

    /** Here one field ends and another begins, whatever IFS is. */
    void separate() {
        text.append(' ');
        kinds.append(BREAK);
    }

    /** Here stands a field even if it stays empty. */
    void keep() {
        text.append(' ');
        kinds.append(KEEP);
    }

    /** All as one field, nothing split. */
    Field whole() {
        StringBuilder plain = new StringBuilder();
        StringBuilder marks = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char kind = kinds.charAt(i);
            if (kind != KEEP) {
                plain.append(text.charAt(i));
                marks.append(kind);
            }
        }
        return new Field(plain.toString(), marks.toString());
    }

    List<Field> split(String ifs) {
        Splitter splitter = new Splitter();
        for (int i = 0; i < text.length(); i++) {
            splitter.take(text.charAt(i), kinds.charAt(i), ifs);
        }
        splitter.end();
        return splitter.fields;
    }

    private static final class Splitter {
        private final List<Field> fields = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder kinds = new StringBuilder();
        private boolean started;
        private boolean afterBlank;

        void take(char c, char kind, String ifs) {
            if (kind == BREAK) {
                end();
                afterBlank = false;
            } else if (kind == KEEP) {
                started = true;
            } else if (kind == EXPANDED && ifs.indexOf(c) >= 0) {
                separator(c == ' ' || c == '\t' || c == '\n');
            } else {
                text.append(c);
                kinds.append(kind);
                started = true;
                afterBlank = false;
            }
        }

        private void separator(boolean blank) {
            if (blank) {
                afterBlank |= started;
                end();
            } else if (started || !afterBlank) {
                started = true;
                end();
                afterBlank = false;
            } else {
                afterBlank = false;
            }
        }

        void end() {
            if (started) {
                fields.add(new Field(text.toString(), kinds.toString()));
            }
            text.setLength(0);
            kinds.setLength(0);
            started = false;
        }
    }
}
