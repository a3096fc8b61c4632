package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.Inputs;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.process.UsageException;
import java.util.ArrayList;
import java.util.List;

/** xargs. */
final class Xargs implements Program {

    private static final int MOST = 1000;

    @Override
    public int run(Call call) {
        Arguments options = Arguments.of(
                call,
                "+0rtx",
                "nILdPs",
                "null=0 no-run-if-empty=r max-args=n delimiter=d max-procs=P max-lines=L replace=I");
        List<String> command = options.rest().isEmpty() ? List.of("echo") : options.rest();
        List<String> words = words(call, options, Inputs.text(call, "-"));
        if (words.isEmpty() && (options.has("r") || options.has("I"))) {
            return 0;
        }
        int most =
                options.has("I") ? 1 : Integer.parseInt(options.value("n", options.value("L", Integer.toString(MOST))));
        int status = 0;
        int at = 0;
        do {
            List<String> some = words.subList(at, Math.min(words.size(), at + most));
            at += some.size();
            int code = Exec.child(call, argv(options, command, some));
            if (code == 126 || code == 127) {
                return code;
            }
            if (code == 255) {
                return call.fail(124, command.get(0) + ": exited with status 255; aborting");
            }
            status = code == 0 ? status : 123;
        } while (at < words.size());
        return status;
    }

    private static List<String> argv(Arguments options, List<String> command, List<String> some) {
        List<String> argv = new ArrayList<>();
        if (options.has("I")) {
            command.forEach(word -> argv.add(word.replace(options.value("I", "{}"), some.get(0))));
        } else {
            argv.addAll(command);
            argv.addAll(some);
        }
        return argv;
    }

    private static List<String> words(Call call, Arguments options, String text) {
        if (options.has("0") || options.has("d")) {
            String delimiter = options.has("0")
                    ? "\0"
                    : options.value("d", "\n").replace("\\n", "\n").replace("\\0", "\0");
            List<String> all = new ArrayList<>(List.of(text.split(java.util.regex.Pattern.quote(delimiter), -1)));
            if (all.get(all.size() - 1).isEmpty()) {
                all.remove(all.size() - 1);
            }
            return all;
        }
        if (options.has("I") || options.has("L")) {
            return text.lines()
                    .map(String::stripLeading)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
        return quoted(call, text);
    }

    private static List<String> quoted(Call call, String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean some = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\n') {
                    throw new UsageException(
                            1,
                            "xargs: unmatched " + (quote == '"' ? "double" : "single")
                                    + " quote; by default quotes are special to xargs unless you use the -0 option");
                }
                word.append(c == quote ? "" : String.valueOf(c));
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
                some = true;
            } else if (c == '\\' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
                some = true;
            } else if (c == ' ' || c == '\t' || c == '\n') {
                if (some) {
                    words.add(word.toString());
                }
                word.setLength(0);
                some = false;
            } else {
                word.append(c);
                some = true;
            }
        }
        if (some) {
            words.add(word.toString());
        }
        return words;
    }
}
