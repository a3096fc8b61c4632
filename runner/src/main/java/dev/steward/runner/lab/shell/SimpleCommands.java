package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.process.Signal;
import dev.steward.runner.lab.process.UsageException;
import dev.steward.runner.lab.syntax.Syntax.Assignment;
import dev.steward.runner.lab.syntax.Syntax.Command;
import dev.steward.runner.lab.syntax.Syntax.Simple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Simple commands: special builtins, functions, builtins, programs (POSIX XCU 2.9.1). */
final class SimpleCommands {

    private final Shell shell;
    private final Interpreter interpreter;
    private final Expander expander;
    private final Redirector redirector;

    SimpleCommands(Shell shell, Interpreter interpreter, Expander expander, Redirector redirector) {
        this.shell = shell;
        this.interpreter = interpreter;
        this.expander = expander;
        this.redirector = redirector;
    }

    int run(Simple command, boolean last) {
        shell.line(command.line());
        interpreter.forget();
        List<String> words = expander.fields(command.words());
        if (words.isEmpty()) {
            return assignOnly(command);
        }
        trace(command, words);
        String name = words.get(0);
        Builtin special = Builtins.SPECIAL.get(name);
        if (special != null) {
            return special(special, command, words);
        }
        Command function = shell.functions().get(name);
        if (function != null) {
            return inShell(command, () -> interpreter.call(function, words.subList(1, words.size())));
        }
        Builtin builtin = Builtins.REGULAR.get(name);
        if (builtin != null) {
            return inShell(command, () -> builtin(builtin, words));
        }
        return program(command, words, last);
    }

    private void trace(Simple command, List<String> words) {
        if (shell.option('x')) {
            new Call(shell.proc(), "", List.of()).say(0, shell.variables().get("PS4", "+ ") + String.join(" ", words));
        }
    }

    private int assignOnly(Simple command) {
        for (Assignment one : command.assignments()) {
            shell.variables().set(one.name(), expander.value(one.value()));
        }
        try {
            return redirector.during(command.redirects(), interpreter::substituted);
        } catch (Redirector.Refused e) {
            return shell.complain(2, e.getMessage());
        }
    }

    private int special(Builtin special, Simple command, List<String> words) {
        for (Assignment one : command.assignments()) {
            shell.variables().set(one.name(), expander.value(one.value()));
        }
        try {
            if (words.get(0).equals("exec") && words.size() == 1) {
                redirector.apply(command.redirects()).forget();
                return 0;
            }
            return redirector.during(command.redirects(), () -> builtin(special, words));
        } catch (Redirector.Refused e) {
            throw new ShellException(e.getMessage());
        }
    }

    /** Runs a builtin or function with the assignments and redirections of the command for its time. */
    private int inShell(Simple command, IntSupplier body) {
        Map<String, String> before = new LinkedHashMap<>();
        try {
            return redirector.during(command.redirects(), () -> {
                for (Assignment one : command.assignments()) {
                    before.putIfAbsent(one.name(), shell.variables().get(one.name()));
                    shell.variables().set(one.name(), expander.value(one.value()));
                }
                return body.getAsInt();
            });
        } catch (Redirector.Refused e) {
            return shell.complain(2, e.getMessage());
        } finally {
            before.forEach(this::restore);
        }
    }

    private void restore(String name, String value) {
        if (value == null) {
            shell.variables().unset(name);
        } else {
            shell.variables().set(name, value);
        }
    }

    private int builtin(Builtin builtin, List<String> words) {
        Call call = new Call(shell.proc(), words.get(0), words.subList(1, words.size()));
        try {
            int status = builtin.run(shell, call);
            call.out().flush();
            return status;
        } catch (UsageException e) {
            return shell.complain(e.status(), e.getMessage());
        } catch (FileException e) {
            return shell.complain(
                    1,
                    words.get(0) + ": "
                            + (e.errno() == Errno.EPIPE || e.errno() == Errno.EBADF
                                    ? "I/O error"
                                    : e.errno().text()));
        }
    }

    private int program(Simple command, List<String> words, boolean last) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Assignment one : command.assignments()) {
            environment.put(one.name(), expander.value(one.value()));
        }
        if (last && shell.traps().isEmpty()) {
            int status = start(command, words, environment, shell.proc());
            throw new Leave(Leave.Kind.REPLACED, status);
        }
        Proc child = shell.proc().fork();
        int status = shell.proc()
                .machine()
                .processes()
                .runHere(child, self -> inChild(shell, command, words, environment, self));
        if (command.redirects().stream().noneMatch(redirect -> redirect.descriptor() == 2)) {
            report(child);
        }
        return status;
    }

    private int inChild(Shell parent, Simple command, List<String> words, Map<String, String> environment, Proc child) {
        Shell inner = command.redirects().isEmpty() ? parent : new Shell(parent, child);
        SimpleCommands commands = inner == parent
                ? this
                : new SimpleCommands(
                        inner,
                        inner.interpreter(),
                        new Expander(inner),
                        inner.interpreter().redirector());
        return commands.start(command, words, environment, child);
    }

    private int start(Simple command, List<String> words, Map<String, String> environment, Proc child) {
        try {
            redirector.apply(command.redirects()).forget();
        } catch (Redirector.Refused e) {
            return shell.complain(2, e.getMessage());
        }
        child.environment().putAll(environment);
        return exec(child, words);
    }

    /** Runs a program in a process; the shell's words where it cannot. */
    int exec(Proc child, List<String> words) {
        String path = shell.variables().get("PATH");
        boolean foreign = path != null && !child.environment().containsKey("PATH");
        if (foreign) {
            child.environment().put("PATH", path);
        }
        Optional<String> found = Exec.find(child, words.get(0));
        try {
            if (found.isEmpty()) {
                return complain(child, 127, words.get(0) + ": not found");
            }
            List<String> argv = new ArrayList<>(words);
            return Exec.run(child, argv);
        } catch (FileException e) {
            return e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR
                    ? complain(child, 127, words.get(0) + ": not found")
                    : complain(child, 126, words.get(0) + ": " + e.errno().text());
        }
    }

    private int complain(Proc child, int status, String message) {
        return new Call(child, "sh", List.of())
                .say(status, shell.name() + ": " + shell.value("LINENO") + ": " + message);
    }

    private void report(Proc child) {
        shell.proc().check();
        String text =
                switch (child.signalled()) {
                    case Signal.HUP -> "Hangup";
                    case Signal.QUIT -> "Quit";
                    case Signal.KILL -> "Killed";
                    case Signal.SEGV -> "Segmentation fault";
                    case Signal.TERM -> "Terminated";
                    case Signal.XCPU -> "CPU time limit exceeded";
                    default -> "";
                };
        if (!text.isEmpty()) {
            new Call(shell.proc(), "", List.of()).say(0, text);
        }
    }
}
