package dev.steward.runner.module.file.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one expression, weakest operator first. */
final class ExprReader {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:([A-Za-z_][A-Za-z0-9_]*)|(-?\\d+)|'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\$]|\\\\.)*)\""
                    + "|(\\?\\.|\\?:|\\|\\||&&|==|!=|<=|>=|[.()\\[\\],<>!]))");

    /** Operators by strength, the weakest first. */
    private static final List<List<String>> LEVELS =
            List.of(List.of("?:"), List.of("||"), List.of("&&"), List.of("==", "!=", "<", ">", "<=", ">="));

    private final String file;
    private final String text;
    private final int end;
    private final Matcher matcher;
    private int next;

    private ExprReader(String file, String text, int from, int end) {
        this.file = file;
        this.text = text;
        this.end = end;
        this.next = from;
        this.matcher = TOKEN.matcher(text).region(from, end);
    }

    /** Reads the expression between two offsets of a template. */
    static Expr read(String file, String text, int from, int end) throws TemplateException {
        ExprReader reader = new ExprReader(file, text, from, end);
        Expr expr = reader.level(0);
        if (!text.substring(reader.next, end).isBlank()) {
            throw reader.error("'" + text.substring(reader.next, end).strip() + "' is not understood here");
        }
        return expr;
    }

    private Expr level(int level) throws TemplateException {
        if (level == LEVELS.size()) {
            return unary();
        }
        Expr left = level(level + 1);
        while (LEVELS.get(level).contains(symbol())) {
            Position at = at();
            String operator = symbol();
            take();
            left = new Expr.Binary(at, operator, left, level(level + 1));
        }
        return left;
    }

    private Expr unary() throws TemplateException {
        if (symbol().equals("!")) {
            Position at = at();
            take();
            return new Expr.Not(at, unary());
        }
        Expr expr = primary();
        while (true) {
            String symbol = symbol();
            if (symbol.equals(".") || symbol.equals("?.")) {
                take();
                expr = member(expr, symbol.equals("?."));
            } else if (symbol.equals("[")) {
                Position at = at();
                take();
                expr = new Expr.Index(at, expr, level(0));
                expect("]");
            } else {
                return expr;
            }
        }
    }

    private Expr member(Expr of, boolean safe) throws TemplateException {
        Position at = at();
        if (!peek() || matcher.group(1) == null) {
            throw error("a name is missing after the dot");
        }
        String name = matcher.group(1);
        take();
        if (!symbol().equals("(")) {
            return new Expr.Property(at, of, name, safe);
        }
        take();
        List<Expr> arguments = new ArrayList<>();
        while (!symbol().equals(")")) {
            arguments.add(level(0));
            if (symbol().equals(",")) {
                take();
            } else if (!symbol().equals(")")) {
                throw error("')' is missing");
            }
        }
        take();
        return new Expr.Call(at, of, name, List.copyOf(arguments));
    }

    private Expr primary() throws TemplateException {
        Position at = at();
        if (!peek()) {
            throw error("a value is missing");
        }
        if (matcher.group(1) != null) {
            String word = matcher.group(1);
            take();
            return switch (word) {
                case "true" -> new Expr.Constant(at, true);
                case "false" -> new Expr.Constant(at, false);
                case "null" -> new Expr.Constant(at, null);
                default -> new Expr.Name(at, word);
            };
        }
        if (symbol().equals("(")) {
            take();
            Expr inner = level(0);
            expect(")");
            return inner;
        }
        Object constant = constant();
        take();
        return new Expr.Constant(at, constant);
    }

    private Object constant() throws TemplateException {
        if (matcher.group(2) != null) {
            return Long.parseLong(matcher.group(2));
        }
        String quoted = matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
        if (quoted == null) {
            throw error("a value is missing before '" + matcher.group(5) + "'");
        }
        return quoted.replace("\\n", "\n").replace("\\t", "\t").replaceAll("\\\\(.)", "$1");
    }

    private void expect(String symbol) throws TemplateException {
        if (!symbol().equals(symbol)) {
            throw error("'" + symbol + "' is missing");
        }
        take();
    }

    private boolean peek() {
        matcher.region(next, end);
        return matcher.lookingAt();
    }

    private String symbol() {
        return peek() && matcher.group(5) != null ? matcher.group(5) : "";
    }

    private void take() {
        if (peek()) {
            next = matcher.end();
        }
    }

    private Position at() {
        int start = next;
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        return Position.of(file, text, start);
    }

    private TemplateException error(String message) {
        return new TemplateException(at(), message);
    }
}
