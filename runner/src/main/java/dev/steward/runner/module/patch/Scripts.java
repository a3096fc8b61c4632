package dev.steward.runner.module.patch;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.packages.DetachedJob;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import dev.steward.runner.module.script.Verified;
import dev.steward.runner.patch.Family;
import java.util.ArrayList;
import java.util.List;

/** The scripts of a patch run: each goes to the host with its SHA-256 and is run there only where that is right. */
final class Scripts {

    private final Script once = Script.named("sum", "once");
    private final Verified look =
            new Verified(Script.body("prelude") + Script.body("patch-holds") + Script.body("patch-look"));

    /** What came of a script that was watched. */
    record Said(Answer answer, Result result) {}

    Answer look(Target target, boolean nothing) throws ConnectionException, InterruptedException {
        return Answer.of(target.watch(command(look, List.of(nothing ? "1" : "0")), Output.NONE));
    }

    Said check(Target target, Family family, List<String> words) throws ConnectionException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("", "check"));
        all.addAll(words);
        Result result = target.watch(command(new Verified(text(family)), all), Output.NONE);
        return new Said(Answer.of(result), result);
    }

    DetachedJob update(Family family) {
        return new DetachedJob(text(family));
    }

    private dev.steward.runner.connection.Command command(Verified script, List<String> words) {
        List<String> all = new ArrayList<>(List.of(script.sum()));
        all.addAll(words);
        return once.command(all).reading(script.bytes());
    }

    private static String text(Family family) {
        String work = family == Family.DEBIAN ? Script.body("apt-work") : "";
        return Script.body("prelude") + Script.body("patch-holds") + "family=" + family.word() + "\n" + work
                + Script.body("patch-" + family.word()) + Script.body("patch");
    }
}
