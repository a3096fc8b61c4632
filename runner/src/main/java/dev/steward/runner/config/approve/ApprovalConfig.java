package dev.steward.runner.config.approve;

import java.time.Duration;
import java.util.List;

/**
 * Which runs wait for the word of another person: plan, approve, apply the same plan.
 *
 * @param playbooks names of files as {@code rolling-*.groovy}; a playbook that imports one of them waits too
 * @param schedules names of schedules, as {@code monthly-*}, whose fires wait
 * @param by the least role that approves
 * @param expires so long after it was asked for, a plan can be approved and applied; five minutes at least
 */
public record ApprovalConfig(List<String> playbooks, List<String> schedules, By by, Duration expires) {

    /** Who approves. */
    public enum By {
        OPERATOR,
        ADMIN
    }

    private static final Duration SHORTEST = Duration.ofMinutes(5);

    /** Nothing waits; what somebody asks for all the same is approved by an admin within a day. */
    public static final ApprovalConfig DEFAULT =
            new ApprovalConfig(List.of(), List.of(), By.ADMIN, Duration.ofHours(24));

    public ApprovalConfig {
        playbooks = List.copyOf(playbooks);
        schedules = List.copyOf(schedules);
        if (expires.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("expires is shorter than 5m: nobody could read the plan in that time");
        }
    }
}
