package dev.steward.runner.lab.text;

import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.Inputs;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.OpenRegular.Access;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.process.UsageException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** sort, in the C locale. */
final class Sort implements Program {

    private static final Pattern KEY =
            Pattern.compile("(\\d+)(?:\\.(\\d+))?([bdfghinMRrV]*)(?:,(\\d+)(?:\\.(\\d+))?([bdfghinMRrV]*))?");
    private static final Pattern NUMBER = Pattern.compile("\\s*(-?\\d*\\.?\\d*)");

    private record Key(int from, int fromCharacter, int to, int toCharacter, String flags) {}

    @Override
    public int run(Call call) {
        Arguments options = Arguments.of(
                call,
                "bdfghinrRsuVzcCm",
                "ktoST",
                "unique=u reverse=r numeric-sort=n key=k field-separator=t output=o version-sort=V zero-terminated=z ignore-case=f check=c");
        char end = options.has("z") ? '\0' : '\n';
        List<String> lines = new ArrayList<>();
        int status = Inputs.each(call, options.files(), (name, input) -> {
            for (String line = input.until(end); line != null; line = input.until(end)) {
                lines.add(line);
            }
        });
        Comparator<String> order = order(options);
        if (options.has("c") || options.has("C")) {
            return check(call, options, lines, order);
        }
        Comparator<String> whole = options.has("s") || options.has("u")
                ? order
                : order.thenComparing(
                        options.has("r") ? Comparator.<String>reverseOrder() : Comparator.<String>naturalOrder());
        lines.sort(whole);
        StringBuilder out = new StringBuilder();
        String previous = null;
        for (String line : lines) {
            if (!options.has("u") || previous == null || order.compare(previous, line) != 0) {
                out.append(line).append(end);
            }
            previous = line;
        }
        write(call, options, out.toString());
        return status == 0 ? 0 : 2;
    }

    private static void write(Call call, Arguments options, String text) {
        if (!options.has("o")) {
            call.out().print(text);
            return;
        }
        OpenFile file = Exec.open(call.proc(), options.value("o", ""), Access.WRITE, false);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        file.write(call.proc(), bytes, 0, bytes.length);
        file.release();
    }

    private static int check(Call call, Arguments options, List<String> lines, Comparator<String> order) {
        for (int i = 1; i < lines.size(); i++) {
            int compared = order.compare(lines.get(i - 1), lines.get(i));
            if (compared > 0 || compared == 0 && options.has("u")) {
                return options.has("C")
                        ? 1
                        : call.fail(1, options.files().get(0) + ":" + (i + 1) + ": disorder: " + lines.get(i));
            }
        }
        return 0;
    }

    private static Comparator<String> order(Arguments options) {
        StringBuilder global = new StringBuilder();
        for (String letter : List.of("b", "d", "f", "g", "h", "i", "n", "r", "V")) {
            global.append(options.has(letter) ? letter : "");
        }
        if (!options.has("k")) {
            return by(global.toString());
        }
        String separator = options.value("t", "");
        Comparator<String> order = null;
        for (String text : options.values("k")) {
            Key key = key(text, global.toString());
            Comparator<String> one = Comparator.comparing(line -> part(line, key, separator), by(key.flags()));
            order = order == null ? one : order.thenComparing(one);
        }
        return order;
    }

    private static Key key(String text, String global) {
        Matcher matcher = KEY.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException(
                    2,
                    Arguments.bytes("sort: invalid number at field start: invalid count at start of ‘" + text + "’"));
        }
        String flags = matcher.group(3) + (matcher.group(6) == null ? "" : matcher.group(6));
        return new Key(
                number(matcher.group(1), 1),
                number(matcher.group(2), 1),
                number(matcher.group(4), 0),
                number(matcher.group(5), 0),
                flags.isEmpty() ? global : flags);
    }

    private static int number(String text, int otherwise) {
        return text == null || text.length() > 6 ? otherwise : Integer.parseInt(text);
    }

    private static String part(String line, Key key, String separator) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        List<Integer> ends = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            if (separator.isEmpty()) {
                while (at < line.length() && blank(line.charAt(at))) {
                    at++;
                }
                while (at < line.length() && !blank(line.charAt(at))) {
                    at++;
                }
                ends.add(at);
                starts.add(at);
            } else {
                int next = line.indexOf(separator.charAt(0), at);
                at = next < 0 ? line.length() : next;
                ends.add(at);
                if (next >= 0) {
                    starts.add(++at);
                }
            }
        }
        ends.add(line.length());
        int from = key.from() > starts.size() ? line.length() : starts.get(key.from() - 1);
        if (key.flags().contains("b")) {
            while (from < line.length() && blank(line.charAt(from))) {
                from++;
            }
        }
        from = Math.min(line.length(), from + key.fromCharacter() - 1);
        int to = key.to() == 0 || key.to() > ends.size()
                ? line.length()
                : key.toCharacter() > 0
                        ? Math.min(line.length(), starts.get(Math.min(key.to(), starts.size()) - 1) + key.toCharacter())
                        : ends.get(key.to() - 1);
        return from >= to ? "" : line.substring(from, to);
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }

    private static Comparator<String> by(String flags) {
        Comparator<String> order;
        if (flags.contains("n") || flags.contains("g")) {
            order = Comparator.comparing(Sort::numeric);
        } else if (flags.contains("h")) {
            order = Comparator.comparing(Sort::human);
        } else if (flags.contains("V")) {
            order = Sort::versions;
        } else if (flags.contains("f")) {
            order = Comparator.comparing(line -> line.toUpperCase(Locale.ROOT));
        } else {
            order = Comparator.naturalOrder();
        }
        return flags.contains("r") ? order.reversed() : order;
    }

    private static BigDecimal numeric(String text) {
        Matcher matcher = NUMBER.matcher(text);
        String number = matcher.lookingAt() ? matcher.group(1) : "";
        return number.matches("-?\\.?") || number.isEmpty() ? BigDecimal.ZERO : new BigDecimal(number);
    }

    private static BigDecimal human(String text) {
        Matcher matcher = Pattern.compile("\\s*(-?\\d*\\.?\\d+)([KMGTPEk]?)").matcher(text);
        if (!matcher.lookingAt()) {
            return BigDecimal.ZERO;
        }
        int power = "kKMGTPE"
                .indexOf(matcher.group(2).isEmpty() ? ' ' : matcher.group(2).charAt(0));
        return new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(1024).pow(Math.max(0, power)));
    }

    private static int versions(String left, String right) {
        Matcher one = Pattern.compile("\\d+|\\D+").matcher(left);
        Matcher two = Pattern.compile("\\d+|\\D+").matcher(right);
        while (true) {
            boolean more = one.find();
            if (more != two.find()) {
                return more ? 1 : -1;
            }
            if (!more) {
                return 0;
            }
            boolean numbers = Character.isDigit(one.group().charAt(0))
                    && Character.isDigit(two.group().charAt(0));
            int compared = numbers
                    ? new BigDecimal(one.group()).compareTo(new BigDecimal(two.group()))
                    : one.group().compareTo(two.group());
            if (compared != 0) {
                return compared;
            }
        }
    }
}
