package dev.steward.runner.outage;

import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.ModuleCall;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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
        return calls(play.tasks()).anyMatch(SwitchingOff::by);
    }

    /** Whether a call does; a state that is known at run time only counts as one that does. */
    public static boolean by(ModuleCall call) {
        Set<String> states = BY_STATE.get(call.module());
        Object state = call.arguments().get("state");
        return ALWAYS.contains(call.module())
                || states != null && state != null && (states.contains(state) || !(state instanceof String));
    }

    private static Stream<ModuleCall> calls(List<Step> steps) {
        return steps.stream().flatMap(step -> {
            if (step instanceof Task task) {
                return Stream.of(task.call());
            }
            return step instanceof Block block
                    ? Stream.of(block.steps(), block.rescue(), block.always()).flatMap(SwitchingOff::calls)
                    : Stream.empty();
        });
    }
}
