package dev.steward.runner.resume;

import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.ModuleCall;
import dev.steward.dsl.plan.Task;
import java.util.List;
import java.util.Set;

/** Which tasks may be done a second time without harm. */
public final class Repeatable {

    /** What they do is an operator's own, or happens again each time. */
    private static final Set<String> OWN = Set.of("command", "shell", "script", "reboot", "ups");

    /** They work inside Steward alone, and are done again to have what they set. */
    private static final Set<String> INSIDE = Set.of("setFact", "addHost");

    private Repeatable() {}

    /** Whether what a module does is an operator's own, or happens again each time. */
    public static boolean own(String module) {
        return OWN.contains(module);
    }

    /** Whether a task leaves its host the same when it is done twice, or says itself when it is not to be. */
    static boolean is(Task task) {
        ModuleCall call = task.call();
        if (call.module().equals("uri")) {
            Object method = call.arguments().getOrDefault("method", "GET");
            return method.equals("GET") || method.equals("HEAD");
        }
        return !OWN.contains(call.module()) || guarded(call) || reads(task.changedWhen());
    }

    private static boolean guarded(ModuleCall call) {
        return call.arguments().containsKey("creates") || call.arguments().containsKey("removes");
    }

    /** Its author says that it never changes anything. */
    private static boolean reads(List<Condition> changedWhen) {
        return changedWhen.stream().anyMatch(one -> one.source().strip().equals("false"));
    }

    /** Whether a task touches no host and is always done again. */
    static boolean inside(Task task) {
        return INSIDE.contains(task.call().module());
    }
}
