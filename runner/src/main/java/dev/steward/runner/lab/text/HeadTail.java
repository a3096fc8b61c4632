package dev.steward.runner.lab.text;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Inputs;
import dev.steward.runner.lab.process.Lines;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.UsageException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** head and tail. */
final class HeadTail {

    private static final int BLOCK = 1 << 14;

    private HeadTail() {}

    private static Call modern(Call call) {
        List<String> words = new ArrayList<>(call.arguments());
        for (int i = 0; i < words.size(); i++) {
            boolean value = i > 0 && words.get(i - 1).matches("-[nc]");
            if (!value && words.get(i).matches("-[0-9]+")) {
                words.set(i, "-n" + words.get(i).substring(1));
            }
        }
        return new Call(call.proc(), call.name(), words);
    }

    private static long number(Call call, String text, String what) {
        String digits = text.replaceFirst("^[-+]", "");
        long unit = digits.endsWith("k") || digits.endsWith("K") ? 1024 : digits.endsWith("M") ? 1 << 20 : 1;
        String bare = unit > 1 ? digits.substring(0, digits.length() - 1) : digits;
        if (!bare.matches("[0-9]{1,15}")) {
            throw new UsageException(
                    1, Arguments.bytes(call.name() + ": invalid number of " + what + ": ‘" + text + "’"));
        }
        return Long.parseLong(bare) * unit;
    }

    static int head(Call original) {
        Call call = modern(original);
        Arguments options = Arguments.of(call, "qv", "nc", "lines=n bytes=c quiet=q");
        boolean bytes = options.has("c");
        String text = bytes ? options.value("c", "") : options.value("n", "10");
        long most = number(call, text, bytes ? "bytes" : "lines");
        boolean[] first = {true};
        boolean titles = options.files().size() > 1 && !options.has("q");
        int status = 0;
        for (String name : options.files()) {
            if (titles) {
                original.out()
                        .print(first[0] ? "" : "\n")
                        .line("==> " + (name.equals("-") ? "standard input" : name) + " <==");
                first[0] = false;
            }
            try {
                head(original, name, most, bytes, text.startsWith("-"));
            } catch (FileException e) {
                String words = e.errno().name().equals("EISDIR")
                        ? "error reading '" + name + "'"
                        : "cannot open '" + name + "' for reading";
                status = original.fail(1, words + ": " + e.errno().text());
            }
        }
        return status;
    }

    private static void head(Call call, String name, long most, boolean bytes, boolean butLast) {
        OpenFile file = Inputs.open(call, name);
        try {
            if (butLast) {
                allButLast(call, new Lines(call.proc(), file), most, bytes);
            } else if (bytes) {
                bytes(call, file, most);
            } else {
                Lines lines = new Lines(call.proc(), file);
                for (long i = 0; i < most; i++) {
                    String line = lines.line();
                    if (line == null) {
                        break;
                    }
                    call.out().print(line).print(lines.complete() ? "\n" : "");
                }
                lines.giveBack();
            }
        } finally {
            file.release();
        }
    }

    private static void allButLast(Call call, Lines lines, long most, boolean bytes) {
        String all = lines.text();
        String[] parts = bytes ? new String[0] : all.split("(?<=\n)");
        if (bytes) {
            call.out().print(all.substring(0, (int) Math.max(0, all.length() - most)));
        }
        for (int i = 0; i < parts.length - most; i++) {
            call.out().print(parts[i]);
        }
    }

    private static void bytes(Call call, OpenFile file, long most) {
        byte[] block = new byte[BLOCK];
        long left = most;
        while (left > 0) {
            int count = file.read(call.proc(), block, 0, (int) Math.min(left, BLOCK));
            if (count < 0) {
                return;
            }
            call.proc().step();
            call.out().write(block, count);
            left -= count;
        }
    }

    static int tail(Call original) {
        Call call = modern(original);
        Arguments options =
                Arguments.of(call, "fFqv", "ncs", "lines=n bytes=c follow=f quiet=q pid: retry sleep-interval=s");
        boolean bytes = options.has("c");
        String text = bytes ? options.value("c", "") : options.value("n", "10");
        long count = number(call, text, bytes ? "bytes" : "lines");
        boolean titles = options.files().size() > 1 && !options.has("q");
        boolean first = true;
        int status = 0;
        for (String name : options.files()) {
            try {
                OpenFile file = Inputs.open(call, name);
                if (titles) {
                    original.out().print(first ? "" : "\n").line("==> " + name + " <==");
                }
                first = false;
                end(original, new Lines(call.proc(), file), count, bytes, text.startsWith("+"));
                if (options.has("f") || options.has("F")) {
                    follow(original, file, options.value("pid", ""));
                }
                file.release();
            } catch (FileException e) {
                String words = e.errno().name().equals("EISDIR")
                        ? "error reading '" + name + "'"
                        : "cannot open '" + name + "' for reading";
                status = original.fail(1, words + ": " + e.errno().text());
            }
        }
        return status;
    }

    private static void end(Call call, Lines lines, long count, boolean bytes, boolean fromStart) {
        if (bytes) {
            String all = lines.text();
            int start = (int)
                    (fromStart ? Math.min(all.length(), Math.max(0, count - 1)) : Math.max(0, all.length() - count));
            call.out().print(all.substring(start));
            return;
        }
        Deque<String> last = new ArrayDeque<>();
        long number = 0;
        for (String line = lines.line(); line != null; line = lines.line()) {
            String whole = line + (lines.complete() ? "\n" : "");
            if (fromStart) {
                call.out().print(++number >= count ? whole : "");
                continue;
            }
            last.addLast(whole);
            if (last.size() > count) {
                last.removeFirst();
            }
        }
        last.forEach(call.out()::print);
    }

    /** Goes on until it is ended, or until the process it watches is gone. */
    private static void follow(Call call, OpenFile file, String pid) {
        byte[] block = new byte[BLOCK];
        call.out().flush();
        boolean watched = true;
        while (watched) {
            watched = pid.isEmpty() || call.machine().processes().get(Integer.parseInt(pid)) != null;
            int count = file.read(call.proc(), block, 0, BLOCK);
            while (count > 0) {
                call.out().write(block, count);
                count = file.read(call.proc(), block, 0, BLOCK);
            }
            if (watched) {
                call.machine().sleep(call.proc(), Duration.ofMillis(100));
            }
        }
    }
}
