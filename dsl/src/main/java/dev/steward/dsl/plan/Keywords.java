package dev.steward.dsl.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keywords that plays, blocks and tasks share. Inheritance is worked out by the engine: a task's word wins over its
 * block's, a block's over the play's; {@code when} conditions, tags and environments add up (the inner environment wins).
 *
 * @param become {@code become()}, {@code becomeUser}
 * @param environment {@code environment NAME: value}; values may be deferred or secret
 * @param tags {@code tags 'a', 'b'}
 * @param checkMode {@code check(true|false)}; empty: as the run
 * @param diff {@code diff(true|false)}; empty: as the run
 * @param throttle {@code throttle n}: at most n hosts at once; empty: no limit below forks
 * @param anyErrorsFatal {@code anyErrorsFatal()}; empty: as the enclosing block or play
 * @param ignoreErrors {@code ignoreErrors()}; empty: as the enclosing block or play
 * @param ignoreUnreachable {@code ignoreUnreachable()}; empty: as the enclosing block or play
 * @param noLog {@code noLog()}; empty: as the enclosing block or play
 * @param runOnce {@code runOnce()}; empty: as the enclosing block
 * @param delegateTo {@code delegateTo 'host'}: a String, {@link Text} or {@link Expression}
 * @param when {@code when { … }}, all must hold; outermost first once inherited
 */
public record Keywords(
        Become become,
        Map<String, Object> environment,
        Set<String> tags,
        Optional<Boolean> checkMode,
        Optional<Boolean> diff,
        Optional<Integer> throttle,
        Optional<Boolean> anyErrorsFatal,
        Optional<Boolean> ignoreErrors,
        Optional<Boolean> ignoreUnreachable,
        Optional<Boolean> noLog,
        Optional<Boolean> runOnce,
        Optional<Object> delegateTo,
        List<Condition> when) {

    /** No keyword said. */
    public static final Keywords NONE = new Keywords(
            Become.UNSAID,
            Map.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
}
