package dev.steward.dsl.check;

import dev.steward.dsl.expression.Env;
import dev.steward.dsl.plan.Become;
import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.Keywords;
import dev.steward.dsl.script.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers the keywords that plays, blocks and tasks share. */
final class KeywordSet {

    private final Map<String, Boolean> flags = new LinkedHashMap<>();
    private final Map<String, Object> environment = new LinkedHashMap<>();
    private final Set<String> tags = new LinkedHashSet<>();
    private final List<Condition> when = new ArrayList<>();
    private Optional<String> becomeUser = Optional.empty();
    private Optional<Integer> throttle = Optional.empty();
    private Optional<Object> delegateTo = Optional.empty();

    /** Takes a keyword; false where the word is none of these. */
    boolean take(Statement.Say say, Env env) {
        SaidValues values = new SaidValues(say, env);
        switch (say.word().name()) {
            case "become", "check", "diff", "anyErrorsFatal", "ignoreErrors", "ignoreUnreachable", "noLog", "runOnce" ->
                flags.put(say.word().name(), values.on());
            case "becomeUser" -> becomeUser = Optional.of(values.text());
            case "environment" ->
                say.named().forEach((name, node) -> environment.put(name, PlanValues.of(node, name, env)));
            case "tags" -> tags.addAll(values.texts());
            case "throttle" -> throttle = Optional.of(values.number());
            case "delegateTo" -> delegateTo = Optional.of(values.lateText());
            case "when" -> say.questions().forEach(q -> when.add(PlanValues.condition(q, env)));
            default -> {
                return false;
            }
        }
        return true;
    }

    Keywords keywords() {
        return new Keywords(
                new Become(flag("become"), becomeUser),
                Collections.unmodifiableMap(environment),
                Collections.unmodifiableSet(tags),
                flag("check"),
                flag("diff"),
                throttle,
                flag("anyErrorsFatal"),
                flag("ignoreErrors"),
                flag("ignoreUnreachable"),
                flag("noLog"),
                flag("runOnce"),
                delegateTo,
                List.copyOf(when));
    }

    private Optional<Boolean> flag(String name) {
        return Optional.ofNullable(flags.get(name));
    }
}
