package dev.steward.runner.convert.module;

import dev.steward.runner.convert.jinja.Unconvertible;
import java.util.ArrayList;
import java.util.List;

/** Cuts a line into words as Python's shlex does, which commands are cut by there; what stands in {@code {{ … }}} is never cut. */
final class Words {

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;
    private int at;

    private Words(String line) {
        this.line = line;
    }

    static List<String> of(String line) throws Unconvertible {
        return new Words(line).cut();
    }

    private List<String> cut() throws Unconvertible {
        while (at < line.length()) {
            char c = line.charAt(at);
            if (line.startsWith("{{", at)) {
                take(end("}}") + 2);
            } else if (c == '\'' || c == '"') {
                quoted(c);
            } else if (c == '\\' && at + 1 < line.length()) {
                word.append(line.charAt(at + 1));
                begun = true;
                at += 2;
            } else if (Character.isWhitespace(c)) {
                finish();
                at++;
            } else {
                take(at + 1);
            }
        }
        finish();
        return words;
    }

    private void quoted(char quote) throws Unconvertible {
        at++;
        begun = true;
        while (at < line.length() && line.charAt(at) != quote) {
            if (line.startsWith("{{", at)) {
                take(end("}}") + 2);
            } else if (quote == '"'
                    && line.charAt(at) == '\\'
                    && at + 1 < line.length()
                    && "\"\\".indexOf(line.charAt(at + 1)) >= 0) {
                word.append(line.charAt(at + 1));
                at += 2;
            } else {
                take(at + 1);
            }
        }
        if (at++ >= line.length()) {
            throw new Unconvertible("a quote in '" + line.strip() + "' does not close");
        }
    }

    private int end(String braces) throws Unconvertible {
        int end = line.indexOf(braces, at);
        if (end < 0) {
            throw new Unconvertible("the braces in '" + line.strip() + "' do not close");
        }
        return end;
    }

    private void take(int to) {
        word.append(line, at, to);
        begun = true;
        at = to;
    }

    private void finish() {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
            begun = false;
        }
    }
}
