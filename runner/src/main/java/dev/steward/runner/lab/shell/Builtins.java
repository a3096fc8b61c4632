package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.Lines;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.UsageException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The commands of the shell itself (POSIX XCU 2.14 and the regular ones dash builds in). */
final class Builtins {

    static final Map<String, Builtin> SPECIAL = special();
    static final Map<String, Builtin> REGULAR = regular();

    private Builtins() {}

    private static Map<String, Builtin> special() {
        Map<String, Builtin> all = new TreeMap<>();
        all.put(":", (shell, call) -> 0);
        all.put(".", Builtins::dot);
        all.put("break", (shell, call) -> leave(shell, call, Leave.Kind.BREAK));
        all.put("continue", (shell, call) -> leave(shell, call, Leave.Kind.CONTINUE));
        all.put("return", (shell, call) -> end(shell, call, Leave.Kind.RETURN));
        all.put("exit", (shell, call) -> end(shell, call, Leave.Kind.EXIT));
        all.put("eval", (shell, call) -> shell.interpreter().text(String.join(" ", call.arguments())));
        all.put("exec", Builtins::exec);
        all.put("export", (shell, call) -> VariableBuiltins.mark(shell, call, true));
        all.put("readonly", (shell, call) -> VariableBuiltins.mark(shell, call, false));
        all.put("set", VariableBuiltins::set);
        all.put("shift", VariableBuiltins::shift);
        all.put("unset", VariableBuiltins::unset);
        all.put("times", (shell, call) -> times(call));
        all.put("trap", JobBuiltins::trap);
        return all;
    }

    private static Map<String, Builtin> regular() {
        Map<String, Builtin> all = new TreeMap<>();
        all.put("true", (shell, call) -> 0);
        all.put("false", (shell, call) -> 1);
        all.put("[", (shell, call) -> new Test(call).evaluate());
        all.put("test", (shell, call) -> new Test(call).evaluate());
        all.put("echo", (shell, call) -> Echo.dash(call));
        all.put("printf", (shell, call) -> new Printf().run(call));
        all.put("cd", Builtins::cd);
        all.put("chdir", Builtins::cd);
        all.put("pwd", (shell, call) -> pwd(shell, call));
        all.put("local", VariableBuiltins::local);
        all.put("read", Reading::read);
        all.put("getopts", Options::getopts);
        all.put("kill", (shell, call) -> new Kill().run(call));
        all.put("wait", JobBuiltins::await);
        all.put("jobs", (shell, call) -> 0);
        all.put("command", Lookup::command);
        all.put("type", Lookup::type);
        all.put("hash", (shell, call) -> 0);
        all.put("umask", Builtins::umask);
        all.put("ulimit", (shell, call) -> {
            call.out().line("unlimited");
            return 0;
        });
        all.put("alias", (shell, call) -> call.arguments().isEmpty() ? 0 : 1);
        all.put("unalias", (shell, call) -> 0);
        return all;
    }

    private static int times(Call call) {
        call.out().line("0m0.000000s 0m0.000000s").line("0m0.000000s 0m0.000000s");
        return 0;
    }

    private static int leave(Shell shell, Call call, Leave.Kind kind) {
        int count =
                call.arguments().isEmpty() ? 1 : number(call, call.arguments().get(0));
        if (shell.interpreter().loops() == 0) {
            return 0;
        }
        throw new Leave(kind, count);
    }

    private static int end(Shell shell, Call call, Leave.Kind kind) {
        throw new Leave(
                kind,
                call.arguments().isEmpty()
                        ? shell.status()
                        : number(call, call.arguments().get(0)) & 255);
    }

    static int number(Call call, String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new ShellException(call.name() + ": Illegal number: " + text);
        }
        return Integer.parseInt(text);
    }

    private static int exec(Shell shell, Call call) {
        List<String> words = call.arguments();
        if (words.get(0).equals("--")) {
            words = words.subList(1, words.size());
        }
        String name = words.get(0);
        if (Exec.find(shell.proc(), name).isEmpty()) {
            shell.complain(127, "exec: " + name + ": not found");
            throw new Leave(Leave.Kind.EXIT, 127);
        }
        shell.traps().keySet().removeIf(signal -> {
            boolean caught = !shell.traps().get(signal).isEmpty();
            if (caught && signal > 0) {
                shell.proc().dispose(signal, false, false);
            }
            return caught;
        });
        int status;
        try {
            status = Exec.run(shell.proc(), words);
        } catch (FileException e) {
            status = shell.complain(126, "exec: " + name + ": " + e.errno().text());
        }
        throw new Leave(Leave.Kind.REPLACED, status);
    }

    private static int dot(Shell shell, Call call) {
        if (call.arguments().isEmpty()) {
            throw new ShellException(".: filename argument required");
        }
        String name = call.arguments().get(0);
        String text;
        try {
            String path =
                    name.contains("/") ? name : Exec.find(shell.proc(), name).orElse(name);
            OpenFile file = Exec.open(shell.proc(), path);
            text = new Lines(shell.proc(), file).text();
            file.release();
        } catch (FileException e) {
            throw new ShellException(".: cannot open " + name + ": No such file");
        }
        try {
            return shell.interpreter().text(text);
        } catch (Leave leave) {
            if (leave.kind() != Leave.Kind.RETURN) {
                throw leave;
            }
            return leave.number();
        }
    }

    private static int cd(Shell shell, Call call) {
        List<String> words = call.arguments().stream()
                .filter(word -> !word.matches("-[LP]|--"))
                .toList();
        String wanted = words.isEmpty() ? shell.variables().get("HOME", "") : words.get(0);
        boolean back = wanted.equals("-");
        String path = back ? shell.variables().get("OLDPWD", "") : wanted;
        if (path.isEmpty()) {
            return 0;
        }
        try {
            if (!(shell.proc().machine().files().node(shell.proc().who(), path) instanceof Directory)) {
                throw new UsageException(2, "cd: can't cd to " + wanted);
            }
            shell.variables().set("OLDPWD", shell.proc().folder());
            shell.proc()
                    .folder(shell.proc()
                            .machine()
                            .files()
                            .canonical(shell.proc().who(), path));
        } catch (FileException e) {
            throw new UsageException(2, "cd: can't cd to " + wanted);
        }
        shell.variables().set("PWD", shell.proc().folder());
        if (back) {
            call.out().line(shell.proc().folder());
        }
        return 0;
    }

    private static int pwd(Shell shell, Call call) {
        call.out().line(shell.proc().folder());
        return 0;
    }

    private static int umask(Shell shell, Call call) {
        if (call.arguments().isEmpty()) {
            call.out().format("%04o%n", shell.proc().umask());
            return 0;
        }
        String bits = call.arguments().get(0);
        if (!bits.matches("[0-7]{1,4}")) {
            throw new UsageException(2, "umask: Illegal number: " + bits);
        }
        shell.proc().umask(Integer.parseInt(bits, 8));
        return 0;
    }
}
