package dev.steward.runner.lab.syntax;

import java.util.function.IntSupplier;

/** The characters of a script, read no further than needed: the rest of standard input belongs to the commands. */
public final class Source {

    /** No more characters. */
    public static final int END = -1;

    private final IntSupplier bytes;
    private final StringBuilder ahead = new StringBuilder();
    private boolean ended;
    private int line = 1;

    /** A source of bytes; {@link #END} ends it. */
    public Source(IntSupplier bytes) {
        this.bytes = bytes;
    }

    /** A source of a text. */
    public static Source of(String text) {
        int[] at = {0};
        return new Source(() -> at[0] < text.length() ? text.charAt(at[0]++) : END);
    }

    int line() {
        return line;
    }

    void line(int number) {
        line = number;
    }

    /** Looks at a character without taking it. A backslash before a newline is not there. */
    public int peek() {
        while (at(0) == '\\' && at(1) == '\n') {
            ahead.delete(0, 2);
            line++;
        }
        return at(0);
    }

    int next() {
        peek();
        return raw();
    }

    /** Takes a character as it is, where a backslash before a newline stays. */
    int raw() {
        int c = at(0);
        if (c != END) {
            ahead.deleteCharAt(0);
            line += c == '\n' ? 1 : 0;
        }
        return c;
    }

    int rawPeek() {
        return at(0);
    }

    /** The character after the next one. */
    int second() {
        peek();
        return at(1);
    }

    private int at(int index) {
        while (ahead.length() <= index && !ended) {
            int c = bytes.getAsInt();
            if (c == END) {
                ended = true;
            } else if (c != 0) {
                ahead.append((char) c);
            }
        }
        return index < ahead.length() ? ahead.charAt(index) : END;
    }

    boolean take(char c) {
        if (peek() == c) {
            next();
            return true;
        }
        return false;
    }
}
