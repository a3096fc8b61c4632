package dev.steward.runner.engine.flow;

import dev.steward.dsl.plan.Become;
import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.Keywords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Works out what a step inherits: the inner word wins; conditions, tags and environments add up. */
public final class Inherited {

    private Inherited() {}

    /** The keywords of a step within an enclosing play or block, whose own are worked out already. */
    public static Keywords of(Keywords outer, Keywords inner) {
        return new Keywords(
                become(outer.become(), inner.become()),
                environment(outer.environment(), inner.environment()),
                tags(outer.tags(), inner.tags()),
                first(inner.checkMode(), outer.checkMode()),
                first(inner.diff(), outer.diff()),
                first(inner.throttle(), outer.throttle()),
                first(inner.anyErrorsFatal(), outer.anyErrorsFatal()),
                first(inner.ignoreErrors(), outer.ignoreErrors()),
                first(inner.ignoreUnreachable(), outer.ignoreUnreachable()),
                first(inner.noLog(), outer.noLog()),
                first(inner.runOnce(), outer.runOnce()),
                first(inner.delegateTo(), outer.delegateTo()),
                when(outer.when(), inner.when()));
    }

    private static Become become(Become outer, Become inner) {
        // becomeUser alone turns it on, unless the same place says become(false)
        Optional<Boolean> own = inner.enabled().or(() -> inner.user().map(user -> true));
        return new Become(first(own, outer.enabled()), first(inner.user(), outer.user()));
    }

    private static Map<String, Object> environment(Map<String, Object> outer, Map<String, Object> inner) {
        Map<String, Object> all = new LinkedHashMap<>(outer);
        all.putAll(inner);
        return all;
    }

    private static Set<String> tags(Set<String> outer, Set<String> inner) {
        Set<String> all = new LinkedHashSet<>(outer);
        all.addAll(inner);
        return all;
    }

    private static List<Condition> when(List<Condition> outer, List<Condition> inner) {
        List<Condition> all = new ArrayList<>(outer);
        all.addAll(inner);
        return List.copyOf(all);
    }

    private static <T> Optional<T> first(Optional<T> a, Optional<T> b) {
        return a.isPresent() ? a : b;
    }
}
