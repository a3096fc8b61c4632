package dev.steward.runner.cli.patch;

import dev.steward.runner.control.Ask;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a command asks, by name; what was not said is left out. */
final class Said {

    private final Map<String, Object> all = new LinkedHashMap<>();

    Said with(String name, Object value) {
        boolean nothing =
                value == null || Boolean.FALSE.equals(value) || value instanceof Collection<?> many && many.isEmpty();
        if (!nothing) {
            all.put(name, value);
        }
        return this;
    }

    /** Nobody waits for the end. */
    Said waiting(boolean waits) {
        if (!waits) {
            all.put("wait", false);
        }
        return this;
    }

    Ask.OfPatch ask(String verb, String by) {
        return new Ask.OfPatch(verb, all, by);
    }
}
