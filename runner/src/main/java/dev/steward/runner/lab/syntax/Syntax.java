package dev.steward.runner.lab.syntax;

import java.util.List;

/** What a script is made of (POSIX XCU 2.9, 2.10). */
public final class Syntax {

    private Syntax() {}

    /** Something that can be executed. */
    public sealed interface Command {}

    /** Assignments, words and redirections of one line. */
    public record Simple(List<Assignment> assignments, List<Word> words, List<Redirect> redirects, int line)
            implements Command {}

    /** Commands joined by pipes. */
    public record Pipeline(List<Command> commands, boolean negated) implements Command {}

    /** Two commands joined by && or ||. */
    public record AndOr(Command left, boolean and, Command right) implements Command {}

    /** Commands one after the other; the background ones run aside. */
    public record Sequence(List<Item> items) implements Command {}

    /** One of a sequence. */
    public record Item(Command command, boolean background) {}

    /** A command with redirections of its own, perhaps in a subshell. */
    public record Group(Command body, List<Redirect> redirects, boolean subshell) implements Command {}

    /** A choice; otherwise is null where there is no else. */
    public record If(Command test, Command then, Command otherwise) implements Command {}

    /** A loop with a test. */
    public record While(Command test, Command body, boolean until) implements Command {}

    /** A null list means the positional parameters. */
    public record For(String name, List<Word> words, Command body) implements Command {}

    /** A choice by patterns. */
    public record Case(Word word, List<Branch> branches) implements Command {}

    /** One branch of a choice. */
    public record Branch(List<Word> patterns, Command body) {}

    /** The definition of a function. */
    public record Function(String name, Command body) implements Command {}

    /** One assignment. */
    public record Assignment(String name, Word value) {}

    /** A redirection; a here-document has its text in the document. */
    public record Redirect(int descriptor, String operator, Word target, Document document) {}

    /** The text of a here-document, filled when its lines have been read. */
    public static final class Document {
        private Word text;

        public Word text() {
            return text;
        }

        void text(Word word) {
            text = word;
        }
    }

    /** A word, not expanded yet. */
    public record Word(List<Part> parts) {

        /** The text where the word is made of unquoted letters alone; null otherwise. */
        public String bare() {
            if (parts.size() == 1 && parts.get(0) instanceof Text text && !text.quoted()) {
                return text.text();
            }
            return null;
        }
    }

    /** A piece of a word. */
    public sealed interface Part {}

    /** Characters. */
    public record Text(String text, boolean quoted) implements Part {}

    /** What stood between double quotes. */
    public record Quoted(List<Part> parts) implements Part {}

    /** {@code ${name operator argument}}; the operator is empty for a plain one, "length" for {@code ${#name}}. */
    public record Parameter(String name, String operator, Word argument) implements Part {}

    /** The output of a command. */
    public record Substitution(Command command) implements Part {}

    /** The value of an expression. */
    public record Arithmetic(Word expression) implements Part {}
}
