package dev.steward.runner.module.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The editing of lineInFile. A file's own line ends are kept; a last line without one gets one when something follows. */
final class Lines {

    private Lines() {}

    static String with(String text, LineInFile.Args args) {
        List<String> lines = split(text);
        String end = text.contains("\r\n") ? "\r\n" : "\n";
        String line = args.line().orElseThrow();
        int at = args.regexp().map(r -> last(lines, matching(r))).orElse(-1);
        if (at < 0) {
            at = last(lines, each -> each.equals(line));
        }
        if (at >= 0) {
            String old = lines.get(at);
            lines.set(at, line + old.substring(bare(old).length()));
            return String.join("", lines);
        }
        int place = place(lines, args);
        if (place == lines.size() && place > 0 && bare(lines.get(place - 1)).equals(lines.get(place - 1))) {
            lines.set(place - 1, lines.get(place - 1) + end);
        }
        lines.add(place, line + end);
        return String.join("", lines);
    }

    static String without(String text, LineInFile.Args args) {
        List<String> lines = split(text);
        Predicate<String> goes = args.regexp()
                .map(Lines::matching)
                .orElseGet(() -> each -> each.equals(args.line().orElseThrow()));
        lines.removeIf(each -> goes.test(bare(each)));
        return String.join("", lines);
    }

    private static int place(List<String> lines, LineInFile.Args args) {
        Optional<String> before = args.insertBefore();
        if (before.filter("BOF"::equals).isPresent()) {
            return 0;
        }
        int at = before.map(r -> last(lines, matching(r))).orElse(-1);
        if (at >= 0) {
            return at;
        }
        int after = args.insertAfter()
                .filter(r -> !r.equals("EOF"))
                .map(r -> last(lines, matching(r)))
                .orElse(-1);
        return after >= 0 ? after + 1 : lines.size();
    }

    private static Predicate<String> matching(String regexp) {
        Pattern pattern = Pattern.compile(regexp);
        return line -> pattern.matcher(line).find();
    }

    private static int last(List<String> lines, Predicate<String> wanted) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (wanted.test(bare(lines.get(i)))) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(at, next));
            at = next;
        }
        return lines;
    }

    private static String bare(String line) {
        String cut = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
        return cut.endsWith("\r") ? cut.substring(0, cut.length() - 1) : cut;
    }
}
