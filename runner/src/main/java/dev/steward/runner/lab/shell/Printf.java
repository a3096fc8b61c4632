package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.process.UsageException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** printf. */
public final class Printf implements Program {

    private static final Pattern DIRECTIVE =
            Pattern.compile("%([-+ 0#]*)(\\*|\\d+)?(?:\\.(\\*|\\d+)?)?([a-zA-Z%])?", Pattern.DOTALL);
    private static final int WIDEST = 1 << 16;

    /** One run over the arguments. */
    private static final class Run {
        private final List<String> words;
        private int next;
        private boolean stopped;
        private int status;
        private final StringBuilder out = new StringBuilder();
        private final Call call;

        Run(Call call, List<String> words) {
            this.call = call;
            this.words = words;
        }

        String word() {
            return next < words.size() ? words.get(next++) : null;
        }
    }

    @Override
    public int run(Call call) {
        List<String> words = call.arguments();
        if (!words.isEmpty() && words.get(0).equals("--")) {
            words = words.subList(1, words.size());
        }
        if (words.isEmpty()) {
            throw new UsageException(2, "printf: usage: printf format [arg ...]");
        }
        Run run = new Run(call, words.subList(1, words.size()));
        int before;
        do {
            before = run.next;
            once(words.get(0), run);
            call.proc().step();
            call.out().print(run.out);
            run.out.setLength(0);
        } while (!run.stopped && run.next < run.words.size() && run.next > before);
        return run.status;
    }

    private static void once(String format, Run run) {
        Matcher matcher = DIRECTIVE.matcher(format);
        int at = 0;
        while (!run.stopped && matcher.find(at)) {
            run.out.append(Escapes.format(format.substring(at, matcher.start())).text());
            at = matcher.end();
            directive(matcher, run);
        }
        if (!run.stopped) {
            run.out.append(Escapes.format(format.substring(at)).text());
        }
    }

    private static void directive(Matcher matcher, Run run) {
        if ("%".equals(matcher.group(4))) {
            run.out.append('%');
            return;
        }
        String flags = matcher.group(1);
        int width = star(matcher.group(2), run, 0);
        boolean precise = matcher.group().contains(".");
        int precision = precise ? star(matcher.group(3), run, 0) : -1;
        if (width < 0) {
            flags += "-";
            width = -width;
        }
        if (matcher.group(4) == null) {
            throw new UsageException(2, "printf: " + matcher.group() + ": invalid directive");
        }
        String body = convert(matcher.group(4).charAt(0), flags, precision, run, matcher.group());
        boolean zero = flags.contains("0") && !flags.contains("-") && "sbc".indexOf(matcher.group(4)) < 0;
        run.out.append(pad(
                body,
                Math.min(width, WIDEST),
                flags.contains("-"),
                zero && (precision < 0 || "fFeEgG".contains(matcher.group(4)))));
    }

    private static int star(String text, Run run, int otherwise) {
        if (text == null) {
            return otherwise;
        }
        String value = text.equals("*") ? run.word() : text;
        return value == null || !value.matches("-?\\d{1,6}") ? 0 : Integer.parseInt(value);
    }

    private static String convert(char kind, String flags, int precision, Run run, String whole) {
        String word = run.word();
        String text = word == null ? "" : word;
        return switch (kind) {
            case 's' -> cut(text, precision);
            case 'b' -> {
                Escapes escapes = Escapes.echo(text);
                run.stopped = escapes.stopped();
                yield cut(escapes.text(), precision);
            }
            case 'c' -> text.isEmpty() ? "\0" : text.substring(0, 1);
            case 'd', 'i' -> signed(Long.toString(integer(text, run)), flags, precision);
            case 'u' -> digits(Long.toUnsignedString(integer(text, run)), precision);
            case 'o' -> digits((flags.contains("#") ? "0" : "") + Long.toOctalString(integer(text, run)), precision);
            case 'x' -> (flags.contains("#") ? "0x" : "") + digits(Long.toHexString(integer(text, run)), precision);
            case 'X' ->
                (flags.contains("#") ? "0X" : "")
                        + digits(Long.toHexString(integer(text, run)).toUpperCase(Locale.ROOT), precision);
            case 'f', 'F', 'e', 'E', 'g', 'G' -> real(kind, text, flags, precision, run);
            default -> throw new UsageException(2, "printf: " + whole + ": invalid directive");
        };
    }

    private static String cut(String text, int precision) {
        return precision >= 0 && precision < text.length() ? text.substring(0, precision) : text;
    }

    private static String signed(String number, String flags, int precision) {
        boolean minus = number.startsWith("-");
        String body = digits(minus ? number.substring(1) : number, precision);
        return (minus ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "") + body;
    }

    private static String digits(String number, int precision) {
        return "0".repeat(Math.max(0, Math.min(precision, WIDEST) - number.length())) + number;
    }

    private static long integer(String text, Run run) {
        String plain = text.trim();
        if (plain.isEmpty()) {
            return 0;
        }
        if (plain.charAt(0) == '"' || plain.charAt(0) == '\'') {
            return plain.length() > 1 ? plain.charAt(1) : 0;
        }
        try {
            return Long.decode(plain.startsWith("+") ? plain.substring(1) : plain);
        } catch (NumberFormatException e) {
            run.status = 1;
            Matcher leading = Pattern.compile("-?\\d{1,18}").matcher(plain);
            boolean some = leading.lookingAt();
            run.call.say(1, "printf: " + text + (some ? ": not completely converted" : ": expected numeric value"));
            return some ? Long.parseLong(leading.group()) : 0;
        }
    }

    private static String real(char kind, String text, String flags, int precision, Run run) {
        double value;
        try {
            value = text.isEmpty() ? 0 : Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            run.status = run.call.say(1, "printf: " + text + ": expected numeric value");
            value = 0;
        }
        int places = Math.min(precision < 0 ? 6 : precision, 300);
        String body = format(kind, value, places);
        return (value >= 0 && flags.contains("+") ? "+" : value >= 0 && flags.contains(" ") ? " " : "") + body;
    }

    /** A floating-point number as C prints it. */
    public static String format(char kind, double value, int places) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        return switch (kind) {
            case 'f', 'F' -> String.format(Locale.ROOT, "%." + places + "f", new BigDecimal(value));
            case 'e', 'E' -> String.format(Locale.ROOT, "%." + places + (kind == 'e' ? "e" : "E"), value);
            default -> general(value, Math.max(places, 1));
        };
    }

    private static String general(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        String science = String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
        int exponent = Integer.parseInt(science.substring(science.indexOf('e') + 1));
        if (exponent < -4 || exponent >= digits) {
            return science.replaceFirst("(\\.\\d*?)0+e", "$1e").replace(".e", "e");
        }
        String plain = String.format(Locale.ROOT, "%." + (digits - 1 - exponent) + "f", new BigDecimal(value));
        return plain.contains(".") ? plain.replaceFirst("0+$", "").replaceFirst("\\.$", "") : plain;
    }

    private static String pad(String body, int width, boolean left, boolean zero) {
        int missing = width - body.length();
        if (missing <= 0) {
            return body;
        }
        if (left) {
            return body + " ".repeat(missing);
        }
        if (!zero) {
            return " ".repeat(missing) + body;
        }
        int sign = body.startsWith("-") || body.startsWith("+") || body.startsWith(" ") ? 1 : 0;
        sign += body.startsWith("0x", sign) || body.startsWith("0X", sign) ? 2 : 0;
        return body.substring(0, sign) + "0".repeat(missing) + body.substring(sign);
    }
}
