package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.FileSystem;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.file.Who;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** mkdir, rmdir, touch, ln, mktemp, mkfifo. */
final class Making {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private Making() {}

    private static void needOperand(Call call, Arguments options) {
        if (options.rest().isEmpty()) {
            throw Arguments.refuse(call, "missing operand");
        }
    }

    static int mkdir(Call call) {
        Arguments options = Arguments.of(call, "pv", "m", "parents=p mode=m verbose=v");
        needOperand(call, options);
        int mode = options.has("m")
                ? Rights.mode(call, options.value("m", ""), 0777, true)
                : 0777 & ~call.proc().umask();
        int status = 0;
        for (String name : options.rest()) {
            try {
                if (options.has("p")) {
                    parents(call, name, mode);
                } else {
                    call.machine().files().mkdir(call.proc().who(), name, mode);
                }
            } catch (FileException e) {
                status = call.fail(
                        1,
                        Arguments.bytes("cannot create directory ‘" + name + "’: "
                                + e.errno().text()));
            }
        }
        return status;
    }

    private static void parents(Call call, String name, int mode) {
        FileSystem files = call.machine().files();
        Who who = call.proc().who();
        for (int slash = name.indexOf('/', 1); slash > 0; slash = name.indexOf('/', slash + 1)) {
            String part = name.substring(0, slash);
            Node node = files.look(who, part);
            if (node == null) {
                files.mkdir(who, part, 0777 & ~call.proc().umask());
            } else if (!(node instanceof Directory)) {
                throw new FileException(Errno.ENOTDIR);
            }
        }
        Node last = files.look(who, name);
        if (last == null) {
            files.mkdir(who, name, mode);
        } else if (!(last instanceof Directory)) {
            throw new FileException(Errno.EEXIST);
        }
    }

    static int rmdir(Call call) {
        Arguments options = Arguments.of(call, "pv", "", "parents=p ignore-fail-on-non-empty");
        needOperand(call, options);
        int status = 0;
        for (String name : options.rest()) {
            try {
                call.machine().files().rmdir(call.proc().who(), name);
            } catch (FileException e) {
                if (e.errno() != Errno.ENOTEMPTY || !options.has("ignore-fail-on-non-empty")) {
                    status = call.fail(
                            1, "failed to remove '" + name + "': " + e.errno().text());
                }
            }
        }
        return status;
    }

    static int touch(Call call) {
        Arguments options = Arguments.of(call, "acmh", "drt", "no-create=c date=d reference=r");
        if (options.rest().isEmpty()) {
            throw Arguments.refuse(call, "missing file operand");
        }
        Instant now = call.machine().now();
        Instant at = now;
        if (options.has("r")) {
            at = call.machine()
                    .files()
                    .node(call.proc().who(), options.value("r", ""))
                    .modified();
        } else if (options.has("d") || options.has("t")) {
            at = DateTool.parse(
                    call, options.has("d") ? options.value("d", "") : DateTool.stamp(options.value("t", "")));
        }
        int status = 0;
        for (String name : options.rest()) {
            try {
                Node node = call.machine().files().look(call.proc().who(), name);
                if (node == null && options.has("c")) {
                    continue;
                }
                node = node != null
                        ? node
                        : call.machine()
                                .files()
                                .create(
                                        call.proc().who(),
                                        name,
                                        0666 & ~call.proc().umask(),
                                        false);
                node.touched(options.has("m") ? node.accessed() : at, options.has("a") ? node.modified() : at, now);
            } catch (FileException e) {
                status =
                        call.fail(1, "cannot touch '" + name + "': " + e.errno().text());
            }
        }
        return status;
    }

    static int ln(Call call) {
        Arguments options =
                Arguments.of(call, "sfnTvr", "t", "symbolic=s force=f no-dereference=n no-target-directory=T");
        needOperand(call, options);
        List<String> rest = options.rest();
        String target = rest.get(0);
        String name = rest.size() > 1 ? rest.get(1) : Paths.base(target);
        FileSystem files = call.machine().files();
        Who who = call.proc().who();
        boolean deep = files.look(who, name) instanceof Directory
                && !options.has("T")
                && !(options.has("n") && files.lnode(who, name) instanceof dev.steward.runner.lab.file.SymbolicLink);
        String path = deep ? name + "/" + Paths.base(target) : name;
        try {
            if (options.has("f") && Moving.exists(call, path)) {
                files.unlink(who, path);
            }
            if (options.has("s")) {
                files.symlink(who, target, path);
            } else {
                files.link(who, target, path);
            }
            return 0;
        } catch (FileException e) {
            String what = options.has("s")
                    ? "symbolic link '" + path + "'"
                    : "hard link '" + path + "'" + (e.errno() == Errno.EEXIST ? "" : " => '" + target + "'");
            if (!options.has("s") && e.errno() == Errno.ENOENT) {
                return call.fail(
                        1, "failed to access '" + target + "': " + e.errno().text());
            }
            return call.fail(1, "failed to create " + what + ": " + e.errno().text());
        }
    }

    static int mktemp(Call call) {
        Arguments options = Arguments.of(call, "dqtu", "p", "directory=d tmpdir: suffix: quiet=q dry-run=u");
        String home = call.proc().environment().getOrDefault("TMPDIR", "/tmp");
        String folder = options.value("p", options.value("tmpdir", ""));
        boolean own = !options.rest().isEmpty();
        String template = own ? options.rest().get(0) : "tmp.XXXXXXXXXX";
        if (!own || options.has("p") || options.has("tmpdir") || options.has("t")) {
            template = (folder.isEmpty() ? home : folder) + "/" + template;
        }
        if (!template.contains("XXX")) {
            return call.fail(1, Arguments.bytes("too few X's in template ‘" + template + "’"));
        }
        String path = fill(template, call.machine().random()) + options.value("suffix", "");
        try {
            if (options.has("d")) {
                call.machine().files().mkdir(call.proc().who(), path, 0700);
            } else if (!options.has("u")) {
                call.machine().files().create(call.proc().who(), path, 0600, true);
            }
        } catch (FileException e) {
            String kind = options.has("d") ? "directory" : "file";
            return call.fail(
                    1,
                    Arguments.bytes("failed to create " + kind + " via template ‘" + template + "’: "
                            + e.errno().text()));
        }
        call.out().line(path);
        return 0;
    }

    private static String fill(String template, Random random) {
        int end = template.lastIndexOf("XXX") + 3;
        int start = end;
        while (start > 0 && template.charAt(start - 1) == 'X') {
            start--;
        }
        StringBuilder path = new StringBuilder(template);
        for (int i = start; i < end; i++) {
            path.setCharAt(i, LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return path.toString();
    }

    static int mkfifo(Call call) {
        Arguments options = Arguments.of(call, "", "m", "mode=m");
        needOperand(call, options);
        int mode = options.has("m")
                ? Rights.mode(call, options.value("m", ""), 0666, false)
                : 0666 & ~call.proc().umask();
        int status = 0;
        for (String name : options.rest()) {
            try {
                call.machine().files().device(call.proc().who(), name, 'p', "fifo", mode);
            } catch (FileException e) {
                status = call.fail(
                        1, "cannot create fifo '" + name + "': " + e.errno().text());
            }
        }
        return status;
    }
}
