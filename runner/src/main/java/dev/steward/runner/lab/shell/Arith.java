package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.syntax.Words;
import java.util.List;

/** Arithmetic expansion: the expressions of C on 64-bit integers with assignment (POSIX XCU 2.6.4). */
final class Arith {

    private static final List<List<String>> LEVELS = List.of(
            List.of("||"),
            List.of("&&"),
            List.of("|"),
            List.of("^"),
            List.of("&"),
            List.of("==", "!="),
            List.of("<=", ">=", "<", ">"),
            List.of("<<", ">>"),
            List.of("+", "-"),
            List.of("*", "/", "%"));

    private static final List<String> ASSIGN =
            List.of("<<=", ">>=", "=", "+=", "-=", "*=", "/=", "%=", "&=", "^=", "|=");
    private static final int DEEPEST = 500;

    private final Shell shell;
    private final String text;
    private int at;
    private int depth;
    private boolean idle;

    Arith(Shell shell, String text) {
        this.shell = shell;
        this.text = text;
    }

    long value() {
        blanks();
        if (at == text.length()) {
            return 0;
        }
        long value = assignment();
        blanks();
        if (at < text.length()) {
            throw error();
        }
        return value;
    }

    private ShellException error() {
        return new ShellException("arithmetic expression: expecting EOF: \"" + text + "\"");
    }

    private void blanks() {
        while (at < text.length() && " \t\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private long assignment() {
        if (++depth > DEEPEST) {
            throw error();
        }
        int start = at;
        blanks();
        String name = name();
        blanks();
        String operator = name.isEmpty() ? null : assignOperator();
        if (operator == null) {
            at = start;
            long value = conditional();
            depth--;
            return value;
        }
        at += operator.length();
        long right = assignment();
        long value = operator.equals("=")
                ? right
                : apply(operator.substring(0, operator.length() - 1), variable(name), right);
        if (!idle) {
            shell.variables().set(name, Long.toString(value));
        }
        depth--;
        return value;
    }

    private String assignOperator() {
        for (String operator : ASSIGN) {
            if (text.startsWith(operator, at) && !(operator.equals("=") && text.startsWith("==", at))) {
                return operator;
            }
        }
        return null;
    }

    private long conditional() {
        long test = binary(0);
        if (!take("?")) {
            return test;
        }
        boolean before = idle;
        idle = before || test == 0;
        long yes = assignment();
        if (!take(":")) {
            throw error();
        }
        idle = before || test != 0;
        long no = assignment();
        idle = before;
        return test != 0 ? yes : no;
    }

    private long binary(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        long left = binary(level + 1);
        for (String operator = operator(level); operator != null; operator = operator(level)) {
            at += operator.length();
            boolean before = idle;
            idle |= (operator.equals("&&") && left == 0) || (operator.equals("||") && left != 0);
            long right = binary(level + 1);
            left = apply(operator, left, right);
            idle = before;
        }
        return left;
    }

    private String operator(int level) {
        blanks();
        for (String operator : LEVELS.get(level)) {
            if (text.startsWith(operator, at) && !longer(operator)) {
                return operator;
            }
        }
        return null;
    }

    private boolean longer(String operator) {
        char next = at + operator.length() < text.length() ? text.charAt(at + operator.length()) : ' ';
        boolean compare =
                operator.equals("==") || operator.equals("!=") || operator.equals("<=") || operator.equals(">=");
        return (next == '=' && !compare)
                || (operator.length() == 1 && "|&<>".contains(operator) && next == operator.charAt(0));
    }

    private long apply(String operator, long left, long right) {
        if (idle) {
            return 0;
        }
        return switch (operator) {
            case "||" -> left != 0 || right != 0 ? 1 : 0;
            case "&&" -> left != 0 && right != 0 ? 1 : 0;
            case "|" -> left | right;
            case "^" -> left ^ right;
            case "&" -> left & right;
            case "==" -> left == right ? 1 : 0;
            case "!=" -> left != right ? 1 : 0;
            case "<=" -> left <= right ? 1 : 0;
            case ">=" -> left >= right ? 1 : 0;
            case "<" -> left < right ? 1 : 0;
            case ">" -> left > right ? 1 : 0;
            case "<<" -> left << right;
            case ">>" -> left >> right;
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            default -> divide(operator, left, right);
        };
    }

    private long divide(String operator, long left, long right) {
        if (right == 0) {
            throw new ShellException("arithmetic expression: division by zero: \"" + text + "\"");
        }
        return operator.equals("/") ? left / right : left % right;
    }

    private long unary() {
        blanks();
        if (++depth > DEEPEST) {
            throw error();
        }
        long value;
        if (take("!")) {
            value = unary() == 0 ? 1 : 0;
        } else if (take("~")) {
            value = ~unary();
        } else if (take("-")) {
            value = -unary();
        } else if (take("+")) {
            value = unary();
        } else {
            value = primary();
        }
        depth--;
        return value;
    }

    private boolean take(String token) {
        blanks();
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private long primary() {
        if (take("(")) {
            long value = assignment();
            if (!take(")")) {
                throw error();
            }
            return value;
        }
        String name = name();
        if (!name.isEmpty()) {
            return variable(name);
        }
        int start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        return number(text.substring(start, at));
    }

    private String name() {
        int start = at;
        while (at < text.length()
                && (Words.nameStart(text.charAt(at)) || (at > start && Character.isDigit(text.charAt(at))))) {
            at++;
        }
        return text.substring(start, at);
    }

    private long variable(String name) {
        String value = shell.variables().get(name);
        if (value == null && shell.option('u') && !idle) {
            throw new ShellException(name + ": parameter not set");
        }
        String plain = value == null ? "" : value.trim();
        if (plain.isEmpty()) {
            return 0;
        }
        return plain.startsWith("-") ? -illegal(plain.substring(1), value) : illegal(plain, value);
    }

    private long illegal(String digits, String value) {
        try {
            return number(digits.startsWith("+") ? digits.substring(1) : digits);
        } catch (ShellException e) {
            throw new ShellException("Illegal number: " + value);
        }
    }

    private long number(String digits) {
        try {
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                return Long.parseUnsignedLong(digits.substring(2), 16);
            }
            return digits.length() > 1 && digits.startsWith("0") ? Long.parseLong(digits, 8) : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new ShellException("arithmetic expression: expecting primary: \"" + text + "\"");
        }
    }
}
