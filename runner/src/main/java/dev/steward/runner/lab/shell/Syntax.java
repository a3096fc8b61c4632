package dev.steward.runner.lab.shell;

import java.util.List;

/** What a script is made of (POSIX XCU 2.9, 2.10). */
final class Syntax {

    private Syntax() {}

    /** Something that can be executed. */
    sealed interface Command {}

    record Simple(List<Assignment> assignments, List<Word> words, List<Redirect> redirects, int line)
            implements Command {}

    record Pipeline(List<Command> commands, boolean negated) implements Command {}

    record AndOr(Command left, boolean and, Command right) implements Command {}

    /** Commands one after the other; the background ones run aside. */
    record Sequence(List<Item> items) implements Command {}

    record Item(Command command, boolean background) {}

    record Group(Command body, List<Redirect> redirects, boolean subshell) implements Command {}

    record If(Command test, Command then, Command otherwise) implements Command {}

    record While(Command test, Command body, boolean until) implements Command {}

    /** A null list means the positional parameters. */
    record For(String name, List<Word> words, Command body) implements Command {}

    record Case(Word word, List<Branch> branches) implements Command {}

    record Branch(List<Word> patterns, Command body) {}

    record Function(String name, Command body) implements Command {}

    record Assignment(String name, Word value) {}

    /** A redirection; a here-document has its text in the document. */
    record Redirect(int descriptor, String operator, Word target, Document document) {}

    /** The text of a here-document, filled when its lines have been read. */
    static final class Document {
        private Word text;

        Word text() {
            return text;
        }

        void text(Word word) {
            text = word;
        }
    }

    record Word(List<Part> parts) {

        /** The text where the word is made of unquoted letters alone; null otherwise. */
        String bare() {
            if (parts.size() == 1 && parts.get(0) instanceof Text text && !text.quoted()) {
                return text.text();
            }
            return null;
        }
    }

    /** A piece of a word. */
    sealed interface Part {}

    record Text(String text, boolean quoted) implements Part {}

    record Quoted(List<Part> parts) implements Part {}

    /** {@code ${name operator argument}}; the operator is empty for a plain one, "length" for {@code ${#name}}. */
    record Parameter(String name, String operator, Word argument) implements Part {}

    record Substitution(Command command) implements Part {}

    record Arithmetic(Word expression) implements Part {}
}
