package dev.steward.runner.lab.text;

import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Inputs;
import dev.steward.runner.lab.process.UsageException;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** cut and uniq. */
final class Columns {

    private Columns() {}

    static int cut(Call call) {
        Arguments options = Arguments.of(
                call,
                "sn",
                "bcfd",
                "bytes=b characters=c fields=f delimiter=d only-delimited=s complement output-delimiter:");
        String list = options.value("f", options.value("c", options.value("b", "")));
        if (list.isEmpty()) {
            throw Arguments.refuse(call, "you must specify a list of bytes, characters, or fields");
        }
        String delimiter = options.value("d", "\t");
        if (delimiter.length() > 1) {
            throw Arguments.refuse(call, "the delimiter must be a single character");
        }
        BitSet wanted = wanted(call, list, options.has("complement"));
        return Inputs.each(call, options.files(), (name, lines) -> {
            for (String line = lines.line(); line != null; line = lines.line()) {
                String done = options.has("f") ? fields(line, wanted, delimiter, options) : characters(line, wanted);
                if (done != null) {
                    call.out().line(done);
                }
            }
        });
    }

    private static BitSet wanted(Call call, String list, boolean complement) {
        BitSet wanted = new BitSet();
        for (String range : list.split("[, ]")) {
            if (!range.matches("\\d{1,6}|\\d{1,6}-\\d{0,6}|-\\d{1,6}") || range.equals("0")) {
                throw Arguments.refuse(call, range.equals("0") ? "fields are numbered from 1" : "invalid field range");
            }
            int dash = range.indexOf('-');
            int from = dash == 0 ? 1 : Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int to = dash < 0
                    ? from
                    : dash == range.length() - 1 ? 1 << 20 : Integer.parseInt(range.substring(dash + 1));
            wanted.set(from, to + 1);
        }
        if (complement) {
            wanted.flip(1, 1 << 20);
        }
        return wanted;
    }

    private static String characters(String line, BitSet wanted) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            out.append(wanted.get(i + 1) ? String.valueOf(line.charAt(i)) : "");
        }
        return out.toString();
    }

    private static String fields(String line, BitSet wanted, String delimiter, Arguments options) {
        if (line.indexOf(delimiter) < 0) {
            return options.has("s") ? null : line;
        }
        String[] parts = line.split(java.util.regex.Pattern.quote(delimiter), -1);
        StringBuilder out = new StringBuilder();
        String join = options.value("output-delimiter", delimiter);
        boolean first = true;
        for (int i = 0; i < parts.length; i++) {
            if (wanted.get(i + 1)) {
                out.append(first ? "" : join).append(parts[i]);
                first = false;
            }
        }
        return out.toString();
    }

    static int uniq(Call call) {
        Arguments options = Arguments.of(call, "cdui", "fs", "count=c repeated=d unique=u ignore-case=i");
        if (options.rest().size() > 2) {
            throw new UsageException(
                    1, Arguments.bytes("uniq: extra operand ‘" + options.rest().get(2) + "’"));
        }
        List<String> file =
                options.rest().isEmpty() ? List.of("-") : options.rest().subList(0, 1);
        return Inputs.each(call, file, (name, lines) -> {
            String previous = null;
            int count = 0;
            for (String line = lines.line(); line != null; line = lines.line()) {
                if (previous != null && !key(line, options).equals(key(previous, options))) {
                    show(call, options, previous, count);
                    count = 0;
                }
                previous = count == 0 ? line : previous;
                count++;
            }
            if (previous != null) {
                show(call, options, previous, count);
            }
        });
    }

    private static String key(String line, Arguments options) {
        String rest = line;
        for (int i = Integer.parseInt(options.value("f", "0")); i > 0; i--) {
            rest = rest.replaceFirst("^[ \t]*[^ \t]*", "");
        }
        rest = rest.substring(Math.min(rest.length(), Integer.parseInt(options.value("s", "0"))));
        return options.has("i") ? rest.toLowerCase(Locale.ROOT) : rest;
    }

    private static void show(Call call, Arguments options, String line, int count) {
        if (options.has("d") && count < 2 || options.has("u") && count > 1) {
            return;
        }
        call.out().print(options.has("c") ? String.format("%7d ", count) : "").line(line);
    }
}
