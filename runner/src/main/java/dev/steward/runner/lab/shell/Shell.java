package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Lines;
import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.process.Signal;
import dev.steward.runner.lab.syntax.Syntax;
import dev.steward.runner.lab.syntax.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One shell or subshell: what it remembers between commands. */
final class Shell {

    private final Proc proc;
    private final String name;
    private final int pid;
    private final Variables variables;
    private final Map<String, Syntax.Command> functions = new HashMap<>();
    private final Set<Character> options = new HashSet<>();
    private final Map<Integer, String> traps = new TreeMap<>();
    private final List<Proc> jobs = new ArrayList<>();
    private final Interpreter interpreter;
    private List<String> parameters = List.of();
    private int status;
    private int lastJob;
    private int line = 1;

    /** A subshell: the same state in a forked process, caught signals back to their defaults. */
    Shell(Shell parent, Proc child) {
        this.proc = child;
        this.name = parent.name;
        this.pid = parent.pid;
        this.variables = new Variables(parent.variables, child.environment());
        this.functions.putAll(parent.functions);
        this.options.addAll(parent.options);
        this.parameters = parent.parameters;
        this.status = parent.status;
        this.lastJob = parent.lastJob;
        this.line = parent.line;
        this.interpreter = new Interpreter(this, parent.interpreter);
        parent.traps.forEach((signal, action) -> {
            if (action.isEmpty()) {
                traps.put(signal, action);
            }
        });
    }

    Shell(Proc proc, String name) {
        this.proc = proc;
        this.name = name;
        this.pid = proc.pid();
        this.variables = new Variables(proc.environment());
        this.interpreter = new Interpreter(this);
        begin();
    }

    private void begin() {
        variables.set("IFS", " \t\n");
        variables.set("OPTIND", "1");
        variables.set("PPID", Integer.toString(proc.parentPid()));
        if (variables.get("PWD") == null || !proc.folder().equals(variables.get("PWD"))) {
            variables.set("PWD", proc.folder());
        }
        if (variables.get("PATH") == null) {
            variables.set("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        }
    }

    Proc proc() {
        return proc;
    }

    String name() {
        return name;
    }

    int pid() {
        return pid;
    }

    Variables variables() {
        return variables;
    }

    Map<String, Syntax.Command> functions() {
        return functions;
    }

    Map<Integer, String> traps() {
        return traps;
    }

    List<Proc> jobs() {
        return jobs;
    }

    Interpreter interpreter() {
        return interpreter;
    }

    List<String> parameters() {
        return parameters;
    }

    void parameters(List<String> list) {
        parameters = List.copyOf(list);
    }

    int status() {
        return status;
    }

    void status(int value) {
        status = value & 255;
    }

    void line(int number) {
        line = number;
    }

    void job(Proc child) {
        jobs.removeIf(old -> old.finished() && jobs.size() > 100);
        jobs.add(child);
        lastJob = child.pid();
    }

    boolean option(char letter) {
        return options.contains(letter);
    }

    void option(char letter, boolean on) {
        if (on) {
            options.add(letter);
        } else {
            options.remove(letter);
        }
        variables.exportAll(options.contains('a'));
    }

    /** The home of a user, or null. */
    String home(String user) {
        Lines lines;
        try {
            var file = dev.steward.runner.lab.process.Exec.open(proc, "/etc/passwd");
            lines = new Lines(proc, file);
        } catch (FileException e) {
            return null;
        }
        for (String entry = lines.line(); entry != null; entry = lines.line()) {
            String[] parts = entry.split(":", -1);
            if (parts.length > 5 && parts[0].equals(user)) {
                return parts[5];
            }
        }
        return null;
    }

    /** The value of a parameter or variable; null where it is not set. */
    String value(String wanted) {
        char first = wanted.charAt(0);
        if (Words.nameStart(first)) {
            return wanted.equals("LINENO") ? Integer.toString(line) : variables.get(wanted);
        }
        return switch (first) {
            case '?' -> Integer.toString(status);
            case '#' -> Integer.toString(parameters.size());
            case '$' -> Integer.toString(pid);
            case '!' -> lastJob == 0 ? null : Integer.toString(lastJob);
            case '-' -> flags();
            case '@', '*' -> joined();
            case '0' -> wanted.matches("0+") ? name : positional(wanted);
            default -> positional(wanted);
        };
    }

    private String flags() {
        StringBuilder text = new StringBuilder();
        options.stream().sorted().forEach(text::append);
        return text.toString();
    }

    private String joined() {
        String ifs = variables.get("IFS", " ");
        return String.join(ifs.isEmpty() ? "" : ifs.substring(0, 1), parameters);
    }

    private String positional(String digits) {
        int number = digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        return number <= parameters.size() ? parameters.get(number - 1) : null;
    }

    /** Prints an error as dash does; hands back the status. */
    int complain(int code, String message) {
        return new Call(proc, name, List.of()).say(code, name + ": " + line + ": " + message);
    }

    /** Sets what happens at a signal; null takes the trap away. */
    void trap(int signal, String action) {
        if (action == null) {
            traps.remove(signal);
        } else {
            traps.put(signal, action);
        }
        if (signal != 0 && signal != Signal.KILL) {
            proc.dispose(signal, action != null && !action.isEmpty(), action != null && action.isEmpty());
        }
    }
}
