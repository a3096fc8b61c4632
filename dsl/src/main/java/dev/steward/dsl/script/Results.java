package dev.steward.dsl.script;

import dev.steward.dsl.catalog.ModuleSchema;
import dev.steward.dsl.value.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a host and a registered result have. */
final class Results {

    /** {@code host}. */
    static final Type HOST = Type.record(
            "host", Map.of("name", Type.TEXT, "vars", Type.MAP, "facts", Type.MAP, "groups", Type.listOf(Type.TEXT)));

    private static final Map<String, Type> EVERY = Map.of(
            "changed", Type.FLAG,
            "failed", Type.FLAG,
            "skipped", Type.FLAG,
            "unreachable", Type.FLAG,
            "message", Type.TEXT,
            "attempts", Type.INTEGER,
            "duration", Type.DURATION);

    private Results() {}

    /**
     * The result of a module.
     *
     * @param loop whether its task runs once for each item: then {@code results} holds one result for each
     */
    static Type of(ModuleSchema module, boolean loop) {
        Map<String, Type> properties = new LinkedHashMap<>(EVERY);
        module.returns().forEach(r -> properties.put(r.name(), Type.of(r.type())));
        String name = "the result of " + module.name();
        if (loop) {
            properties.put("results", Type.listOf(Type.record(name, properties)));
        }
        return Type.record(name, properties);
    }
}
