package dev.steward.runner.outage;

import dev.steward.dsl.plan.ModuleCall;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import java.util.Map;
import java.util.Set;

/** Which plays switch machines off: they are carried out whatever failed before them, for the battery does not wait. */
public final class SwitchingOff {

    private static final Set<String> ALWAYS = Set.of("poweroff", "stopAll", "ups");
    private static final Map<String, Set<String>> BY_STATE = Map.of(
            "guest", Set.of("shutdown", "stopped", "hibernated"),
            "lxc", Set.of("stopped"),
            "vm", Set.of("stopped"),
            "node", Set.of("shutdown"));

    private SwitchingOff() {}

    /** Whether a task of it does. */
    public static boolean by(Play play) {
        return play.tasks().stream().flatMap(Step::allTasks).map(Task::call).anyMatch(SwitchingOff::by);
    }

    /** Whether a call does; a state that is known at run time only counts as one that does. */
    public static boolean by(ModuleCall call) {
        Set<String> states = BY_STATE.get(call.module());
        Object state = call.arguments().get("state");
        return ALWAYS.contains(call.module())
                || states != null && state != null && (states.contains(state) || !(state instanceof String));
    }
}
