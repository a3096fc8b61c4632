package dev.steward.runner.lab.text;

import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Inputs;
import dev.steward.runner.lab.process.Lines;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.process.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** grep. */
final class Grep implements Program {

    private static final String LONG =
            "quiet=q silent=q extended-regexp=E fixed-strings=F line-regexp=x word-regexp=w line-number=n "
                    + "invert-match=v count=c only-matching=o ignore-case=i files-with-matches=l regexp=e file=f max-count=m no-messages=s no-filename=h with-filename=H text=a recursive=r files-without-match=L after-context=A before-context=B color";

    /** What a call asks for. */
    private record Task(Arguments options, Pattern pattern, boolean names, int most, int after) {

        boolean has(String letter) {
            return options.has(letter);
        }
    }

    @Override
    public int run(Call call) {
        Arguments options = Arguments.of(call, "EFGPqxnvcoilLswhHarRz", "efmAB", LONG);
        List<String> rest = new ArrayList<>(options.rest());
        List<String> patterns = new ArrayList<>(options.values("e"));
        for (String file : options.values("f")) {
            Inputs.text(call, file).lines().forEach(patterns::add);
        }
        if (!options.has("e") && !options.has("f")) {
            if (rest.isEmpty()) {
                throw new UsageException(
                        2, "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.");
            }
            patterns.add(rest.remove(0));
        }
        boolean recursive = options.has("r") || options.has("R");
        List<String> files = files(call, rest, recursive);
        boolean names = !options.has("h") && (options.has("H") || rest.size() > 1 || recursive);
        Task task = new Task(
                options,
                pattern(call, options, patterns),
                names,
                Integer.parseInt(options.value("m", "-1")),
                Integer.parseInt(options.value("A", "0")));
        return search(call, task, files);
    }

    private static int search(Call call, Task task, List<String> files) {
        int[] hits = {0};
        Call quiet = task.has("s") ? new Call(call.proc(), "", List.of()) : call;
        int status = 0;
        for (String name : files) {
            Node node = name.equals("-")
                    ? null
                    : call.machine().files().look(call.proc().who(), name);
            if (task.has("s") && node == null && !name.equals("-")) {
                status = 2;
            } else if (node instanceof Directory) {
                status |= quiet.fail(2, name + ": Is a directory");
            } else {
                status |=
                        Inputs.each(call, List.of(name), (file, lines) -> hits[0] += file(call, task, file, lines)) * 2;
            }
            if (task.has("q") && hits[0] > 0) {
                return 0;
            }
        }
        return status != 0 ? 2 : hits[0] > 0 ? 0 : 1;
    }

    private static List<String> files(Call call, List<String> rest, boolean recursive) {
        if (!recursive) {
            return rest.isEmpty() ? List.of("-") : rest;
        }
        List<String> files = new ArrayList<>();
        for (String name : rest.isEmpty() ? List.of(".") : rest) {
            below(call, name, files, 0);
        }
        return files;
    }

    private static void below(Call call, String path, List<String> files, int depth) {
        if (call.machine().files().look(call.proc().who(), path) instanceof Directory directory && depth < 100) {
            for (String name : directory.names()) {
                below(call, path + "/" + name, files, depth + 1);
            }
        } else {
            files.add(path);
        }
    }

    private static Pattern pattern(Call call, Arguments options, List<String> patterns) {
        boolean extended = options.has("E") || options.has("P") || call.name().equals("egrep");
        boolean fixed = options.has("F") || call.name().equals("fgrep");
        String all = patterns.stream()
                .flatMap(text -> List.of(text.split("\n", -1)).stream())
                .map(text -> "(?:" + (fixed ? Pattern.quote(text) : Posix.translate(text, extended)) + ")")
                .collect(Collectors.joining("|"));
        String whole =
                options.has("x") ? "\\A(?:" + all + ")\\z" : options.has("w") ? "(?<!\\w)(?:" + all + ")(?!\\w)" : all;
        try {
            return Pattern.compile(whole, options.has("i") ? Pattern.CASE_INSENSITIVE : 0);
        } catch (java.util.regex.PatternSyntaxException e) {
            throw new UsageException(2, "grep: Invalid regular expression");
        }
    }

    private static int file(Call call, Task task, String name, Lines lines) {
        String shown = name.equals("-") ? "(standard input)" : name;
        int count = 0;
        int number = 0;
        int context = 0;
        for (String line = lines.line(); line != null && task.most() != count; line = lines.line()) {
            number++;
            Matcher matcher = Posix.matcher(task.pattern(), line, call.proc());
            boolean hit = matcher.find() != task.has("v");
            if (!hit) {
                if (context-- > 0) {
                    call.out().line((task.names() ? shown + "-" : "") + (task.has("n") ? number + "-" : "") + line);
                }
                continue;
            }
            count++;
            context = task.after();
            if (task.has("q")) {
                return 1;
            }
            if (!task.has("c") && !task.has("l") && !task.has("L")) {
                print(
                        call,
                        task,
                        (task.names() ? shown + ":" : "") + (task.has("n") ? number + ":" : ""),
                        line,
                        matcher);
            }
        }
        summary(call, task, shown, count);
        return count;
    }

    private static void print(Call call, Task task, String prefix, String line, Matcher matcher) {
        if (!task.has("o")) {
            call.out().line(prefix + line);
            return;
        }
        if (!task.has("v")) {
            do {
                if (!matcher.group().isEmpty()) {
                    call.out().line(prefix + matcher.group());
                }
            } while (matcher.find());
        }
    }

    private static void summary(Call call, Task task, String name, int count) {
        if (task.has("c")) {
            call.out().line((task.names() ? name + ":" : "") + count);
        }
        if (task.has("l") && count > 0 || task.has("L") && count == 0) {
            call.out().line(name);
        }
    }
}
