package dev.steward.runner.lab.process;

import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import java.util.List;

/** One execution of a program: its arguments and its three standard streams. */
public final class Call {

    private final Proc proc;
    private final String name;
    private final List<String> arguments;
    private final Sink out;
    private final Sink err;

    /**
     * An execution.
     *
     * @param name as it was called
     * @param arguments without the name
     */
    public Call(Proc proc, String name, List<String> arguments) {
        this.proc = proc;
        this.name = name.substring(name.lastIndexOf('/') + 1);
        this.arguments = List.copyOf(arguments);
        this.out = new Sink(proc, 1);
        this.err = new Sink(proc, 2);
    }

    public Proc proc() {
        return proc;
    }

    public Machine machine() {
        return proc.machine();
    }

    public String name() {
        return name;
    }

    public List<String> arguments() {
        return arguments;
    }

    public Sink out() {
        return out;
    }

    /** Standard input; a closed one reads as an error. */
    public OpenFile input() {
        OpenFile file = proc.files().get(0);
        if (file == null) {
            throw new FileException(Errno.EBADF);
        }
        return file;
    }

    /** A message on standard error after the program's name; hands back the status. */
    public int fail(int status, String message) {
        out.flush();
        return say(status, name + ": " + message);
    }

    /** A line on standard error as it is; hands back the status. */
    public int say(int status, String message) {
        if (proc.files().get(2) != null) {
            err.line(message).flush();
        }
        return status;
    }

    /** A text on standard error without an end of line. */
    public void prompt(String text) {
        if (proc.files().get(2) != null) {
            err.print(text).flush();
        }
    }

    /** Runs the program and flushes what it wrote. */
    public int execute(Program program) {
        try {
            int status = program.run(this);
            out.flush();
            return status;
        } catch (UsageException e) {
            return say(e.status(), e.getMessage());
        } catch (FileException e) {
            if (e.errno() == Errno.EPIPE) {
                return 1;
            }
            return fail(1, e.errno().text());
        }
    }
}
