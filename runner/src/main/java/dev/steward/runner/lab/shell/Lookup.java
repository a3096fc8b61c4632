package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.process.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** command and type. */
final class Lookup {

    private static final Set<String> KEYWORDS = Set.of(
            "!", "{", "}", "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in", "then", "until",
            "while");

    private Lookup() {}

    static int command(Shell shell, Call call) {
        List<String> words = new ArrayList<>(call.arguments());
        char mode = ' ';
        while (!words.isEmpty() && words.get(0).startsWith("-")) {
            String option = words.remove(0);
            if (option.equals("--")) {
                break;
            }
            if (!option.matches("-[pvV]+")) {
                throw new UsageException(2, "command: Illegal option " + option.substring(0, 2));
            }
            mode = option.contains("V") ? 'V' : option.contains("v") ? 'v' : mode;
        }
        if (words.isEmpty()) {
            return 0;
        }
        return mode == ' '
                ? run(shell, words)
                : words.stream().mapToInt(word -> show(shell, call, word)).max().orElse(0);
    }

    private static int show(Shell shell, Call call, String word) {
        if (shell.functions().containsKey(word)
                || Builtins.SPECIAL.containsKey(word)
                || Builtins.REGULAR.containsKey(word)
                || KEYWORDS.contains(word)) {
            call.out().line(word);
            return 0;
        }
        Optional<String> path = Exec.find(shell.proc(), word)
                .filter(found ->
                        shell.proc().machine().files().look(shell.proc().who(), found) != null);
        path.ifPresent(call.out()::line);
        return path.isPresent() ? 0 : 127;
    }

    private static int run(Shell shell, List<String> words) {
        Builtin special = Builtins.SPECIAL.get(words.get(0));
        Builtin builtin = special != null ? special : Builtins.REGULAR.get(words.get(0));
        if (builtin != null) {
            Call inner = new Call(shell.proc(), words.get(0), words.subList(1, words.size()));
            int status;
            try {
                status = builtin.run(shell, inner);
            } catch (ShellException e) {
                status = shell.complain(2, e.getMessage());
            }
            inner.out().flush();
            return status;
        }
        Proc child = shell.proc().fork();
        SimpleCommands commands = new SimpleCommands(shell, shell.interpreter(), null, null);
        return shell.proc().machine().processes().runHere(child, self -> commands.exec(self, words));
    }

    static int type(Shell shell, Call call) {
        int status = 0;
        for (String word : call.arguments()) {
            Optional<String> path = Exec.find(shell.proc(), word);
            if (Builtins.SPECIAL.containsKey(word)) {
                call.out().line(word + " is a special shell builtin");
            } else if (shell.functions().containsKey(word)) {
                call.out().line(word + " is a shell function");
            } else if (Builtins.REGULAR.containsKey(word)) {
                call.out().line(word + " is a shell builtin");
            } else if (KEYWORDS.contains(word)) {
                call.out().line(word + " is a shell keyword");
            } else if (path.isPresent()) {
                call.out().line(word + " is " + path.get());
            } else {
                call.out().line(word + ": not found");
                status = 127;
            }
        }
        return status;
    }
}
