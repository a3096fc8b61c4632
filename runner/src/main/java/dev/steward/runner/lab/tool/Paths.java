package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.SymbolicLink;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;

/** readlink, realpath, dirname, basename. */
final class Paths {

    private Paths() {}

    /** The last name of a path. */
    static String base(String path) {
        String bare = path.replaceFirst("/+$", "");
        return bare.isEmpty() ? (path.isEmpty() ? "" : "/") : bare.substring(bare.lastIndexOf('/') + 1);
    }

    static String folder(String path) {
        String bare = path.replaceFirst("/+$", "");
        int slash = bare.lastIndexOf('/');
        if (slash < 0) {
            return bare.isEmpty() && !path.isEmpty() ? "/" : ".";
        }
        String folder = bare.substring(0, slash).replaceFirst("/+$", "");
        return folder.isEmpty() ? "/" : folder;
    }

    static int readlink(Call call) {
        Arguments options = Arguments.of(call, "femnqsvz", "", "canonicalize=f canonicalize-existing=e no-newline=n");
        if (options.rest().isEmpty()) {
            throw Arguments.refuse(call, "missing operand");
        }
        int status = 0;
        for (String name : options.rest()) {
            try {
                String target;
                if (options.has("f") || options.has("e") || options.has("m")) {
                    target = canonical(call, name, options.has("e"));
                } else if (call.machine().files().lnode(call.proc().who(), name) instanceof SymbolicLink link) {
                    target = link.target(call.proc().who());
                } else {
                    status = 1;
                    continue;
                }
                call.out().print(target).print(options.has("n") ? "" : "\n");
            } catch (FileException e) {
                status = 1;
            }
        }
        return status;
    }

    private static String canonical(Call call, String name, boolean existing) {
        if (existing) {
            call.machine().files().node(call.proc().who(), name);
        }
        return call.machine().files().canonical(call.proc().who(), name);
    }

    static int realpath(Call call) {
        Arguments options = Arguments.of(call, "emqsz", "", "canonicalize-existing=e canonicalize-missing=m");
        if (options.rest().isEmpty()) {
            throw Arguments.refuse(call, "missing operand");
        }
        int status = 0;
        for (String name : options.rest()) {
            try {
                call.out().line(canonical(call, name, options.has("e")));
            } catch (FileException e) {
                status = options.has("q")
                        ? 1
                        : call.fail(1, name + ": " + e.errno().text());
            }
        }
        return status;
    }

    static int dirname(Call call) {
        Arguments options = Arguments.of(call, "z", "", "zero=z");
        if (options.rest().isEmpty()) {
            throw Arguments.refuse(call, "missing operand");
        }
        options.rest().forEach(name -> call.out().line(folder(name)));
        return 0;
    }

    static int basename(Call call) {
        Arguments options = Arguments.of(call, "az", "s", "multiple=a suffix=s");
        if (options.rest().isEmpty()) {
            throw Arguments.refuse(call, "missing operand");
        }
        boolean many = options.has("a") || options.has("s");
        String suffix = options.has("s")
                ? options.value("s", "")
                : !many && options.rest().size() > 1 ? options.rest().get(1) : "";
        for (String name : many ? options.rest() : options.rest().subList(0, 1)) {
            String base = base(name);
            boolean cut = !suffix.isEmpty() && base.endsWith(suffix) && !base.equals(suffix);
            call.out().line(cut ? base.substring(0, base.length() - suffix.length()) : base);
        }
        return 0;
    }
}
