package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.Device;
import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.FileSystem;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.file.RegularFile;
import dev.steward.runner.lab.file.SymbolicLink;
import dev.steward.runner.lab.file.Who;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Inputs;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** rm, mv, cp, install. */
final class Moving {

    private Moving() {}

    static boolean exists(Call call, String path) {
        try {
            return call.machine().files().place(call.proc().who(), path, false).node() != null;
        } catch (FileException e) {
            return false;
        }
    }

    static int rm(Call call) {
        Arguments options = Arguments.of(call, "rRfidv", "", "recursive=r force=f dir=d verbose=v one-file-system");
        if (options.rest().isEmpty() && !options.has("f")) {
            throw Arguments.refuse(call, "missing operand");
        }
        int status = 0;
        for (String name : options.rest()) {
            if (name.matches("/+|(.*/)?\\.\\.?/*")) {
                status = call.fail(
                        1,
                        name.startsWith("/")
                                ? "it is dangerous to operate recursively on '/'"
                                : "refusing to remove '.' or '..' directory: skipping '" + name + "'");
                continue;
            }
            status |= remove(call, options, name);
        }
        return status;
    }

    private static int remove(Call call, Arguments options, String path) {
        call.proc().step();
        FileSystem files = call.machine().files();
        Who who = call.proc().who();
        try {
            Node node = files.lnode(who, path);
            if (!(node instanceof Directory directory)) {
                files.unlink(who, path);
                return 0;
            }
            if (!options.has("r") && !options.has("R")) {
                if (options.has("d")) {
                    files.rmdir(who, path);
                    return 0;
                }
                throw new FileException(Errno.EISDIR);
            }
            int status = 0;
            for (String name : directory.names()) {
                status |= remove(call, options, path + "/" + name);
            }
            if (status == 0) {
                files.rmdir(who, path);
            }
            return status;
        } catch (FileException e) {
            boolean missing = e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR;
            return missing && options.has("f")
                    ? 0
                    : call.fail(1, "cannot remove '" + path + "': " + e.errno().text());
        }
    }

    private static String into(Call call, Arguments options, String source, String target) {
        boolean deep =
                !options.has("T") && call.machine().files().look(call.proc().who(), target) instanceof Directory;
        return deep ? target + (target.endsWith("/") ? "" : "/") + Paths.base(source) : target;
    }

    private static void needTwo(Call call, Arguments options) {
        int size = options.rest().size() + (options.has("t") ? 1 : 0);
        if (size == 0) {
            throw Arguments.refuse(call, "missing file operand");
        }
        if (size == 1) {
            throw Arguments.refuse(
                    call,
                    "missing destination file operand after '" + options.rest().get(0) + "'");
        }
    }

    private static String target(Call call, Arguments options) {
        List<String> rest = options.rest();
        String target = options.has("t") ? options.value("t", "") : rest.get(rest.size() - 1);
        boolean many = rest.size() > (options.has("t") ? 1 : 2);
        if (many && !(call.machine().files().look(call.proc().who(), target) instanceof Directory)) {
            throw Arguments.refuse(call, "target '" + target + "': " + Errno.ENOENT.text());
        }
        return target;
    }

    private static List<String> sources(Arguments options) {
        return options.has("t")
                ? options.rest()
                : options.rest().subList(0, options.rest().size() - 1);
    }

    static int mv(Call call) {
        Arguments options =
                Arguments.of(call, "finTuvb", "t", "force=f no-clobber=n no-target-directory=T target-directory=t");
        needTwo(call, options);
        String target = target(call, options);
        int status = 0;
        for (String source : sources(options)) {
            String path = into(call, options, source, target);
            try {
                if (!options.has("n") || !exists(call, path)) {
                    call.machine().files().rename(call.proc().who(), source, path);
                }
            } catch (FileException e) {
                boolean missing = !exists(call, source);
                status = call.fail(
                        1,
                        missing
                                ? "cannot stat '" + source + "': " + e.errno().text()
                                : "cannot move '" + source + "' to '" + path + "': "
                                        + e.errno().text());
            }
        }
        return status;
    }

    static int cp(Call call) {
        Arguments options = Arguments.of(
                call,
                "arRfpdPLHTuvinl",
                "t",
                "archive=a recursive=r force=f no-dereference=P no-target-directory=T target-directory=t preserve=p no-preserve: remove-destination no-clobber=n");
        needTwo(call, options);
        String target = target(call, options);
        int status = 0;
        for (String source : sources(options)) {
            status |= copy(call, options, source, into(call, options, source, target), 0);
        }
        return status;
    }

    private static int copy(Call call, Arguments options, String from, String to, int depth) {
        call.proc().step();
        FileSystem files = call.machine().files();
        Who who = call.proc().who();
        boolean deep = options.has("a") || options.has("r") || options.has("R");
        boolean links =
                options.has("a") || options.has("d") || options.has("P") || (deep && !options.has("L") && depth > 0);
        try {
            Node node = links ? files.lnode(who, from) : files.node(who, from);
            if (options.has("n") && exists(call, to)) {
                return 0;
            }
            if (options.has("remove-destination") && exists(call, to)) {
                files.unlink(who, to);
            }
            if (node instanceof Directory directory) {
                if (!deep) {
                    return call.fail(1, "-r not specified; omitting directory '" + from + "'");
                }
                return tree(call, options, directory, new String[] {from, to}, depth);
            }
            if (node instanceof SymbolicLink link) {
                if (exists(call, to)) {
                    files.unlink(who, to);
                }
                files.symlink(who, link.target(who), to);
            } else if (node instanceof Device && deep) {
                return call.fail(1, "cannot create special file '" + to + "': " + Errno.EPERM.text());
            } else {
                content(call, from, to, node);
                keep(call, options, node, files.lnode(who, to));
            }
            return 0;
        } catch (FileException e) {
            return call.fail(
                    1,
                    files.look(who, from) == null
                            ? "cannot stat '" + from + "': " + e.errno().text()
                            : "cannot create regular file '" + to + "': "
                                    + e.errno().text());
        }
    }

    private static void content(Call call, String from, String to, Node node) {
        FileSystem files = call.machine().files();
        Who who = call.proc().who();
        if (!who.may(node, 4)) {
            throw new FileException(Errno.EACCES);
        }
        byte[] bytes = Inputs.text(call, from).getBytes(StandardCharsets.ISO_8859_1);
        if (files.look(who, to) == node) {
            throw new FileException(Errno.EEXIST);
        }
        RegularFile file =
                files.create(who, to, node.mode() & 0777 & ~call.proc().umask(), false);
        file.bytes(bytes);
        file.touched(file.accessed(), call.machine().now(), call.machine().now());
    }

    private static int tree(Call call, Arguments options, Directory directory, String[] path, int depth) {
        FileSystem files = call.machine().files();
        Who who = call.proc().who();
        if (depth > 60) {
            throw new FileException(Errno.ENAMETOOLONG);
        }
        if (files.look(who, path[1]) == null) {
            files.mkdir(who, path[1], directory.mode() & 0777 & ~call.proc().umask());
        }
        int status = 0;
        for (String name : directory.names()) {
            status |= copy(call, options, path[0] + "/" + name, path[1] + "/" + name, depth + 1);
        }
        keep(call, options, directory, files.node(who, path[1]));
        return status;
    }

    private static void keep(Call call, Arguments options, Node from, Node to) {
        if (options.has("a") || options.has("p")) {
            to.mode(from.mode(), call.machine().now());
            if (call.proc().user().uid() == 0) {
                to.owner(from.uid(), from.gid(), call.machine().now());
            }
            to.touched(from.accessed(), from.modified(), call.machine().now());
        }
    }

    static int install(Call call) {
        Arguments options =
                Arguments.of(call, "dDTvpcC", "mogt", "directory=d mode=m owner=o group=g target-directory=t");
        int mode = Rights.mode(call, options.value("m", "0755"), 0, false);
        FileSystem files = call.machine().files();
        Who who = call.proc().who();
        if (options.has("d")) {
            for (String name : options.rest()) {
                new Call(call.proc(), "mkdir", List.of("-p", "--", name)).execute(Making::mkdir);
                owned(call, options, files.node(who, name), mode);
            }
            return 0;
        }
        needTwo(call, options);
        String target = target(call, options);
        for (String source : sources(options)) {
            String path = into(call, options, source, target);
            if (options.has("D") && path.lastIndexOf('/') > 0) {
                new Call(call.proc(), "mkdir", List.of("-p", "--", path.substring(0, path.lastIndexOf('/'))))
                        .execute(Making::mkdir);
            }
            try {
                Node node = files.lnode(who, source.equals("/dev/stdin") ? "/dev/null" : source);
                if (exists(call, path)) {
                    files.unlink(who, path);
                }
                content(call, source, path, node);
            } catch (FileException e) {
                return call.fail(
                        1,
                        files.look(who, source) == null
                                ? "cannot stat '" + source + "': " + e.errno().text()
                                : "cannot create regular file '" + path + "': "
                                        + e.errno().text());
            }
            owned(call, options, files.node(who, path), mode);
        }
        return 0;
    }

    private static void owned(Call call, Arguments options, Node node, int mode) {
        int user = options.has("o") ? Rights.user(call, options.value("o", "")) : -1;
        int group = options.has("g") ? Rights.group(call, options.value("g", "")) : -1;
        node.owner(user, group, call.machine().now());
        node.mode(mode, call.machine().now());
    }
}
