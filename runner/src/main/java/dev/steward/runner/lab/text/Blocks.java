package dev.steward.runner.lab.text;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.Inputs;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.OpenRegular.Access;
import dev.steward.runner.lab.process.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** dd, od, cmp, base64. */
final class Blocks {

    private Blocks() {}

    static int dd(Call call) {
        Map<String, String> words = new HashMap<>();
        for (String word : call.arguments()) {
            int equal = word.indexOf('=');
            if (equal < 0
                    || !"if of bs ibs obs count skip seek status conv iflag oflag".contains(word.substring(0, equal))) {
                throw new UsageException(
                        1,
                        Arguments.bytes(
                                "dd: unrecognized operand ‘" + word + "’\nTry 'dd --help' for more information."));
            }
            words.put(word.substring(0, equal), word.substring(equal + 1));
        }
        return transfer(call, words);
    }

    private static int transfer(Call call, Map<String, String> words) {
        int size = (int) Math.min(1 << 24, size(words.getOrDefault("bs", words.getOrDefault("ibs", "512"))));
        long count = words.containsKey("count") ? size(words.get("count")) : Long.MAX_VALUE;
        boolean asBytes = words.getOrDefault("iflag", "").contains("count_bytes");
        OpenFile in = words.containsKey("if")
                ? Inputs.open(call, words.get("if"))
                : call.input().hold();
        OpenFile out = words.containsKey("of")
                ? Exec.open(
                        call.proc(),
                        words.get("of"),
                        words.getOrDefault("oflag", "").contains("append") ? Access.APPEND : Access.WRITE,
                        false)
                : call.proc().files().get(1).hold();
        try {
            skip(call, in, size(words.getOrDefault("skip", "0")) * size);
            long[] moved = copy(
                    call,
                    in,
                    out,
                    new Plan(
                            size,
                            count,
                            asBytes,
                            words.getOrDefault("iflag", "").contains("fullblock")));
            if (!words.getOrDefault("status", "").equals("none")) {
                call.say(0, moved[0] + "+" + moved[1] + " records in\n" + moved[0] + "+" + moved[1] + " records out");
                if (!words.getOrDefault("status", "").equals("noxfer")) {
                    call.say(0, moved[2] + " bytes copied, 0.0001 s, 1.0 MB/s");
                }
            }
        } finally {
            in.release();
            out.release();
        }
        return 0;
    }

    private record Plan(int size, long count, boolean bytes, boolean full) {}

    private static void skip(Call call, OpenFile in, long bytes) {
        byte[] block = new byte[4096];
        long left = bytes;
        while (left > 0) {
            int count = in.read(call.proc(), block, 0, (int) Math.min(block.length, left));
            if (count < 0) {
                return;
            }
            left -= count;
        }
    }

    private static long[] copy(Call call, OpenFile in, OpenFile out, Plan plan) {
        byte[] block = new byte[plan.size()];
        long[] moved = new long[3];
        for (long i = 0; i < plan.count(); i = plan.bytes() ? moved[2] : i + 1) {
            int want = plan.bytes() ? (int) Math.min(block.length, plan.count() - moved[2]) : block.length;
            int got = in.read(call.proc(), block, 0, want);
            while (plan.full() && got >= 0 && got < want) {
                int more = in.read(call.proc(), block, got, want - got);
                if (more < 0) {
                    break;
                }
                got += more;
            }
            if (got < 0) {
                break;
            }
            call.proc().step();
            out.write(call.proc(), block, 0, got);
            moved[got == block.length ? 0 : 1]++;
            moved[2] += got;
        }
        return moved;
    }

    private static long size(String text) {
        long unit = text.endsWith("k") || text.endsWith("K")
                ? 1024
                : text.endsWith("M") ? 1 << 20 : text.endsWith("G") ? 1 << 30 : 1;
        String digits = text.replaceFirst("[kKMGB]+$", "");
        if (!digits.matches("[0-9]{1,15}")) {
            throw new UsageException(1, Arguments.bytes("dd: invalid number: ‘" + text + "’"));
        }
        return Long.parseLong(digits) * unit;
    }

    static int od(Call call) {
        Arguments options = Arguments.of(call, "vbcx", "ANtjw", "address-radix=A read-bytes=N format=t");
        StringBuilder all = new StringBuilder();
        int status = Inputs.each(call, options.files(), (name, lines) -> {
            long most = Long.parseLong(options.value("N", "16777216"));
            for (int c = lines.next(); c >= 0 && all.length() < most; c = all.length() < most ? lines.next() : -1) {
                all.append((char) c);
            }
        });
        String type =
                options.value("t", options.has("c") ? "c" : options.has("b") ? "o1" : options.has("x") ? "x2" : "o2");
        int width = type.equals("c") || type.equals("a") ? 1 : type.length() > 1 ? type.charAt(1) - '0' : 4;
        char radix = options.value("A", "o").charAt(0);
        String previous = "";
        boolean starred = false;
        for (int at = 0; at < all.length(); at += 16) {
            String row = all.substring(at, Math.min(all.length(), at + 16));
            if (row.equals(previous) && !options.has("v")) {
                call.out().print(starred ? "" : "*\n");
                starred = true;
                continue;
            }
            previous = row;
            starred = false;
            call.out().print(address(radix, at)).line(row(row, type.charAt(0), width));
        }
        if (radix != 'n') {
            call.out().line(address(radix, all.length()));
        }
        return status;
    }

    private static String address(char radix, int at) {
        return switch (radix) {
            case 'n' -> "";
            case 'x' -> String.format("%06x", at);
            case 'd' -> String.format("%07d", at);
            default -> String.format("%07o", at);
        };
    }

    private static String row(String bytes, char type, int width) {
        StringBuilder row = new StringBuilder();
        for (int at = 0; at < bytes.length(); at += width) {
            long value = 0;
            for (int i = Math.min(width, bytes.length() - at) - 1; i >= 0; i--) {
                value = value << 8 | bytes.charAt(at + i);
            }
            row.append(
                    switch (type) {
                        case 'x' -> " " + String.format("%0" + width * 2 + "x", value);
                        case 'u' ->
                            String.format("%" + (width == 1 ? 4 : width == 2 ? 6 : width == 4 ? 11 : 21) + "d", value);
                        case 'd' ->
                            String.format(
                                    "%" + (width == 1 ? 5 : width == 2 ? 7 : 12) + "d",
                                    width == 1 ? (byte) value : width == 2 ? (short) value : (int) value);
                        case 'c' -> String.format("%4s", character((char) value));
                        default -> " " + String.format("%0" + (width == 1 ? 3 : width == 2 ? 6 : 11) + "o", value);
                    });
        }
        return row.toString();
    }

    private static String character(char c) {
        int simple = "\0\u0007\b\f\n\r\t\u000b".indexOf(c);
        return simple >= 0
                ? "\\" + "0abfnrtv".charAt(simple)
                : c < ' ' || c > 126 ? String.format("%03o", (int) c) : String.valueOf(c);
    }

    static int cmp(Call call) {
        Arguments options = Arguments.of(call, "sl", "n", "silent=s quiet=s");
        if (options.rest().isEmpty()) {
            throw Arguments.refuse(call, "missing operand after 'cmp'");
        }
        String first = options.rest().get(0);
        String second = options.rest().size() > 1 ? options.rest().get(1) : "-";
        String one;
        String two;
        try {
            one = Inputs.text(call, first);
        } catch (FileException e) {
            return options.has("s") ? 2 : call.fail(2, first + ": " + e.errno().text());
        }
        try {
            two = Inputs.text(call, second);
        } catch (FileException e) {
            return options.has("s") ? 2 : call.fail(2, second + ": " + e.errno().text());
        }
        int at = 0;
        long line = 1;
        while (at < one.length() && at < two.length() && one.charAt(at) == two.charAt(at)) {
            line += one.charAt(at++) == '\n' ? 1 : 0;
        }
        if (at == one.length() && at == two.length()) {
            return 0;
        }
        if (!options.has("s") && at < one.length() && at < two.length()) {
            call.out().line(first + " " + second + " differ: char " + (at + 1) + ", line " + line);
        } else if (!options.has("s")) {
            call.fail(1, "EOF on " + (at == one.length() ? first : second) + " after byte " + at + ", in line " + line);
        }
        return 1;
    }

    static int base64(Call call) {
        Arguments options = Arguments.of(call, "di", "w", "decode=d wrap=w ignore-garbage=i");
        String text = Inputs.text(call, options.files().get(0));
        if (options.has("d")) {
            try {
                byte[] bytes = Base64.getDecoder().decode(text.replace("\n", ""));
                call.out().write(bytes, bytes.length);
                return 0;
            } catch (IllegalArgumentException e) {
                return call.fail(1, "invalid input");
            }
        }
        String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
        int width = Integer.parseInt(options.value("w", "76"));
        if (width == 0) {
            call.out().print(encoded);
            return 0;
        }
        for (int at = 0; at < encoded.length(); at += width) {
            call.out().line(encoded.substring(at, Math.min(encoded.length(), at + width)));
        }
        return 0;
    }
}
