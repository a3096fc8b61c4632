package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.process.Descriptors;
import dev.steward.runner.lab.process.Exec;
import dev.steward.runner.lab.process.OpenFile;
import dev.steward.runner.lab.process.OpenRegular.Access;
import dev.steward.runner.lab.process.Proc;
import dev.steward.runner.lab.syntax.Syntax.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** Redirections (POSIX XCU 2.7). */
final class Redirector {

    private final Shell shell;
    private final Expander expander;

    Redirector(Shell shell, Expander expander) {
        this.shell = shell;
        this.expander = expander;
    }

    /** A redirection that could not be made. */
    static final class Refused extends RuntimeException {

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /** What the descriptors were before; closing brings them back. */
    static final class Saved {

        private final Descriptors files;
        private final Map<Integer, OpenFile> before = new LinkedHashMap<>();

        private Saved(Descriptors files) {
            this.files = files;
        }

        private void keep(int number) {
            if (!before.containsKey(number)) {
                before.put(number, files.take(number));
            }
        }

        /** Lets the new ones stay, as exec does. */
        void forget() {
            before.values().forEach(file -> {
                if (file != null) {
                    file.release();
                }
            });
            before.clear();
        }

        void close() {
            before.forEach((number, file) -> {
                files.close(number);
                if (file != null) {
                    files.set(number, file);
                }
            });
            before.clear();
        }
    }

    /** Runs something with redirections in force for its time. */
    int during(List<Redirect> redirects, IntSupplier body) {
        Saved saved = apply(redirects);
        try {
            return body.getAsInt();
        } finally {
            saved.close();
        }
    }

    Saved apply(List<Redirect> redirects) {
        Saved saved = new Saved(shell.proc().files());
        try {
            for (Redirect redirect : redirects) {
                apply(redirect, saved);
            }
        } catch (RuntimeException e) {
            saved.close();
            throw e;
        }
        return saved;
    }

    private void apply(Redirect redirect, Saved saved) {
        Proc proc = shell.proc();
        if (redirect.operator().endsWith("&")) {
            duplicate(redirect, saved);
            return;
        }
        OpenFile file = redirect.document() != null
                ? new Text(expander.text(redirect.document().text()))
                : open(redirect.operator(), expander.text(redirect.target()));
        saved.keep(redirect.descriptor());
        proc.files().set(redirect.descriptor(), file);
    }

    private OpenFile open(String operator, String path) {
        Proc proc = shell.proc();
        try {
            return switch (operator) {
                case "<" -> Exec.open(proc, path);
                case ">>" -> Exec.open(proc, path, Access.APPEND, false);
                case "<>" -> {
                    proc.machine().files();
                    yield Exec.open(proc, path, Access.BOTH, false);
                }
                default ->
                    Exec.open(proc, path, Access.WRITE, operator.equals(">") && shell.option('C') && taken(path));
            };
        } catch (FileException e) {
            String text = e.errno() == Errno.ENOENT
                    ? (operator.equals("<") ? "No such file" : "Directory nonexistent")
                    : e.errno().text();
            throw new Refused("cannot " + (operator.equals("<") ? "open " : "create ") + path + ": " + text);
        }
    }

    private boolean taken(String path) {
        return shell.proc().machine().files().look(shell.proc().who(), path)
                instanceof dev.steward.runner.lab.file.RegularFile;
    }

    private void duplicate(Redirect redirect, Saved saved) {
        String target = expander.text(redirect.target());
        Descriptors files = shell.proc().files();
        if (target.equals("-")) {
            saved.keep(redirect.descriptor());
            files.close(redirect.descriptor());
            return;
        }
        if (!target.matches("[0-9]")) {
            throw new ShellException("Bad fd number");
        }
        OpenFile source = files.get(target.charAt(0) - '0');
        if (source == null) {
            throw new Refused(target + ": Bad file descriptor");
        }
        if (target.charAt(0) - '0' != redirect.descriptor()) {
            source.hold();
            saved.keep(redirect.descriptor());
            files.set(redirect.descriptor(), source);
        }
    }

    /** A here-document. */
    private static final class Text extends OpenFile {

        private final byte[] bytes;
        private int at;

        Text(String text) {
            bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public synchronized int read(Proc reader, byte[] into, int from, int most) {
            if (at == bytes.length) {
                return -1;
            }
            int count = Math.min(most, bytes.length - at);
            System.arraycopy(bytes, at, into, from, count);
            at += count;
            return count;
        }
    }
}
