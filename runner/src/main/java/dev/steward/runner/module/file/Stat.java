package dev.steward.runner.module.file;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code stat}. */
@ModuleInfo(
        name = "stat",
        doc = "Tells whether a path exists, and what it is.",
        check = ModuleInfo.CheckMode.READS,
        returns = {
            @Returns(name = "exists", type = Type.FLAG, doc = "Whether it exists."),
            @Returns(name = "path", type = Type.TEXT, doc = "As asked."),
            @Returns(
                    name = "type",
                    type = Type.TEXT,
                    doc = "file, directory, link, fifo, socket, block or char; empty where it does not exist."),
            @Returns(name = "isFile", type = Type.FLAG, doc = "Whether it is a regular file."),
            @Returns(name = "isDirectory", type = Type.FLAG, doc = "Whether it is a folder."),
            @Returns(name = "isLink", type = Type.FLAG, doc = "Whether the path itself is a symbolic link."),
            @Returns(name = "target", type = Type.TEXT, doc = "Where a link points to, as it is written in it."),
            @Returns(name = "size", type = Type.INTEGER, doc = "Bytes."),
            @Returns(name = "mode", type = Type.TEXT, doc = "Octal, as 0644."),
            @Returns(name = "owner", type = Type.TEXT, doc = "Name of the user."),
            @Returns(name = "group", type = Type.TEXT, doc = "Name of the group."),
            @Returns(name = "uid", type = Type.INTEGER, doc = "Number of the user."),
            @Returns(name = "gid", type = Type.INTEGER, doc = "Number of the group."),
            @Returns(name = "mtime", type = Type.INTEGER, doc = "Last change of the content, seconds since 1970."),
            @Returns(name = "ctime", type = Type.INTEGER, doc = "Last change of the entry, seconds since 1970."),
            @Returns(name = "atime", type = Type.INTEGER, doc = "Last read, seconds since 1970."),
            @Returns(name = "inode", type = Type.INTEGER, doc = "Number of the entry in its file system."),
            @Returns(name = "links", type = Type.INTEGER, doc = "Number of hard links."),
            @Returns(name = "readable", type = Type.FLAG, doc = "Whether the task's user may read it."),
            @Returns(name = "writable", type = Type.FLAG, doc = "Whether the task's user may write it."),
            @Returns(name = "executable", type = Type.FLAG, doc = "Whether the task's user may run or enter it."),
            @Returns(name = "checksum", type = Type.TEXT, doc = "SHA-256 of a file, where asked for.")
        })
public final class Stat implements TaskModule<Stat.Args> {

    private static final List<String> NUMBERS =
            List.of("size", "uid", "gid", "mtime", "ctime", "atime", "inode", "links");
    private static final List<String> TEXTS = List.of("target", "owner", "group", "checksum");
    private static final List<String> FLAGS = List.of("readable", "writable", "executable");

    /** st_mode's file type bits (inode(7)). */
    private static final Map<Integer, String> TYPES = Map.of(
            0x8000, "file",
            0x4000, "directory",
            0xA000, "link",
            0x1000, "fifo",
            0xC000, "socket",
            0x6000, "block",
            0x2000, "char");

    /** What it takes. */
    public record Args(
            @Positional @Doc("The path.") String path,
            @Doc("Look at what a link points to instead of the link.") boolean follow,
            @Doc("Compute a file's SHA-256 too.") boolean checksum) {}

    private final Script script = Script.named("stat");

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        Answer answer = script.ask(target, args.path(), args.follow() ? "1" : "0", args.checksum() ? "1" : "0");
        Optional<String> failure = answer.failure();
        if (failure.isPresent()) {
            return Outcome.failed(failure.get());
        }
        boolean exists = answer.flag("exists");
        String type = exists ? type(answer.text("bits")) : "";
        Outcome outcome = Outcome.ok(args.path() + (exists ? " is a " + type : " does not exist"))
                .with("exists", exists)
                .with("path", args.path())
                .with("type", type)
                .with("isFile", type.equals("file"))
                .with("isDirectory", type.equals("directory"))
                .with("isLink", answer.flag("islnk"))
                .with("mode", exists ? Modes.shown(answer.text("mode")) : "");
        for (String key : NUMBERS) {
            outcome = outcome.with(key, answer.number(key));
        }
        for (String key : TEXTS) {
            outcome = outcome.with(key, answer.text(key));
        }
        for (String key : FLAGS) {
            outcome = outcome.with(key, answer.flag(key));
        }
        return outcome;
    }

    private static String type(String bits) {
        return bits.matches("[0-9a-fA-F]{1,7}")
                ? TYPES.getOrDefault(Integer.parseInt(bits, 16) & 0xF000, "unknown")
                : "unknown";
    }
}
