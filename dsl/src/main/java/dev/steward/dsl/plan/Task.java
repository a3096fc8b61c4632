package dev.steward.dsl.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A task or a handler: one module call with its keywords.
 *
 * @param name as written: a String, or a {@link Text} where it holds run-time values
 * @param call what it does
 * @param keywords what it shares with blocks and plays
 * @param register the name its result gets; empty: none
 * @param changedWhen all must hold for "changed"; empty: the module says
 * @param failedWhen all must hold for "failed"; empty: the module says
 * @param retry further tries
 * @param timeout the limit of one try; empty: none of the task's own
 * @param notifies handlers to run when it changed something
 * @param listen topics a handler answers to besides its name
 * @param loop items; empty: runs once
 * @param at where it stands
 */
public record Task(
        Object name,
        ModuleCall call,
        Keywords keywords,
        Optional<String> register,
        List<Condition> changedWhen,
        List<Condition> failedWhen,
        Retry retry,
        Optional<Duration> timeout,
        List<String> notifies,
        List<String> listen,
        Optional<Loop> loop,
        SourceRef at)
        implements Step {

    public Task {
        changedWhen = List.copyOf(changedWhen);
        failedWhen = List.copyOf(failedWhen);
        notifies = List.copyOf(notifies);
        listen = List.copyOf(listen);
    }
}
