package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.shell.Syntax.AndOr;
import dev.steward.runner.lab.shell.Syntax.Assignment;
import dev.steward.runner.lab.shell.Syntax.Branch;
import dev.steward.runner.lab.shell.Syntax.Case;
import dev.steward.runner.lab.shell.Syntax.Command;
import dev.steward.runner.lab.shell.Syntax.Document;
import dev.steward.runner.lab.shell.Syntax.For;
import dev.steward.runner.lab.shell.Syntax.Function;
import dev.steward.runner.lab.shell.Syntax.Group;
import dev.steward.runner.lab.shell.Syntax.If;
import dev.steward.runner.lab.shell.Syntax.Item;
import dev.steward.runner.lab.shell.Syntax.Part;
import dev.steward.runner.lab.shell.Syntax.Pipeline;
import dev.steward.runner.lab.shell.Syntax.Redirect;
import dev.steward.runner.lab.shell.Syntax.Sequence;
import dev.steward.runner.lab.shell.Syntax.Simple;
import dev.steward.runner.lab.shell.Syntax.Text;
import dev.steward.runner.lab.shell.Syntax.While;
import dev.steward.runner.lab.shell.Syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads one complete command after the other from a source (POSIX XCU 2.10). */
final class Parser {

    private static final Set<String> RESERVED = Set.of(
            "!", "{", "}", "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in", "then", "until",
            "while");

    private final Source source;
    private final Words words;
    private final Documents documents;
    private Word pendingWord;

    Parser(Source source) {
        this.source = source;
        this.words = new Words(source);
        this.documents = new Documents(source);
    }

    /** The next line's commands, an empty sequence for an empty line, null at the end. */
    Command next() {
        blanks();
        if (source.peek() == Source.END) {
            return null;
        }
        if (source.take('\n')) {
            documents.read();
            return new Sequence(List.of());
        }
        Command command = lineOfCommands();
        blanks();
        if (pendingWord != null || (source.peek() != Source.END && !source.take('\n'))) {
            throw unexpected();
        }
        documents.read();
        return command;
    }

    /** Everything up to a closing character, or to the end for an empty one. */
    Command until(String close) {
        Command body = compoundList();
        if (pendingWord != null || (close.isEmpty() ? source.peek() != Source.END : !source.take(close.charAt(0)))) {
            throw unexpected();
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
            blanks();
        } while (source.peek() != '\n' && source.peek() != Source.END && source.peek() != ')' && !atReservedEnd());
        return sequence(items);
    }

    private static Command sequence(List<Item> items) {
        return items.size() == 1 && !items.get(0).background()
                ? items.get(0).command()
                : new Sequence(List.copyOf(items));
    }

    private boolean background() {
        blanks();
        if (source.peek() == '&' && source.second() != '&') {
            source.next();
            return true;
        }
        return false;
    }

    private boolean separator() {
        blanks();
        if (source.peek() == ';' && source.second() != ';') {
            source.next();
            return true;
        }
        return false;
    }

    /** Commands over lines, up to something that cannot begin a command. */
    private Command compoundList() {
        List<Item> items = new ArrayList<>();
        newlines();
        while (source.peek() != Source.END && source.peek() != ')' && !atReservedEnd() && !atDoubleSemicolon()) {
            Command command = andOr();
            boolean background = background();
            items.add(new Item(command, background));
            if (!background && !separator()) {
                blanks();
                if (source.peek() != '\n') {
                    break;
                }
            }
            newlines();
        }
        return sequence(items);
    }

    private boolean atDoubleSemicolon() {
        return pendingWord == null && source.peek() == ';' && source.second() == ';';
    }

    private boolean atReservedEnd() {
        String word = reserved();
        return word != null
                && Set.of("}", "do", "done", "elif", "else", "esac", "fi", "then")
                        .contains(word);
    }

    private Command andOr() {
        Command left = pipeline();
        while (true) {
            blanks();
            int c = source.peek();
            if ((c != '&' && c != '|') || source.second() != c) {
                return left;
            }
            source.next();
            source.next();
            newlines();
            left = new AndOr(left, c == '&', pipeline());
        }
    }

    private Command pipeline() {
        boolean negated = false;
        while ("!".equals(reserved())) {
            takeWord();
            negated = !negated;
        }
        List<Command> commands = new ArrayList<>();
        commands.add(command());
        blanks();
        while (source.peek() == '|' && source.second() != '|') {
            source.next();
            newlines();
            commands.add(command());
            blanks();
        }
        return commands.size() == 1 && !negated ? commands.get(0) : new Pipeline(List.copyOf(commands), negated);
    }

    private Command command() {
        blanks();
        if (source.peek() == '(') {
            source.next();
            Command body = until(")");
            return new Group(body, redirects(), true);
        }
        String word = reserved();
        if (word == null) {
            return simple();
        }
        takeWord();
        Command body =
                switch (word) {
                    case "{" -> closed(compoundList(), "}");
                    case "if" -> conditional();
                    case "while", "until" -> loop(word.equals("until"));
                    case "for" -> forLoop();
                    case "case" -> choice();
                    default -> throw new SyntaxException(source.line(), "Syntax error: \"" + word + "\" unexpected");
                };
        return new Group(body, redirects(), false);
    }

    private Command closed(Command body, String word) {
        expect(word);
        return body;
    }

    private void expect(String word) {
        newlines();
        if (!word.equals(reserved())) {
            throw new SyntaxException(source.line(), message() + " (expecting \"" + word + "\")");
        }
        takeWord();
    }

    private Command conditional() {
        Command test = required(compoundList());
        expect("then");
        Command then = required(compoundList());
        newlines();
        String word = reserved();
        if ("elif".equals(word)) {
            takeWord();
            return new If(test, then, conditional());
        }
        Command otherwise = null;
        if ("else".equals(word)) {
            takeWord();
            otherwise = required(compoundList());
        }
        expect("fi");
        return new If(test, then, otherwise);
    }

    private Command required(Command body) {
        if (body instanceof Sequence sequence && sequence.items().isEmpty()) {
            throw unexpected();
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
        blanks();
        Word name = takeWord();
        if (name == null || name.bare() == null || !name.bare().matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new SyntaxException(source.line(), "Syntax error: Bad for loop variable");
        }
        newlines();
        List<Word> list = null;
        if ("in".equals(reserved())) {
            takeWord();
            list = new ArrayList<>();
            for (blanks(); !atEnd(); blanks()) {
                list.add(takeWord());
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
        blanks();
        Word subject = takeWord();
        expect("in");
        List<Branch> branches = new ArrayList<>();
        newlines();
        while (!"esac".equals(reserved())) {
            branches.add(branch());
            newlines();
        }
        takeWord();
        return new Case(subject, branches);
    }

    private Branch branch() {
        source.take('(');
        List<Word> patterns = new ArrayList<>();
        do {
            blanks();
            Word pattern = takeWord();
            if (pattern == null) {
                throw unexpected();
            }
            patterns.add(pattern);
            blanks();
        } while (source.take('|'));
        if (!source.take(')')) {
            throw unexpected();
        }
        Command body = compoundList();
        if (atDoubleSemicolon()) {
            source.next();
            source.next();
        } else if (!"esac".equals(reserved())) {
            throw unexpected();
        }
        return new Branch(patterns, body);
    }

    private Command simple() {
        List<Assignment> assignments = new ArrayList<>();
        List<Word> list = new ArrayList<>();
        List<Redirect> redirects = new ArrayList<>();
        int line = source.line();
        while (true) {
            Redirect redirect = redirect();
            if (redirect != null) {
                redirects.add(redirect);
                continue;
            }
            Word word = takeWord();
            if (word == null) {
                break;
            }
            Assignment assignment = list.isEmpty() ? assignment(word) : null;
            if (assignment != null) {
                assignments.add(assignment);
                continue;
            }
            list.add(word);
            blanks();
            if (list.size() == 1 && assignments.isEmpty() && redirects.isEmpty() && source.peek() == '(') {
                return function(word.bare());
            }
        }
        if (list.isEmpty() && assignments.isEmpty() && redirects.isEmpty()) {
            throw unexpected();
        }
        return new Simple(List.copyOf(assignments), List.copyOf(list), List.copyOf(redirects), line);
    }

    private Command function(String name) {
        source.next();
        blanks();
        if (!source.take(')')) {
            throw unexpected();
        }
        if (name == null || !name.matches("[A-Za-z_][A-Za-z0-9_-]*")) {
            throw new SyntaxException(source.line(), "Syntax error: Bad function name");
        }
        newlines();
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

    private List<Redirect> redirects() {
        List<Redirect> all = new ArrayList<>();
        for (Redirect one = redirect(); one != null; one = redirect()) {
            all.add(one);
        }
        return all;
    }

    private Redirect redirect() {
        blanks();
        int descriptor = -1;
        int c = source.peek();
        if (pendingWord == null && c >= '0' && c <= '9' && (source.second() == '<' || source.second() == '>')) {
            descriptor = source.next() - '0';
            c = source.peek();
        }
        if (pendingWord != null || (c != '<' && c != '>')) {
            return null;
        }
        String operator = operator();
        blanks();
        int number = descriptor >= 0 ? descriptor : operator.charAt(0) == '<' ? 0 : 1;
        Word target = takeWord();
        if (target == null) {
            throw unexpected();
        }
        Document document = operator.startsWith("<<") ? documents.expect(target, operator.endsWith("-")) : null;
        return new Redirect(number, operator, target, document);
    }

    private String operator() {
        StringBuilder operator = new StringBuilder().append((char) source.next());
        int c = source.peek();
        if (operator.charAt(0) == '<' && c == '<') {
            source.next();
            return source.take('-') ? "<<-" : "<<";
        }
        if (c == '&' || c == '>' || (c == '|' && operator.charAt(0) == '>')) {
            operator.append((char) source.next());
        }
        return operator.toString();
    }

    /** The next word where it is a reserved one, still to be taken; null otherwise. */
    private String reserved() {
        blanks();
        if (pendingWord == null) {
            int c = source.peek();
            if (c == Source.END || !(c == '!' || c == '{' || c == '}' || (c >= 'c' && c <= 'w'))) {
                return null;
            }
            pendingWord = words.word();
        }
        String bare = pendingWord == null ? null : pendingWord.bare();
        return bare != null && RESERVED.contains(bare) ? bare : null;
    }

    private Word takeWord() {
        Word word = pendingWord;
        pendingWord = null;
        if (word == null) {
            blanks();
            word = words.word();
        }
        return word;
    }

    private void blanks() {
        if (pendingWord != null) {
            return;
        }
        while (source.peek() == ' ' || source.peek() == '\t') {
            source.next();
        }
        if (source.peek() == '#') {
            while (source.rawPeek() != '\n' && source.rawPeek() != Source.END) {
                source.raw();
            }
        }
    }

    private void newlines() {
        blanks();
        while (pendingWord == null && source.take('\n')) {
            documents.read();
            blanks();
        }
    }

    private SyntaxException unexpected() {
        return new SyntaxException(source.line(), message());
    }

    private String message() {
        if (pendingWord != null) {
            String bare = pendingWord.bare();
            return "Syntax error: " + (RESERVED.contains(String.valueOf(bare)) ? "\"" + bare + "\"" : "word")
                    + " unexpected";
        }
        int c = source.peek();
        if (c == Source.END) {
            return "Syntax error: end of file unexpected";
        }
        if (c == '\n') {
            return "Syntax error: newline unexpected";
        }
        String token = ";&|".indexOf(c) >= 0 && source.second() == c ? "" + (char) c + (char) c : "" + (char) c;
        return "Syntax error: " + (";&|()<>".indexOf(c) >= 0 ? "\"" + token + "\"" : "word") + " unexpected";
    }
}
