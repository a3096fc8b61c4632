package dev.steward.dsl.expression;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Unknown;
import dev.steward.dsl.value.Values;
import java.util.Optional;

/**
 * {@code question ? a : b}, {@code a ?: b}.
 *
 * @param question what decides
 * @param yes the value when it holds; empty: the question's own value
 * @param no the value when it does not
 * @param at where it stands
 */
public record ChoiceNode(Node question, Optional<Node> yes, Node no, SourceRef at) implements Node {

    @Override
    public Type type() {
        return yes.orElse(question).type().or(no.type());
    }

    @Override
    public boolean deferred() {
        return question.deferred() || no.deferred() || yes.map(Node::deferred).orElse(false);
    }

    @Override
    public Object value(Env env) {
        env.step(at);
        Object answer = question.value(env);
        if (Unknown.is(answer) && yes.isPresent()) {
            return answer;
        } else if (!Values.truth(answer)) {
            return no.value(env);
        }
        return yes.isPresent() ? yes.get().value(env) : answer;
    }
}
