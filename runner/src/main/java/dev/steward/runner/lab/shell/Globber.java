package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.FileSystem;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.file.Wildcard;
import dev.steward.runner.lab.process.Proc;
import java.util.ArrayList;
import java.util.List;

/** Replaces patterns by the paths they match, sorted by byte (POSIX XCU 2.13.3). */
final class Globber {

    private static final int MOST = 100_000;

    private final Proc proc;

    Globber(Proc proc) {
        this.proc = proc;
    }

    void add(String pattern, String text, List<String> into) {
        if (!Wildcard.special(pattern)) {
            into.add(text);
            return;
        }
        List<String> found = new ArrayList<>();
        walk(pattern.startsWith("/") ? "/" : "", pattern.replaceFirst("^/+", ""), found);
        if (found.isEmpty()) {
            into.add(text);
        } else {
            into.addAll(found);
        }
    }

    private void walk(String base, String rest, List<String> found) {
        int slash = rest.indexOf('/');
        String first = slash < 0 ? rest : rest.substring(0, slash);
        String after = slash < 0 ? null : rest.substring(slash + 1).replaceFirst("^/+", "");
        proc.step();
        if (!Wildcard.special(first)) {
            follow(base + Wildcard.plain(first), after, found);
            return;
        }
        if (!(look(base.isEmpty() ? "." : base) instanceof Directory directory)
                || !proc.who().may(directory, 4)) {
            return;
        }
        Wildcard wildcard = new Wildcard(first);
        for (String name : directory.names().stream().sorted().toList()) {
            if ((!name.startsWith(".") || first.startsWith(".") || first.startsWith("\\.")) && wildcard.matches(name)) {
                follow(base + name, after, found);
            }
        }
    }

    private void follow(String path, String after, List<String> found) {
        if (after != null && look(path) instanceof Directory) {
            if (after.isEmpty()) {
                found.add(path + "/");
            } else {
                walk(path + "/", after, found);
            }
        } else if (after == null && exists(path) && found.size() < MOST) {
            found.add(path);
        }
    }

    private Node look(String path) {
        return proc.machine().files().look(proc.who(), path);
    }

    private boolean exists(String path) {
        FileSystem files = proc.machine().files();
        try {
            return files.place(proc.who(), path, false).node() != null;
        } catch (FileException e) {
            return false;
        }
    }
}
