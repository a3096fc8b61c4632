package dev.steward.runner.engine.value;

import dev.steward.dsl.catalog.ModuleSchema;
import dev.steward.dsl.catalog.Param;
import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.ModuleCall;
import dev.steward.dsl.plan.Scope;
import dev.steward.runner.module.Checked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Works out the arguments of a module call on one host. */
public final class Arguments {

    private Arguments() {}

    /**
     * Plain values by parameter name: shell texts as ShellText, conditions as lists of {@link Checked}, secrets as Secret.
     *
     * @throws EvaluationException where one cannot be worked out
     */
    public static Map<String, Object> of(ModuleCall call, ModuleSchema schema, Scope scope, Evaluation evaluation) {
        Map<String, Object> out = new LinkedHashMap<>();
        call.arguments().forEach((name, planned) -> out.put(name, value(name, planned, schema, scope, evaluation)));
        return out;
    }

    private static Object value(String name, Object planned, ModuleSchema schema, Scope scope, Evaluation evaluation) {
        Param.Type type = schema.param(name).map(Param::type).orElse(Param.Type.ANY);
        return switch (type) {
            case SHELL -> ShellLine.of(planned, scope, evaluation);
            case CONDITIONS -> checked(planned, scope, evaluation);
            default -> evaluation.value(planned, scope);
        };
    }

    private static List<Checked> checked(Object planned, Scope scope, Evaluation evaluation) {
        List<Checked> out = new ArrayList<>();
        for (Object one : planned instanceof List<?> list ? list : List.of(planned)) {
            out.add(
                    one instanceof Condition condition
                            ? new Checked(condition.source(), evaluation.holds(condition, scope))
                            : new Checked(String.valueOf(one), Boolean.TRUE.equals(evaluation.value(one, scope))));
        }
        return out;
    }
}
