package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.Directory;
import dev.steward.runner.lab.file.Errno;
import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.Node;
import dev.steward.runner.lab.file.SymbolicLink;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** chmod, chown, chgrp. */
final class Rights {

    private Rights() {}

    /** A mode in octal or symbols applied to an old one. */
    static int mode(Call call, String text, int old, boolean directory) {
        if (text.matches("[0-7]{1,5}")) {
            int bits = Integer.parseInt(text, 8);
            return directory && text.length() < 5 ? bits | (old & 06000) : bits;
        }
        int mode = old;
        for (String clause : text.split(",")) {
            if (!clause.matches("[ugoa]*([-+=][rwxXst]*)+")) {
                throw new UsageException(
                        1,
                        Arguments.bytes(call.name() + ": invalid mode: ‘" + text + "’\nTry '" + call.name()
                                + " --help' for more information."));
            }
            mode = clause(clause, mode, directory, call.proc().umask());
        }
        return mode;
    }

    private static int clause(String clause, int old, boolean directory, int umask) {
        int sign = clause.replaceFirst("[-+=].*", "").length();
        String who = clause.substring(0, sign);
        int mask = who.isEmpty() ? 07777 & ~umask : 0;
        mask |= who.matches(".*[ua].*") ? 04700 : 0;
        mask |= who.matches(".*[ga].*") ? 02070 : 0;
        mask |= who.matches(".*[oa].*") ? 01007 : 0;
        int mode = old;
        int at = sign;
        while (at < clause.length()) {
            char operator = clause.charAt(at++);
            int bits = 0;
            for (; at < clause.length() && "+-=".indexOf(clause.charAt(at)) < 0; at++) {
                bits |= switch (clause.charAt(at)) {
                    case 'r' -> 0444;
                    case 'w' -> 0222;
                    case 'x' -> 0111;
                    case 'X' -> directory || (mode & 0111) != 0 ? 0111 : 0;
                    case 's' -> 06000;
                    default -> 01000;
                };
            }
            bits &= mask;
            mode = operator == '+' ? mode | bits : operator == '-' ? mode & ~bits : (mode & ~(mask & 0777)) | bits;
        }
        return mode;
    }

    private static int over(Call call, List<String> names, boolean deep, BiConsumer<String, Node> change) {
        int status = 0;
        for (String name : names) {
            try {
                Node node = call.machine().files().node(call.proc().who(), name);
                if (call.proc().user().uid() != 0 && call.proc().user().uid() != node.uid()) {
                    throw new FileException(Errno.EPERM);
                }
                change.accept(name, node);
                if (deep && node instanceof Directory directory) {
                    List<String> below = new ArrayList<>();
                    for (String child : directory.names()) {
                        if (!(directory.get(child) instanceof SymbolicLink)) {
                            below.add(name + "/" + child);
                        }
                    }
                    call.proc().step();
                    status |= over(call, below, true, change);
                }
            } catch (FileException e) {
                boolean missing = e.errno() == Errno.ENOENT;
                String doing = call.name().equals("chmod") ? "changing permissions of '" : "changing ownership of '";
                status = call.fail(
                        1,
                        (missing ? "cannot access '" : doing) + name + "': "
                                + e.errno().text());
            }
        }
        return status;
    }

    static int chmod(Call original) {
        List<String> words = new ArrayList<>(original.arguments());
        boolean deep = words.removeIf(word -> word.equals("-R") || word.equals("--recursive"));
        words.removeIf(word -> word.matches("-[cfv]+|--"));
        if (words.isEmpty()) {
            throw Arguments.refuse(original, "missing operand");
        }
        String mode = words.remove(0);
        if (words.isEmpty()) {
            throw Arguments.refuse(original, Arguments.bytes("missing operand after ‘" + mode + "’"));
        }
        mode(original, mode, 0, false);
        return over(
                original,
                words,
                deep,
                (name, node) -> node.mode(
                        mode(original, mode, node.mode(), node instanceof Directory),
                        original.machine().now()));
    }

    static int user(Call call, String name) {
        return Accounts.id(call, "/etc/passwd", name)
                .orElseThrow(
                        () -> new UsageException(1, Arguments.bytes(call.name() + ": invalid user: ‘" + name + "’")));
    }

    static int group(Call call, String name) {
        return Accounts.id(call, "/etc/group", name)
                .orElseThrow(
                        () -> new UsageException(1, Arguments.bytes(call.name() + ": invalid group: ‘" + name + "’")));
    }

    static int chown(Call call) {
        Arguments options = Arguments.of(call, "RhcfvLP", "", "recursive=R no-dereference=h reference:");
        List<String> rest = new ArrayList<>(options.rest());
        if (rest.isEmpty()) {
            throw Arguments.refuse(call, "missing operand");
        }
        String owner = rest.remove(0);
        if (rest.isEmpty()) {
            throw Arguments.refuse(call, Arguments.bytes("missing operand after ‘" + owner + "’"));
        }
        String[] parts = owner.split("[:.]", 2);
        boolean onlyGroup = call.name().equals("chgrp");
        int user = onlyGroup || parts[0].isEmpty() ? -1 : user(call, parts[0]);
        int group =
                onlyGroup ? group(call, owner) : parts.length < 2 || parts[1].isEmpty() ? -1 : group(call, parts[1]);
        return over(call, rest, options.has("R"), (name, node) -> {
            if (call.proc().user().uid() != 0 && user >= 0 && user != node.uid()) {
                throw new FileException(Errno.EPERM);
            }
            node.owner(user, group, call.machine().now());
        });
    }
}
