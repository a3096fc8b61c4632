package dev.steward.runner.lab.text;

import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.UsageException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** seq and expr. */
final class Numbers {

    private Numbers() {}

    static int seq(Call call) {
        List<String> words = call.arguments();
        String separator = "\n";
        boolean wide = false;
        while (!words.isEmpty() && words.get(0).matches("-w|-s.*")) {
            boolean width = words.get(0).equals("-w");
            if (words.get(0).length() > 2) {
                separator = words.get(0).substring(2);
                words = words.subList(1, words.size());
                continue;
            }
            separator = width ? separator : words.get(1);
            wide |= width;
            words = words.subList(width ? 1 : 2, words.size());
        }
        if (words.isEmpty() || words.size() > 3) {
            throw Arguments.refuse(call, "missing operand");
        }
        long[] numbers = words.stream().mapToLong(word -> number(call, word)).toArray();
        long from = words.size() > 1 ? numbers[0] : 1;
        long step = words.size() > 2 ? numbers[1] : 1;
        long to = numbers[numbers.length - 1];
        int width =
                wide ? Math.max(Long.toString(from).length(), Long.toString(to).length()) : 1;
        boolean some = false;
        for (long i = from; step > 0 ? i <= to : step < 0 && i >= to; i += step) {
            call.proc().step();
            call.out().print(some ? separator : "").print(String.format("%0" + width + "d", i));
            some = true;
        }
        call.out().print(some ? "\n" : "");
        return 0;
    }

    private static long number(Call call, String word) {
        if (!word.matches("-?\\d{1,15}")) {
            throw Arguments.refuse(call, Arguments.bytes("invalid floating point argument: ‘" + word + "’"));
        }
        return Long.parseLong(word);
    }

    static int expr(Call call) {
        if (call.arguments().isEmpty()) {
            throw new UsageException(2, "expr: missing operand\nTry 'expr --help' for more information.");
        }
        Expression expression = new Expression(call, call.arguments());
        String value = expression.or();
        if (expression.at < call.arguments().size()) {
            throw new UsageException(
                    2,
                    Arguments.bytes("expr: syntax error: unexpected argument ‘"
                            + call.arguments().get(expression.at) + "’"));
        }
        call.out().line(value);
        return value.isEmpty() || value.equals("0") ? 1 : 0;
    }

    private static final class Expression {
        private final Call call;
        private final List<String> words;
        private int at;

        Expression(Call call, List<String> words) {
            this.call = call;
            this.words = words;
        }

        private boolean is(String... operators) {
            return at < words.size() && List.of(operators).contains(words.get(at));
        }

        private static boolean truth(String value) {
            return !value.isEmpty() && !value.equals("0");
        }

        String or() {
            String left = and();
            while (is("|")) {
                at++;
                String right = and();
                left = truth(left) ? left : truth(right) ? right : "0";
            }
            return left;
        }

        private String and() {
            String left = compare();
            while (is("&")) {
                at++;
                String right = compare();
                left = truth(left) && truth(right) ? left : "0";
            }
            return left;
        }

        private String compare() {
            String left = sum();
            while (is("=", "==", "!=", "<", "<=", ">", ">=")) {
                String operator = words.get(at++);
                left = compared(left, operator, sum()) ? "1" : "0";
            }
            return left;
        }

        private static boolean compared(String left, String operator, String right) {
            boolean numbers = left.matches("-?\\d{1,18}") && right.matches("-?\\d{1,18}");
            int order = numbers ? Long.compare(Long.parseLong(left), Long.parseLong(right)) : left.compareTo(right);
            return switch (operator) {
                case "=", "==" -> order == 0;
                case "!=" -> order != 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        }

        private String sum() {
            String left = product();
            while (is("+", "-")) {
                String operator = words.get(at++);
                long right = integer(product());
                left = Long.toString(operator.equals("+") ? integer(left) + right : integer(left) - right);
            }
            return left;
        }

        private String product() {
            String left = match();
            while (is("*", "/", "%")) {
                String operator = words.get(at++);
                long right = integer(match());
                if (right == 0 && !operator.equals("*")) {
                    throw new UsageException(2, "expr: division by zero");
                }
                long value = integer(left);
                left = Long.toString(
                        operator.equals("*") ? value * right : operator.equals("/") ? value / right : value % right);
            }
            return left;
        }

        private long integer(String text) {
            if (!text.matches("-?\\d{1,18}")) {
                throw new UsageException(2, "expr: non-integer argument");
            }
            return Long.parseLong(text);
        }

        private String match() {
            String left = primary();
            while (is(":")) {
                at++;
                left = matched(left, primary());
            }
            return left;
        }

        private String matched(String text, String regex) {
            Pattern pattern = Posix.compile(regex, false, false);
            Matcher matcher = Posix.matcher(pattern, text, call.proc());
            boolean found = matcher.lookingAt();
            if (matcher.groupCount() > 0) {
                return found && matcher.group(1) != null ? matcher.group(1) : "";
            }
            return found ? Integer.toString(matcher.end()) : "0";
        }

        private String primary() {
            if (at >= words.size()) {
                throw new UsageException(
                        2, Arguments.bytes("expr: syntax error: missing argument after ‘" + words.get(at - 1) + "’"));
            }
            String word = words.get(at++);
            if (word.equals("(")) {
                String value = or();
                if (!is(")")) {
                    throw new UsageException(
                            2, Arguments.bytes("expr: syntax error: expecting ')' after ‘" + words.get(at - 1) + "’"));
                }
                at++;
                return value;
            }
            return switch (word) {
                case "length" -> Integer.toString(primary().length());
                case "match" -> matched(primary(), primary());
                case "index" -> index(primary(), primary());
                case "substr" -> substring(primary(), integer(primary()), integer(primary()));
                default -> word;
            };
        }

        private static String index(String text, String characters) {
            for (int i = 0; i < text.length(); i++) {
                if (characters.indexOf(text.charAt(i)) >= 0) {
                    return Integer.toString(i + 1);
                }
            }
            return "0";
        }

        private static String substring(String text, long from, long count) {
            return from < 1 || from > text.length() || count < 1
                    ? ""
                    : text.substring((int) from - 1, (int) Math.min(text.length(), from - 1 + count));
        }
    }
}
