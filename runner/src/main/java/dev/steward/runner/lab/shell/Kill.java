package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.process.Signal;
import dev.steward.runner.lab.process.UsageException;
import java.util.ArrayList;
import java.util.List;

/** kill, of the shell and of procps. */
public final class Kill implements Program {

    @Override
    public int run(Call call) {
        List<String> words = new ArrayList<>(call.arguments());
        if (words.isEmpty()) {
            throw new UsageException(2, "kill: Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]...");
        }
        if (words.get(0).equals("-l")) {
            return list(call, words);
        }
        int signal = Signal.TERM;
        boolean named = false;
        if (words.get(0).equals("-s") && words.size() > 1) {
            words.remove(0);
            signal = number(words.remove(0));
        } else if (words.get(0).startsWith("-") && !words.get(0).equals("--") && words.size() > 1) {
            signal = number(words.remove(0).substring(1));
            named = true;
        }
        // As in dash, a signal given by -NAME ends the options: a "--" after it is no number.
        if (!named && !words.isEmpty() && words.get(0).equals("--")) {
            words.remove(0);
        }
        int status = 0;
        for (String word : words) {
            status |= one(call, word, signal);
        }
        call.proc().check();
        return status;
    }

    private static int number(String name) {
        int number = Signal.number(name);
        if (number < 0) {
            throw new UsageException(2, "kill: Illegal option -" + name);
        }
        return number;
    }

    private static int list(Call call, List<String> words) {
        if (words.size() > 1) {
            if (!words.get(1).matches("[0-9]{1,3}")) {
                throw new UsageException(2, "kill: Illegal number: " + words.get(1));
            }
            int status = Integer.parseInt(words.get(1));
            call.out().line(Signal.name(status > 128 ? status - 128 : Math.max(status, 0)));
            return 0;
        }
        for (int i = 1; i < 32; i++) {
            call.out().line(Signal.name(i));
        }
        return 0;
    }

    private static int one(Call call, String word, int signal) {
        if (!word.matches("-?[0-9]{1,9}")) {
            throw new UsageException(2, "kill: Illegal number: " + word);
        }
        try {
            call.machine().processes().signal(call.proc(), Integer.parseInt(word), signal);
            return 0;
        } catch (FileException e) {
            call.say(
                    1,
                    "sh: 1: kill: "
                            + (e.errno() == Errno.ESRCH
                                    ? "No such process"
                                    : e.errno().text()));
            return 1;
        }
    }
}
