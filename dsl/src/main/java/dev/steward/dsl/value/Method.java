package dev.steward.dsl.value;

import dev.steward.dsl.value.Type.Kind;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A method that playbooks may call.
 *
 * @param of what has it
 * @param name as written
 * @param parameters the kinds of its arguments; ANY takes all
 * @param optional how many of them, from the end, may be left out
 * @param block whether a block stands behind it
 * @param result the type of the result, from the receiver's and the block's
 * @param body what it does
 */
public record Method(
        Kind of,
        String name,
        List<Kind> parameters,
        int optional,
        boolean block,
        BiFunction<Type, Type, Type> result,
        Body body) {

    /** What it does. */
    @FunctionalInterface
    public interface Body {
        Object apply(Object target, List<Object> arguments, Block block);
    }

    /** The block behind a call. */
    @FunctionalInterface
    public interface Block {
        Object apply(Object... arguments);
    }

    /** Whether it can be called so. */
    public boolean takes(int arguments, boolean withBlock) {
        return withBlock == block && arguments <= parameters.size() && arguments >= parameters.size() - optional;
    }

    /** What it takes, for a problem report. */
    public String words() {
        String many = parameters.isEmpty()
                ? block ? "" : "no argument"
                : parameters.size() + (parameters.size() == 1 ? " argument" : " arguments");
        return many + (block ? (many.isEmpty() ? "a block { … }" : " and a block { … }") : "");
    }
}
