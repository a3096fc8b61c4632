package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.process.Signal;
import java.util.ArrayList;
import java.util.List;

/** trap and wait. */
final class JobBuiltins {

    private JobBuiltins() {}

    static int trap(Shell shell, Call call) {
        List<String> words = new ArrayList<>(call.arguments());
        if (!words.isEmpty() && words.get(0).equals("--")) {
            words.remove(0);
        }
        if (words.isEmpty()) {
            shell.traps().forEach((signal, action) -> call.out()
                    .line("trap -- " + VariableBuiltins.quoted(action) + " " + Signal.name(signal)));
            return 0;
        }
        String action = words.size() > 1 && Signal.number(words.get(0)) < 0
                        || words.get(0).isEmpty()
                ? words.remove(0)
                : null;
        if (action == null && words.size() > 1 && words.get(0).matches("[0-9]+") && Signal.number(words.get(0)) < 0) {
            action = words.remove(0);
        }
        for (String word : words) {
            int signal = Signal.number(word);
            if (signal < 0) {
                shell.complain(1, "trap: " + word + ": bad trap");
                return 1;
            }
            shell.trap(signal, "-".equals(action) ? null : action);
        }
        return 0;
    }

    static int await(Shell shell, Call call) {
        if (call.arguments().isEmpty()) {
            for (Proc job : List.copyOf(shell.jobs())) {
                int status = one(shell, job);
                if (status < 0) {
                    return disturbed(shell);
                }
            }
            shell.jobs().clear();
            return 0;
        }
        int status = 0;
        for (String word : call.arguments()) {
            Proc job = find(shell, word);
            status = job == null ? 127 : one(shell, job);
            if (status < 0) {
                return disturbed(shell);
            }
            if (job != null) {
                shell.jobs().remove(job);
            }
        }
        return status;
    }

    private static Proc find(Shell shell, String word) {
        if (word.equals("%1") && !shell.jobs().isEmpty()) {
            return shell.jobs().get(0);
        }
        return shell.jobs().stream()
                .filter(job -> Integer.toString(job.pid()).equals(word))
                .findFirst()
                .orElse(null);
    }

    private static int one(Shell shell, Proc job) {
        Proc self = shell.proc();
        self.machine().await(self, () -> job.finished() || self.disturbed());
        return job.finished() ? job.status() : -1;
    }

    private static int disturbed(Shell shell) {
        return 128 + shell.proc().firstSignal();
    }
}
