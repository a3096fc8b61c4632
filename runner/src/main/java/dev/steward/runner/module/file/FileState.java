package dev.steward.runner.module.file;

import dev.steward.dsl.catalog.Param;
import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.event.Diff;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.Form;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code file}. */
@ModuleInfo(
        name = "file",
        doc = "Makes a folder, a link or an empty file, removes a path, or sets its mode and owner.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {
            @Returns(name = "path", type = Type.TEXT, doc = "As asked."),
            @Returns(name = "before", type = Type.TEXT, doc = "file, directory, link, other or absent.")
        })
public final class FileState implements TaskModule<FileState.Args> {

    private final Script script = Script.named("attributes", "file");

    /** What nobody means to remove as a whole. */
    private static final Set<String> KEPT = Set.of(
            "/",
            "/bin",
            "/boot",
            "/dev",
            "/etc",
            "/home",
            "/lib",
            "/lib64",
            "/media",
            "/mnt",
            "/opt",
            "/proc",
            "/root",
            "/run",
            "/sbin",
            "/srv",
            "/sys",
            "/tmp",
            "/usr",
            "/usr/bin",
            "/usr/lib",
            "/usr/sbin",
            "/usr/share",
            "/var",
            "/var/lib",
            "/etc/pve");

    /** What it takes. */
    public record Args(
            @Positional @Doc("An absolute path.") @Form(Param.Form.ABSOLUTE_PATH) String path,
            @Doc("directory, absent, touch (an empty file where there is nothing), link, hard, file (must be one).")
                    Optional<State> state,
            @Doc("Octal text as '0755'; each folder that is made gets it.") @Form(Param.Form.MODE)
                    Optional<String> mode,
            @Doc("The user it belongs to, as each folder that is made.") Optional<String> owner,
            @Doc("The group it belongs to.") Optional<String> group,
            @Doc("What a link points to.") Optional<String> src,
            @Doc("Set owner and group of all that is in a folder too.") boolean recurse,
            @Doc("Let a link replace a file or an empty folder.") boolean force) {}

    /** What a path shall be. */
    public enum State {
        FILE,
        DIRECTORY,
        ABSENT,
        TOUCH,
        LINK,
        HARD
    }

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        Optional<Outcome> refused = refused(args);
        if (refused.isPresent()) {
            return refused.get();
        }
        Answer answer = script.ask(
                target,
                args.path(),
                args.state().map(s -> s.name().toLowerCase(Locale.ROOT)).orElse(""),
                Modes.argument(args.mode()),
                args.owner().orElse(""),
                args.group().orElse(""),
                args.src().orElse(""),
                args.recurse() ? "1" : "0",
                args.force() ? "1" : "0",
                target.check() ? "1" : "0");
        if (answer.failure().isPresent()) {
            return Outcome.failed(answer.failure().get());
        }
        return told(args, answer, target);
    }

    private static Optional<Outcome> refused(Args args) {
        if (!args.path().startsWith("/")) {
            return Optional.of(Outcome.failed("'path' of 'file' is absolute, not '" + args.path() + "'"));
        }
        boolean link =
                args.state().filter(s -> s == State.LINK || s == State.HARD).isPresent();
        if (link != args.src().isPresent()) {
            return Optional.of(Outcome.failed("'src' is given with state link or hard, and only then"));
        }
        String plain = Path.of(args.path()).normalize().toString();
        if (args.state().filter(s -> s == State.ABSENT).isPresent() && KEPT.contains(plain)) {
            return Optional.of(Outcome.failed("'" + plain + "' is never removed as a whole; name what is in it"));
        }
        return Modes.refused(args.mode(), args.owner(), args.group());
    }

    private static Outcome told(Args args, Answer answer, Target target) {
        List<String> changed = answer.texts("changed").stream().distinct().toList();
        String would = target.check() ? " (not done: check mode)" : "";
        Outcome outcome = changed.isEmpty()
                ? Outcome.ok(args.path() + " is as it should be")
                : Outcome.changed(args.path() + ": " + String.join(", ", changed) + " changed" + would);
        outcome = outcome.with("path", args.path()).with("before", answer.text("was"));
        return target.diff() ? outcome.with(diffs(args, answer, changed)) : outcome;
    }

    private static List<Diff> diffs(Args args, Answer answer, List<String> changed) {
        List<Diff> diffs = new ArrayList<>(Attributes.diffs(args.path(), answer));
        if (changed.contains("state")) {
            String before = answer.has("was.target") ? "link to " + answer.text("was.target") : answer.text("was");
            String after =
                    args.state().map(s -> s.name().toLowerCase(Locale.ROOT)).orElse("");
            String now = args.src().map(src -> after + " to " + src).orElse(after);
            diffs.add(0, new Diff(args.path(), before + "\n", now + "\n"));
        }
        return diffs;
    }
}
