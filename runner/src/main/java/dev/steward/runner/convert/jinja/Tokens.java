package dev.steward.runner.convert.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An expression of Jinja, cut into words. */
final class Tokens {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<text>'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\")|(?<number>\\d+(?:\\.\\d+)?)|(?<name>[A-Za-z_]\\w*)"
                    + "|(?<sign>==|!=|<=|>=|//|\\*\\*|[-+*/%~<>()\\[\\]{}.,:|=]))",
            Pattern.DOTALL);

    /** What a word is. */
    enum Kind {
        TEXT,
        NUMBER,
        NAME,
        SIGN,
        END
    }

    /**
     * A word.
     *
     * @param said texts without their quotes
     */
    record Token(Kind kind, String said) {}

    private final List<Token> all = new ArrayList<>();
    private int at;

    Tokens(String expression) throws Unconvertible {
        Matcher token = TOKEN.matcher(expression.strip());
        int from = 0;
        while (from < expression.strip().length()) {
            if (!token.find(from) || token.start() != from) {
                throw new Unconvertible("'" + expression.strip() + "' cannot be read");
            }
            all.add(of(token));
            from = token.end();
        }
    }

    /** How many brackets are open at once, or follow each other as {@code not} does, at most. */
    int depth() {
        int depth = 0;
        int deepest = 0;
        int nots = 0;
        for (Token token : all) {
            boolean sign = token.kind() == Kind.SIGN;
            depth += sign && "([{".contains(token.said()) ? 1 : 0;
            depth -= sign && ")]}".contains(token.said()) ? 1 : 0;
            nots = token.kind() == Kind.NAME && token.said().equals("not")
                            || sign && token.said().equals("-")
                    ? nots + 1
                    : 0;
            deepest = Math.max(deepest, Math.max(depth, nots));
        }
        return deepest;
    }

    private static Token of(Matcher token) {
        if (token.group("text") != null) {
            String quoted = token.group("text");
            return new Token(Kind.TEXT, unescaped(quoted.substring(1, quoted.length() - 1)));
        }
        if (token.group("number") != null) {
            return new Token(Kind.NUMBER, token.group("number"));
        }
        return token.group("name") != null
                ? new Token(Kind.NAME, token.group("name"))
                : new Token(Kind.SIGN, token.group("sign"));
    }

    /** As Jinja does; what is no escape keeps its backslash. */
    private static String unescaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
                continue;
            }
            char next = text.charAt(++i);
            switch (next) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case '\\', '\'', '"' -> out.append(next);
                default -> out.append('\\').append(next);
            }
        }
        return out.toString();
    }

    Token peek() {
        return at < all.size() ? all.get(at) : new Token(Kind.END, "");
    }

    /** Whether a default for what was read last stands here. */
    boolean isDefault() {
        return isSign("|")
                && at + 1 < all.size()
                && (all.get(at + 1).said().equals("default")
                        || all.get(at + 1).said().equals("d"));
    }

    Token next() {
        Token token = peek();
        at++;
        return token;
    }

    boolean isSign(String sign) {
        return peek().kind() == Kind.SIGN && peek().said().equals(sign);
    }

    boolean isName(String name) {
        return peek().kind() == Kind.NAME && peek().said().equals(name);
    }

    /** Takes the word, if it is that. */
    boolean take(String word) {
        boolean there = isSign(word) || isName(word);
        if (there) {
            at++;
        }
        return there;
    }

    void expect(String sign) throws Unconvertible {
        if (!take(sign)) {
            throw new Unconvertible("'" + sign + "' is missing in an expression");
        }
    }
}
