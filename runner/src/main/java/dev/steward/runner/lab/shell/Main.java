package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.Killed;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.process.Signal;
import dev.steward.runner.lab.process.UsageException;
import dev.steward.runner.lab.syntax.Parser;
import dev.steward.runner.lab.syntax.Source;
import dev.steward.runner.lab.syntax.Syntax.Command;
import dev.steward.runner.lab.syntax.Syntax.Simple;
import dev.steward.runner.lab.syntax.SyntaxException;
import java.util.ArrayList;
import java.util.List;

/** The program {@code sh}: reads a script from an argument, a file or standard input and runs it as it reads. */
public final class Main implements Program {

    @Override
    public int run(Call call) {
        Shell shell = new Shell(call.proc(), call.name());
        List<String> rest = new ArrayList<>(call.arguments());
        boolean text = false;
        boolean standardInput = false;
        while (!rest.isEmpty() && rest.get(0).matches("[-+].+") && !rest.get(0).equals("--")) {
            String option = rest.remove(0);
            for (char letter : option.substring(1).toCharArray()) {
                text |= letter == 'c';
                standardInput |= letter == 's';
                if (letter == 'o') {
                    longOption(shell, rest.remove(0), option.charAt(0) == '-');
                } else if ("cs".indexOf(letter) < 0) {
                    option(shell, letter, option.charAt(0) == '-');
                }
            }
        }
        if (!rest.isEmpty() && (rest.get(0).equals("--") || rest.get(0).equals("-"))) {
            rest.remove(0);
        }
        return start(call, shell, rest, text ? 'c' : standardInput || rest.isEmpty() ? 's' : 'f');
    }

    private static int start(Call call, Shell shell, List<String> rest, char kind) {
        if (kind == 's') {
            shell.parameters(rest);
            return script(shell, input(call.proc(), call.input()), false);
        }
        if (rest.isEmpty()) {
            throw new UsageException(2, call.name() + ": 0: -c requires an argument");
        }
        String first = rest.remove(0);
        if (kind == 'f') {
            return file(call, first, rest);
        }
        Shell named = rest.isEmpty() ? shell : renamed(shell, rest.remove(0));
        named.parameters(rest);
        return script(named, Source.of(first), true);
    }

    private static Shell renamed(Shell shell, String name) {
        Shell named = new Shell(shell.proc(), name);
        for (char letter : "aCefnuvx".toCharArray()) {
            named.option(letter, shell.option(letter));
        }
        return named;
    }

    private static int file(Call call, String path, List<String> rest) {
        OpenFile file;
        try {
            file = Exec.open(call.proc(), path);
        } catch (FileException e) {
            return call.say(2, call.name() + ": 0: cannot open " + path + ": No such file");
        }
        Shell shell = new Shell(call.proc(), path);
        shell.parameters(rest);
        try {
            return script(shell, input(call.proc(), file), false);
        } finally {
            file.release();
        }
    }

    static void longOption(Shell shell, String name, boolean on) {
        List<String> names =
                List.of("allexport", "noclobber", "errexit", "noglob", "noexec", "nounset", "verbose", "xtrace");
        int index = names.indexOf(name);
        if (index < 0) {
            throw new UsageException(2, "set: Illegal option -o " + name);
        }
        option(shell, "aCefnuvx".charAt(index), on);
    }

    static void option(Shell shell, char letter, boolean on) {
        if ("aCefnuvxbhilmVEIp".indexOf(letter) < 0) {
            throw new UsageException(2, shell.name() + ": 0: Illegal option -" + letter);
        }
        shell.option(letter, on);
    }

    private static Source input(Proc proc, OpenFile file) {
        byte[] one = new byte[1];
        return new Source(() -> file.read(proc, one, 0, 1) < 1 ? Source.END : one[0] & 255);
    }

    private static int script(Shell shell, Source source, boolean whole) {
        Parser parser = new Parser(source);
        return ended(shell, () -> {
            int status = 0;
            for (Command command = parser.next(); command != null; command = parser.next()) {
                boolean last = whole && command instanceof Simple && source.peek() == Source.END;
                if (!shell.option('n')) {
                    status = shell.interpreter().run(command, last);
                }
            }
            return status;
        });
    }

    /** Runs the body of a subshell in its process. */
    static int body(Shell shell, Command command) {
        return ended(shell, () -> shell.interpreter().run(command, true));
    }

    private static int ended(Shell shell, java.util.function.IntSupplier body) {
        int status = guarded(shell, body);
        String action = shell.traps().remove(0);
        if (action != null && !action.isEmpty()) {
            shell.status(status);
            int before = status;
            status = guarded(shell, () -> {
                shell.interpreter().text(action);
                return before;
            });
        }
        return status & 255;
    }

    private static int guarded(Shell shell, java.util.function.IntSupplier body) {
        try {
            return body.getAsInt();
        } catch (Leave leave) {
            if (leave.kind() == Leave.Kind.REPLACED) {
                shell.traps().clear();
            }
            return leave.kind() == Leave.Kind.BREAK || leave.kind() == Leave.Kind.CONTINUE ? 0 : leave.number();
        } catch (SyntaxException e) {
            shell.line(e.line());
            return shell.complain(2, e.getMessage());
        } catch (ShellException e) {
            return shell.complain(2, e.getMessage());
        } catch (FileException e) {
            return shell.complain(2, e.errno().text());
        } catch (Killed killed) {
            if (killed.proc() == shell.proc() && shell.proc().status() == 128 + Signal.XCPU) {
                shell.traps().clear();
            }
            throw killed;
        }
    }
}
