package dev.steward.dsl.check;

import dev.steward.dsl.expression.Env;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.script.Statement;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.word.Accepts;
import dev.steward.dsl.word.Ranges;
import dev.steward.dsl.word.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The values that a word was said with, checked again now that they exist. */
final class SaidValues {

    private final Statement.Say say;
    private final Env env;

    SaidValues(Statement.Say say, Env env) {
        this.say = say;
        this.env = env;
    }

    /** The first value as text. */
    String text() {
        return (String) value(0);
    }

    /** The first value as a number. */
    int number() {
        return (Integer) value(0);
    }

    /** Whether {@code word()} or {@code word(true)} was said. */
    boolean on() {
        return say.arguments().isEmpty() || Boolean.TRUE.equals(value(0));
    }

    /** All values as text. */
    List<String> texts() {
        return all().stream().map(String.class::cast).toList();
    }

    List<Object> all() {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < say.arguments().size(); i++) {
            all.add(value(i));
        }
        return all;
    }

    /** The value under a name; empty where it was not said. */
    Optional<Object> named(String name) {
        return Optional.ofNullable(say.named().get(name)).map(node -> checked(slotOf(name), node, node.value(env)));
    }

    /** The first value where it may be deferred: a text, or code. */
    Object lateText() {
        Node node = say.arguments().get(0);
        return node.deferred() ? PlanValues.of(node, "", env) : value(0);
    }

    Object value(int index) {
        Node node = say.arguments().get(index);
        List<Word.Slot> slots = say.word().positional();
        return checked(slots.get(Math.min(index, slots.size() - 1)), node, node.value(env));
    }

    private Word.Slot slotOf(String name) {
        return say.word().named().stream()
                .filter(s -> s.param().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Object checked(Word.Slot slot, Node node, Object value) {
        Optional<String> wrong = Accepts.check(say.word().name(), say.word().named(slot), Type.ofValue(value), value)
                .map(Accepts.Refusal::message)
                .or(() -> Ranges.check(say.word().name(), value));
        if (wrong.isPresent()) {
            throw new EvaluationException(node.at(), wrong.get());
        }
        return value;
    }
}
