package dev.steward.runner.lab.text;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.Inputs;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.OpenRegular.Access;
import java.util.ArrayList;
import java.util.List;

/** cat, tee, wc. */
final class Streams {

    private static final int BLOCK = 1 << 14;

    private Streams() {}

    static int cat(Call call) {
        Arguments options = Arguments.of(call, "nuAvETb", "", "number=n");
        int[] number = {0};
        if (options.has("n")) {
            return Inputs.each(call, options.files(), (name, lines) -> {
                for (String line = lines.line(); line != null; line = lines.line()) {
                    call.out().format("%6d\t", ++number[0]).print(line).print(lines.complete() ? "\n" : "");
                }
            });
        }
        int status = 0;
        for (String name : options.files()) {
            try {
                copy(call, name);
            } catch (FileException e) {
                status = call.fail(1, name + ": " + e.errno().text());
            }
        }
        return status;
    }

    private static void copy(Call call, String name) {
        OpenFile file = Inputs.open(call, name);
        try {
            byte[] block = new byte[BLOCK];
            for (int count = file.read(call.proc(), block, 0, BLOCK);
                    count >= 0;
                    count = file.read(call.proc(), block, 0, BLOCK)) {
                call.proc().step();
                call.out().write(block, count);
            }
        } finally {
            file.release();
        }
    }

    static int tee(Call call) {
        Arguments options = Arguments.of(call, "ai", "", "append=a");
        List<OpenFile> files = new ArrayList<>();
        int status = 0;
        for (String name : options.rest()) {
            try {
                files.add(Exec.open(call.proc(), name, options.has("a") ? Access.APPEND : Access.WRITE, false));
            } catch (FileException e) {
                status = call.fail(1, name + ": " + e.errno().text());
            }
        }
        byte[] block = new byte[BLOCK];
        for (int count = call.input().read(call.proc(), block, 0, BLOCK);
                count >= 0;
                count = call.input().read(call.proc(), block, 0, BLOCK)) {
            call.out().write(block, count);
            for (OpenFile file : files) {
                file.write(call.proc(), block, 0, count);
            }
        }
        files.forEach(OpenFile::release);
        return status;
    }

    static int wc(Call call) {
        Arguments options = Arguments.of(call, "clwmL", "", "bytes=c lines=l words=w chars=m");
        List<String> files = options.files();
        List<long[]> counts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int status = Inputs.each(call, files, (name, lines) -> {
            counts.add(count(lines.text()));
            names.add(options.rest().isEmpty() ? "" : " " + name);
        });
        if (files.size() > 1) {
            long[] total = new long[3];
            counts.forEach(one -> {
                for (int i = 0; i < 3; i++) {
                    total[i] += one[i];
                }
            });
            counts.add(total);
            names.add(" total");
        }
        for (int i = 0; i < counts.size(); i++) {
            call.out().line(shown(options, counts.get(i), width(options, counts, files)) + names.get(i));
        }
        return status;
    }

    private static int width(Arguments options, List<long[]> counts, List<String> files) {
        long shown = List.of("l", "w", "c", "m").stream().filter(options::has).count();
        if (shown == 1 && files.size() == 1) {
            return 1;
        }
        boolean pipe = files.contains("-");
        long bytes = counts.get(counts.size() - 1)[2];
        return pipe ? 7 : Long.toString(bytes).length();
    }

    private static String shown(Arguments options, long[] counts, int width) {
        boolean all = !options.has("l") && !options.has("w") && !options.has("c") && !options.has("m");
        List<String> parts = new ArrayList<>();
        String format = "%" + width + "d";
        if (all || options.has("l")) {
            parts.add(String.format(format, counts[0]));
        }
        if (all || options.has("w")) {
            parts.add(String.format(format, counts[1]));
        }
        if (all || options.has("c") || options.has("m")) {
            parts.add(String.format(format, counts[2]));
        }
        return String.join(" ", parts);
    }

    private static long[] count(String text) {
        long lines = 0;
        long words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            lines += c == '\n' ? 1 : 0;
            boolean space = c == ' ' || (c >= 9 && c <= 13);
            words += !space && !inWord ? 1 : 0;
            inWord = !space;
        }
        return new long[] {lines, words, text.length()};
    }
}
