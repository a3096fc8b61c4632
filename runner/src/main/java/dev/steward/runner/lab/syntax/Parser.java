package dev.steward.runner.lab.syntax;

import dev.steward.runner.lab.syntax.Syntax.AndOr;
import dev.steward.runner.lab.syntax.Syntax.Assignment;
import dev.steward.runner.lab.syntax.Syntax.Branch;
import dev.steward.runner.lab.syntax.Syntax.Case;
import dev.steward.runner.lab.syntax.Syntax.Command;
import dev.steward.runner.lab.syntax.Syntax.For;
import dev.steward.runner.lab.syntax.Syntax.Function;
import dev.steward.runner.lab.syntax.Syntax.Group;
import dev.steward.runner.lab.syntax.Syntax.If;
import dev.steward.runner.lab.syntax.Syntax.Item;
import dev.steward.runner.lab.syntax.Syntax.Part;
import dev.steward.runner.lab.syntax.Syntax.Pipeline;
import dev.steward.runner.lab.syntax.Syntax.Redirect;
import dev.steward.runner.lab.syntax.Syntax.Sequence;
import dev.steward.runner.lab.syntax.Syntax.Simple;
import dev.steward.runner.lab.syntax.Syntax.Text;
import dev.steward.runner.lab.syntax.Syntax.While;
import dev.steward.runner.lab.syntax.Syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads one complete command after the other from a source (POSIX XCU 2.10). */
public final class Parser {

    private final Source source;
    private final Tokens tokens;

    /** A parser that reads no further than the command it gives. */
    public Parser(Source source) {
        this.source = source;
        this.tokens = new Tokens(source);
    }

    /** The next line's commands, an empty sequence for an empty line, null at the end. */
    public Command next() {
        tokens.blanks();
        if (source.peek() == Source.END) {
            return null;
        }
        if (source.take('\n')) {
            tokens.lineEnded();
            return new Sequence(List.of());
        }
        Command command = lineOfCommands();
        tokens.blanks();
        if (tokens.waiting() || (source.peek() != Source.END && !source.take('\n'))) {
            throw tokens.unexpected();
        }
        tokens.lineEnded();
        return command;
    }

    /** Everything up to a closing character, or to the end for an empty one. */
    public Command until(String close) {
        Command body = compoundList();
        if (tokens.waiting() || (close.isEmpty() ? source.peek() != Source.END : !source.take(close.charAt(0)))) {
            throw tokens.unexpected();
        }
        return body;
    }

    private Command lineOfCommands() {
        List<Item> items = new ArrayList<>();
        do {
            Command command = andOr();
            boolean background = background();
            items.add(new Item(command, background));
            if (!background && !separator()) {
                break;
            }
            tokens.blanks();
        } while (source.peek() != '\n' && source.peek() != Source.END && source.peek() != ')' && !atReservedEnd());
        return sequence(items);
    }

    private static Command sequence(List<Item> items) {
        return items.size() == 1 && !items.get(0).background()
                ? items.get(0).command()
                : new Sequence(List.copyOf(items));
    }

    private boolean background() {
        tokens.blanks();
        if (source.peek() == '&' && source.second() != '&') {
            source.next();
            return true;
        }
        return false;
    }

    private boolean separator() {
        tokens.blanks();
        if (source.peek() == ';' && source.second() != ';') {
            source.next();
            return true;
        }
        return false;
    }

    /** Commands over lines, up to something that cannot begin a command. */
    private Command compoundList() {
        List<Item> items = new ArrayList<>();
        tokens.newlines();
        while (source.peek() != Source.END && source.peek() != ')' && !atReservedEnd() && !atDoubleSemicolon()) {
            Command command = andOr();
            boolean background = background();
            items.add(new Item(command, background));
            if (!background && !separator()) {
                tokens.blanks();
                if (source.peek() != '\n') {
                    break;
                }
            }
            tokens.newlines();
        }
        return sequence(items);
    }

    private boolean atDoubleSemicolon() {
        return !tokens.waiting() && source.peek() == ';' && source.second() == ';';
    }

    private boolean atReservedEnd() {
        String word = tokens.reserved();
        return word != null
                && Set.of("}", "do", "done", "elif", "else", "esac", "fi", "then")
                        .contains(word);
    }

    private Command andOr() {
        Command left = pipeline();
        while (true) {
            tokens.blanks();
            int c = source.peek();
            if ((c != '&' && c != '|') || source.second() != c) {
                return left;
            }
            source.next();
            source.next();
            tokens.newlines();
            left = new AndOr(left, c == '&', pipeline());
        }
    }

    private Command pipeline() {
        boolean negated = false;
        while ("!".equals(tokens.reserved())) {
            tokens.takeWord();
            negated = !negated;
        }
        List<Command> commands = new ArrayList<>();
        commands.add(command());
        tokens.blanks();
        while (source.peek() == '|' && source.second() != '|') {
            source.next();
            tokens.newlines();
            commands.add(command());
            tokens.blanks();
        }
        return commands.size() == 1 && !negated ? commands.get(0) : new Pipeline(List.copyOf(commands), negated);
    }

    private Command command() {
        tokens.blanks();
        if (!tokens.waiting() && source.peek() == '(') {
            source.next();
            Command body = until(")");
            return new Group(body, tokens.redirects(), true);
        }
        String word = tokens.reserved();
        if (word == null) {
            return simple();
        }
        tokens.takeWord();
        Command body =
                switch (word) {
                    case "{" -> closed(compoundList(), "}");
                    case "if" -> conditional();
                    case "while", "until" -> loop(word.equals("until"));
                    case "for" -> forLoop();
                    case "case" -> choice();
                    default -> throw new SyntaxException(source.line(), "Syntax error: \"" + word + "\" unexpected");
                };
        return new Group(body, tokens.redirects(), false);
    }

    private Command closed(Command body, String word) {
        expect(word);
        return body;
    }

    private void expect(String word) {
        tokens.newlines();
        if (!word.equals(tokens.reserved())) {
            throw new SyntaxException(source.line(), tokens.message() + " (expecting \"" + word + "\")");
        }
        tokens.takeWord();
    }

    private Command conditional() {
        Command test = required(compoundList());
        expect("then");
        Command then = required(compoundList());
        tokens.newlines();
        String word = tokens.reserved();
        if ("elif".equals(word)) {
            tokens.takeWord();
            return new If(test, then, conditional());
        }
        Command otherwise = null;
        if ("else".equals(word)) {
            tokens.takeWord();
            otherwise = required(compoundList());
        }
        expect("fi");
        return new If(test, then, otherwise);
    }

    private Command required(Command body) {
        if (body instanceof Sequence sequence && sequence.items().isEmpty()) {
            throw tokens.unexpected();
        }
        return body;
    }

    private Command loop(boolean until) {
        Command test = required(compoundList());
        return new While(test, body(), until);
    }

    private Command body() {
        expect("do");
        return closed(required(compoundList()), "done");
    }

    private Command forLoop() {
        tokens.blanks();
        Word name = tokens.takeWord();
        if (name == null || name.bare() == null || !name.bare().matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new SyntaxException(source.line(), "Syntax error: Bad for loop variable");
        }
        tokens.newlines();
        List<Word> list = null;
        if ("in".equals(tokens.reserved())) {
            tokens.takeWord();
            list = new ArrayList<>();
            for (tokens.blanks(); !atEnd(); tokens.blanks()) {
                list.add(tokens.takeWord());
            }
        }
        separator();
        return new For(name.bare(), list, body());
    }

    private boolean atEnd() {
        int c = source.peek();
        return c == Source.END || ";\n&|()<>".indexOf(c) >= 0;
    }

    private Command choice() {
        tokens.blanks();
        Word subject = tokens.takeWord();
        expect("in");
        List<Branch> branches = new ArrayList<>();
        tokens.newlines();
        while (!"esac".equals(tokens.reserved())) {
            branches.add(branch());
            tokens.newlines();
        }
        tokens.takeWord();
        return new Case(subject, branches);
    }

    private Branch branch() {
        source.take('(');
        List<Word> patterns = new ArrayList<>();
        do {
            tokens.blanks();
            Word pattern = tokens.takeWord();
            if (pattern == null) {
                throw tokens.unexpected();
            }
            patterns.add(pattern);
            tokens.blanks();
        } while (source.take('|'));
        if (!source.take(')')) {
            throw tokens.unexpected();
        }
        Command body = compoundList();
        if (atDoubleSemicolon()) {
            source.next();
            source.next();
        } else if (!"esac".equals(tokens.reserved())) {
            throw tokens.unexpected();
        }
        return new Branch(patterns, body);
    }

    private Command simple() {
        List<Assignment> assignments = new ArrayList<>();
        List<Word> list = new ArrayList<>();
        List<Redirect> redirects = new ArrayList<>();
        int line = source.line();
        while (true) {
            Redirect redirect = tokens.redirect();
            if (redirect != null) {
                redirects.add(redirect);
                continue;
            }
            Word word = tokens.takeWord();
            if (word == null) {
                break;
            }
            Assignment assignment = list.isEmpty() ? assignment(word) : null;
            if (assignment != null) {
                assignments.add(assignment);
                continue;
            }
            list.add(word);
            tokens.blanks();
            if (list.size() == 1 && assignments.isEmpty() && redirects.isEmpty() && source.peek() == '(') {
                return function(word.bare());
            }
        }
        if (list.isEmpty() && assignments.isEmpty() && redirects.isEmpty()) {
            throw tokens.unexpected();
        }
        return new Simple(List.copyOf(assignments), List.copyOf(list), List.copyOf(redirects), line);
    }

    private Command function(String name) {
        source.next();
        tokens.blanks();
        if (!source.take(')')) {
            throw tokens.unexpected();
        }
        if (name == null || !name.matches("[A-Za-z_][A-Za-z0-9_-]*")) {
            throw new SyntaxException(source.line(), "Syntax error: Bad function name");
        }
        tokens.newlines();
        return new Function(name, command());
    }

    private static Assignment assignment(Word word) {
        if (word.parts().isEmpty() || !(word.parts().get(0) instanceof Text text) || text.quoted()) {
            return null;
        }
        int equal = text.text().indexOf('=');
        if (equal < 1 || !text.text().substring(0, equal).matches("[A-Za-z_][A-Za-z0-9_]*")) {
            return null;
        }
        List<Part> value = new ArrayList<>(word.parts());
        value.set(0, new Text(text.text().substring(equal + 1), false));
        return new Assignment(text.text().substring(0, equal), new Word(value));
    }
}
