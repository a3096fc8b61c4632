package dev.steward.runner.lab.syntax;

import dev.steward.runner.lab.syntax.Syntax.Arithmetic;
import dev.steward.runner.lab.syntax.Syntax.Command;
import dev.steward.runner.lab.syntax.Syntax.Parameter;
import dev.steward.runner.lab.syntax.Syntax.Part;
import dev.steward.runner.lab.syntax.Syntax.Quoted;
import dev.steward.runner.lab.syntax.Syntax.Substitution;
import dev.steward.runner.lab.syntax.Syntax.Text;
import dev.steward.runner.lab.syntax.Syntax.Word;
import java.util.ArrayList;
import java.util.List;

/** Reads words: quoting, parameters and substitutions (POSIX XCU 2.2, 2.6). */
public final class Words {

    private static final int DEEPEST = 200;

    private final Source source;
    private int depth;

    Words(Source source) {
        this.source = source;
    }

    /** Pieces being collected. */
    private static final class Pieces {
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        void add(Part part) {
            flush();
            parts.add(part);
        }

        void flush() {
            if (!text.isEmpty()) {
                parts.add(new Text(text.toString(), false));
                text.setLength(0);
            }
        }

        Word word() {
            flush();
            return new Word(List.copyOf(parts));
        }
    }

    /** A word up to a blank or an operator; null where there is none. */
    Word word() {
        Pieces pieces = new Pieces();
        boolean some = false;
        for (int c = source.peek(); c != Source.END && !ends(c); c = source.peek()) {
            some = true;
            unquoted(pieces, source.next());
        }
        return some ? pieces.word() : null;
    }

    private static boolean ends(int c) {
        return " \t\n;&|<>()".indexOf(c) >= 0;
    }

    private void unquoted(Pieces pieces, int c) {
        switch (c) {
            case '\\' -> {
                int next = source.raw();
                pieces.add(new Text(next == Source.END ? "\\" : String.valueOf((char) next), true));
            }
            case '\'' -> pieces.add(single());
            case '"' -> pieces.add(new Quoted(quoted('"', "\"")));
            case '$' -> dollar(pieces, false);
            case '`' -> pieces.add(backquoted(false));
            default -> pieces.text.append((char) c);
        }
    }

    private Text single() {
        StringBuilder text = new StringBuilder();
        int c = source.raw();
        for (; c != '\'' && c != Source.END; c = source.raw()) {
            text.append((char) c);
        }
        if (c == Source.END) {
            throw error("Unterminated quoted string");
        }
        return new Text(text.toString(), true);
    }

    /** What stands between double quotes, up to the closing character; a backslash takes the escapable ones. */
    private List<Part> quoted(char close, String escapable) {
        Pieces pieces = new Pieces();
        while (true) {
            int c = source.next();
            if (c == close) {
                return pieces.word().parts();
            }
            if (c == Source.END) {
                throw error("Unterminated quoted string");
            }
            inQuotes(pieces, c, escapable);
        }
    }

    private void inQuotes(Pieces pieces, int c, String escapable) {
        if (c == '\\') {
            int next = source.rawPeek();
            if (next != Source.END && ("$`\\" + escapable).indexOf(next) >= 0) {
                pieces.add(new Text(String.valueOf((char) source.raw()), true));
            } else {
                pieces.text.append('\\');
            }
        } else if (c == '$') {
            dollar(pieces, true);
        } else if (c == '`') {
            pieces.add(backquoted(true));
        } else {
            pieces.text.append((char) c);
        }
    }

    /** The body of a here-document whose delimiter was not quoted. */
    static Word document(String text, int line) {
        Source source = Source.of(text);
        source.line(line);
        Words words = new Words(source);
        Pieces pieces = new Pieces();
        for (int c = source.next(); c != Source.END; c = source.next()) {
            words.inQuotes(pieces, c, "");
        }
        return new Word(List.of(new Quoted(pieces.word().parts())));
    }

    private void dollar(Pieces pieces, boolean quoted) {
        int c = source.peek();
        if (++depth > DEEPEST) {
            throw error("nested too deeply");
        }
        if (c == '{') {
            source.next();
            pieces.add(braced(quoted));
        } else if (c == '(') {
            source.next();
            pieces.add(source.peek() == '(' ? arithmetic() : substitution());
        } else if (nameStart(c)) {
            pieces.add(new Parameter(name(), "", null));
        } else if (c != Source.END && "@*#?-$!0123456789".indexOf(c) >= 0) {
            pieces.add(new Parameter(String.valueOf((char) source.next()), "", null));
        } else {
            pieces.text.append('$');
        }
        depth--;
    }

    /** Whether a name may begin so. */
    public static boolean nameStart(int c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        for (int c = source.peek(); nameStart(c) || (c >= '0' && c <= '9'); c = source.peek()) {
            name.append((char) source.next());
        }
        return name.toString();
    }

    private Parameter braced(boolean quoted) {
        if (source.peek() == '#' && source.second() != '}' && ":-+=?#%".indexOf(source.second()) < 0) {
            source.next();
            String name = parameterName();
            closeBrace();
            return new Parameter(name, "length", null);
        }
        if (source.peek() == '#' && "-?#".indexOf(source.second()) >= 0) {
            return lengthOrOperator(quoted);
        }
        String name = parameterName();
        return name.isEmpty() ? bad() : operation(name, quoted);
    }

    /** {@code ${#-}} and its like are lengths, {@code ${#-x}} is an operation on the count. */
    private Parameter lengthOrOperator(boolean quoted) {
        source.next();
        int operator = source.next();
        if (source.take('}')) {
            return new Parameter(String.valueOf((char) operator), "length", null);
        }
        return new Parameter("#", String.valueOf((char) operator), argument(quoted && operator != '#'));
    }

    private Parameter operation(String name, boolean quoted) {
        int c = source.next();
        if (c == '}') {
            return new Parameter(name, "", null);
        }
        String operator = String.valueOf((char) c);
        if (c == ':' && "-=?+".indexOf(source.peek()) >= 0) {
            operator += (char) source.next();
        } else if ((c == '#' || c == '%') && source.peek() == c) {
            operator += (char) source.next();
        } else if ("-=?+#%".indexOf(c) < 0) {
            return bad();
        }
        boolean pattern = c == '#' || c == '%';
        return new Parameter(name, operator, argument(quoted && !pattern));
    }

    private Parameter bad() {
        int open = 1;
        while (open > 0) {
            int c = source.next();
            if (c == Source.END) {
                throw error("Missing '}'");
            }
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return new Parameter("", "bad", null);
    }

    private Word argument(boolean quoted) {
        if (quoted) {
            return quotedArgument();
        }
        Pieces pieces = new Pieces();
        while (true) {
            int c = source.next();
            if (c == '}') {
                return pieces.word();
            }
            if (c == Source.END) {
                throw error("Missing '}'");
            }
            unquoted(pieces, c);
        }
    }

    private Word quotedArgument() {
        Pieces pieces = new Pieces();
        while (true) {
            int c = source.next();
            if (c == '}') {
                return pieces.word();
            }
            if (c == Source.END) {
                throw error("Missing '}'");
            }
            if (c == '"') {
                pieces.add(new Quoted(quoted('"', "\"")));
            } else {
                inQuotes(pieces, c, "\"}");
            }
        }
    }

    private String parameterName() {
        int c = source.peek();
        if (nameStart(c)) {
            return name();
        }
        if (c >= '0' && c <= '9') {
            StringBuilder digits = new StringBuilder();
            while (source.peek() >= '0' && source.peek() <= '9') {
                digits.append((char) source.next());
            }
            return digits.toString();
        }
        return c != Source.END && "@*#?-$!".indexOf(c) >= 0 ? String.valueOf((char) source.next()) : "";
    }

    private void closeBrace() {
        if (!source.take('}')) {
            throw error("Bad substitution");
        }
    }

    private Substitution substitution() {
        Parser parser = new Parser(source);
        Command command = parser.until(")");
        return new Substitution(command);
    }

    private Arithmetic arithmetic() {
        source.next();
        Pieces pieces = new Pieces();
        int open = 0;
        while (true) {
            int c = source.next();
            if (c == Source.END) {
                throw error("Missing '))'");
            }
            if (c == ')' && open == 0 && source.peek() == ')') {
                source.next();
                return new Arithmetic(new Word(List.of(new Quoted(pieces.word().parts()))));
            }
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c != '"') {
                inQuotes(pieces, c, "\"");
            }
        }
    }

    private Substitution backquoted(boolean quoted) {
        StringBuilder text = new StringBuilder();
        int line = source.line();
        for (int c = source.next(); c != '`'; c = source.next()) {
            if (c == Source.END) {
                throw error("EOF in backquote substitution");
            }
            if (c == '\\' && ("$`\\" + (quoted ? "\"" : "")).indexOf(source.rawPeek()) >= 0) {
                c = source.raw();
            }
            text.append((char) c);
        }
        Source inner = Source.of(text.toString());
        inner.line(line);
        return new Substitution(new Parser(inner).until(""));
    }

    private SyntaxException error(String message) {
        return new SyntaxException(source.line(), "Syntax error: " + message);
    }
}
