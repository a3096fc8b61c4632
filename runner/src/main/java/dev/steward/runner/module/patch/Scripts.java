package dev.steward.runner.module.patch;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Command.Limits;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.packages.DetachedJob;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import dev.steward.runner.module.script.Verified;
import dev.steward.runner.patch.Family;
import dev.steward.runner.patch.OsRelease;
import dev.steward.runner.patch.PatchReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The scripts of a patch run: each goes to the host with its SHA-256 and is run there only where that is right. */
final class Scripts {

    private final Script once = Script.named("sum", "once");
    private final Verified look = new Verified(Script.text("patch-base", "patch-look"));

    /** What came of a script that was watched. */
    record Said(Answer answer, Result result) {}

    Answer look(Target target, boolean nothing) throws ConnectionException, InterruptedException {
        return Answer.of(target.watch(looking(nothing), Output.NONE));
    }

    /** The look at a host; nothing: it may not even release what killed work has left on hold. */
    Command looking(boolean nothing) {
        return command(look, List.of(nothing ? "1" : "0"));
    }

    /** A check on a host; its words come after the mode. */
    Said check(Target target, PatchReport.System system, Limits limits, List<String> words)
            throws ConnectionException, InterruptedException {
        Result result = target.watch(doing(system, "check", words).within(limits), Output.NONE);
        return new Said(Answer.of(result), result);
    }

    /** Something that is not detached: check, or index, which only tries whether the index can be loaded. */
    Command doing(PatchReport.System system, String mode, List<String> words) {
        List<String> all = new ArrayList<>(List.of("", mode));
        all.addAll(words);
        return command(new Verified(text(system)), all);
    }

    /** An update, detached. */
    DetachedJob update(PatchReport.System system) {
        return new DetachedJob(text(system));
    }

    private Command command(Verified script, List<String> words) {
        List<String> all = new ArrayList<>(List.of(script.sum()));
        all.addAll(words);
        return once.command(all).reading(script.bytes());
    }

    /** The functions of the family, then those that its version has otherwise, then the work itself. */
    private static String text(PatchReport.System system) {
        List<String> parts = new ArrayList<>(List.of("patch-base"));
        if (system.family() == Family.DEBIAN) {
            parts.add("apt-work");
        }
        parts.addAll(bodies(system.family(), system.os()));
        parts.add("patch");
        String words = "family=" + system.family().word() + " system="
                + system.os().id().replaceAll("[^A-Za-z0-9._-]", "") + "\n";
        return words + Script.text(parts.toArray(String[]::new));
    }

    /**
     * The scripts that fit a system, the later before the earlier: those of its family, and of its very version where there
     * are such.
     */
    static List<String> bodies(Family family, OsRelease os) {
        String known = "patch-" + family.word();
        String major = os.version().replaceFirst("\\..*", "");
        return Stream.of(known, known + "-" + major, known + "-" + os.version())
                .distinct()
                .filter(Script::has)
                .toList();
    }
}
