package dev.steward.runner.convert.jinja;

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
            return value.map(said -> said instanceof Boolean ? FLAG : said instanceof Number ? NUMBER : ANY)
                    .orElse(ANY);
        }
    }

    static Piece of(String groovy, Kind kind) {
        return new Piece(groovy, groovy, kind, true, "", Optional.empty());
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

    /** As it stands in a text: Python writes True and False. */
    Piece inText() {
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
