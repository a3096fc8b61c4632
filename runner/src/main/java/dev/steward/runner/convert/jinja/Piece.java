package dev.steward.runner.convert.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A converted piece of an expression.
 *
 * @param groovy as a playbook writes it
 * @param safe the same where what stands before a point may be missing
 * @param kind what it is, as far as it is known
 * @param simple whether it needs no parentheses beside an operator
 * @param about for what has properties of Ansible's own: {@code result:stat}, {@code stat}, {@code facts}; else empty
 * @param literal the text itself, where it is one
 */
record Piece(String groovy, String safe, Kind kind, boolean simple, String about, Optional<String> literal) {

    /** Of a member that is true or false somewhere. */
    static final String TRUTH = "truth";

    /** Of a number that Python writes with a fraction, always. */
    static final String QUOTIENT = "quotient";

    /** Of a whole number. */
    static final String WHOLE = "whole";

    /** Of a text that ends with a line's end. */
    static final String LINES = "lines";

    /** Of a value that shall be quoted for a shell. */
    static final String QUOTED = "quoted";

    /** What a piece is. */
    enum Kind {
        TEXT,
        FLAG,
        NUMBER,
        LIST,
        MAP,
        NOTHING,
        ANY;

        static Kind of(Optional<Object> value) {
            return value.map(said -> said instanceof Boolean
                            ? FLAG
                            : said instanceof Number
                                    ? NUMBER
                                    : said instanceof List ? LIST : said instanceof Map ? MAP : ANY)
                    .orElse(ANY);
        }
    }

    static Piece of(String groovy, Kind kind) {
        return new Piece(groovy, groovy, kind, true, "", Optional.empty());
    }

    /** What is settled to be that value, if any. */
    static Piece of(String groovy, Optional<Object> settled) {
        String what = settled.map(said -> said instanceof Number number && number.doubleValue() % 1 == 0
                        ? WHOLE
                        : said instanceof String text && text.endsWith("\n") ? LINES : "")
                .orElse("");
        return of(groovy, Kind.of(settled)).about(what);
    }

    /** Of two parts and what stands between them. */
    static Piece joined(String groovy, Kind kind) {
        return new Piece(groovy, groovy, kind, false, "", Optional.empty());
    }

    static Piece text(String text) {
        return new Piece(Groovy.text(text), Groovy.text(text), Kind.TEXT, true, "", Optional.of(text));
    }

    static Piece about(String groovy, String about) {
        return new Piece(groovy, groovy, Kind.ANY, true, about, Optional.empty());
    }

    Piece orMissing() {
        return new Piece(safe, safe, kind, simple, about, literal);
    }

    Piece as(Kind other) {
        return new Piece(groovy, safe, other, simple, about, literal);
    }

    /** The same, with what makes it different from others of its kind. */
    Piece about(String what) {
        return new Piece(groovy, safe, kind, simple, what, literal);
    }

    /** As it stands in a text: Python writes True and False. */
    Piece inText() {
        if (about.equals(TRUTH)) {
            String said = operand();
            return joined(said + " == true ? 'True' : " + said + " == false ? 'False' : " + said, Kind.TEXT);
        }
        return kind == Kind.FLAG ? joined(operand() + " ? 'True' : 'False'", Kind.TEXT) : this;
    }

    /** As an operand. */
    String operand() {
        return simple ? groovy : "(" + groovy + ")";
    }

    /** A method of it. */
    Piece call(String method, Kind result) {
        String open = simple ? groovy : "(" + groovy + ")";
        String openSafe = simple ? safe : "(" + safe + ")";
        return new Piece(open + "." + method, openSafe + "?." + method, result, true, "", Optional.empty());
    }
}
