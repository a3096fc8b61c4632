package dev.steward.runner.lab.text;

import dev.steward.runner.lab.file.Wildcard;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Program;

/** tr. */
final class Translate implements Program {

    @Override
    public int run(Call call) {
        Arguments options = Arguments.of(call, "+cCdst", "", "delete=d squeeze-repeats=s complement=c");
        if (options.rest().isEmpty() || options.rest().size() == 1 && !options.has("d") && !options.has("s")) {
            throw Arguments.refuse(call, "missing operand");
        }
        String first = set(options.rest().get(0));
        if (options.has("c") || options.has("C")) {
            first = complement(first);
        }
        String second = options.rest().size() > 1 ? set(options.rest().get(1)) : "";
        int[] map = map(first, second, options);
        boolean[] squeezed = squeezed(first, second, options);
        byte[] block = new byte[1 << 13];
        int previous = -1;
        for (int count = call.input().read(call.proc(), block, 0, block.length);
                count >= 0;
                count = call.input().read(call.proc(), block, 0, block.length)) {
            call.proc().step();
            for (int i = 0; i < count; i++) {
                int c = map[block[i] & 255];
                if (c >= 0 && !(c == previous && squeezed[c])) {
                    call.out().print((char) c);
                    previous = c;
                }
            }
            call.out().flush();
        }
        return 0;
    }

    private static int[] map(String first, String second, Arguments options) {
        int[] map = new int[256];
        for (int c = 0; c < 256; c++) {
            int index = first.lastIndexOf(c);
            if (index < 0) {
                map[c] = c;
            } else if (options.has("d")) {
                map[c] = -1;
            } else {
                map[c] = second.isEmpty() ? c : second.charAt(Math.min(index, second.length() - 1));
            }
        }
        return map;
    }

    private static boolean[] squeezed(String first, String second, Arguments options) {
        boolean[] squeezed = new boolean[256];
        if (options.has("s")) {
            for (char c : (second.isEmpty() ? first : second).toCharArray()) {
                squeezed[c & 255] = true;
            }
        }
        return squeezed;
    }

    private static String complement(String set) {
        StringBuilder out = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            out.append(set.indexOf(c) < 0 ? String.valueOf(c) : "");
        }
        return out.toString();
    }

    private static String set(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
                int close = text.indexOf(":]", at);
                for (char c = 0; c < 256; c++) {
                    out.append(Wildcard.inClass(text.substring(at + 2, close), c) ? String.valueOf(c) : "");
                }
                at = close + 2;
                continue;
            }
            int[] next = {at};
            char low = character(text, next);
            at = next[0];
            if (at + 1 < text.length() && text.charAt(at) == '-') {
                next[0] = at + 1;
                char high = character(text, next);
                at = next[0];
                for (char c = low; c <= high; c++) {
                    out.append(c);
                }
            } else {
                out.append(low);
            }
        }
        return out.toString();
    }

    private static char character(String text, int[] at) {
        char c = text.charAt(at[0]++);
        if (c != '\\' || at[0] == text.length()) {
            return c;
        }
        char next = text.charAt(at[0]++);
        int simple = "abfnrtv".indexOf(next);
        if (simple >= 0) {
            return "\u0007\b\f\n\r\t\u000b".charAt(simple);
        }
        if (next < '0' || next > '7') {
            return next;
        }
        int value = next - '0';
        for (int i = 0; i < 2 && at[0] < text.length() && text.charAt(at[0]) >= '0' && text.charAt(at[0]) <= '7'; i++) {
            value = value * 8 + text.charAt(at[0]++) - '0';
        }
        return (char) (value & 255);
    }
}
