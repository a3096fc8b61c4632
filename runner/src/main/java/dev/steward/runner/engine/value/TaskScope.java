package dev.steward.runner.engine.value;

import dev.steward.dsl.plan.Scope;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a task's code may see on one host. The order is Ansible's precedence: run parameters that were given, results and
 * facts set, the play's variables, parameters' defaults, the inventory. Used by one thread.
 */
public final class TaskScope implements Scope {

    private final HostValue host;
    private final Layers layers;
    private final Map<String, Object> set;
    private final Map<String, Object> own;
    private final Evaluation evaluation;
    private final Set<String> open = new HashSet<>();

    /**
     * A scope.
     *
     * @param host of the task
     * @param layers of the play
     * @param set results registered and facts set on this host
     * @param own {@code item}, and the task's own result under its name; above everything
     * @param evaluation works out deferred variables
     */
    public TaskScope(
            HostValue host, Layers layers, Map<String, Object> set, Map<String, Object> own, Evaluation evaluation) {
        this.host = host;
        this.layers = layers;
        this.set = set;
        this.own = own;
        this.evaluation = evaluation;
    }

    /** The same with a further name of the task's own. */
    public TaskScope with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(own);
        more.put(name, value);
        return new TaskScope(host, layers, set, more, evaluation);
    }

    @Override
    public Object get(String name) {
        if (own.containsKey(name)) {
            return own.get(name);
        }
        return switch (name) {
            case "host" -> host;
            case "vars" -> vars();
            default -> variable(name);
        };
    }

    private Object variable(String name) {
        if (layers.given().containsKey(name)) {
            return worked(name, layers.given().get(name));
        }
        if (set.containsKey(name)) {
            return set.get(name);
        }
        if (layers.play().containsKey(name)) {
            return worked(name, layers.play().get(name));
        }
        if (layers.defaults().containsKey(name)) {
            return worked(name, layers.defaults().get(name));
        }
        Object value = ((Map<?, ?>) host.get("vars")).get(name);
        evaluation.secrets().learnAll(value);
        return value;
    }

    private Map<String, Object> vars() {
        Map<String, Object> all = new LinkedHashMap<>();
        layers.all().forEach((name, value) -> all.put(name, worked(name, value)));
        return all;
    }

    private Object worked(String name, Object planned) {
        if (!open.add(name)) {
            throw new EvaluationException("the variable '" + name + "' is defined by itself", null);
        }
        try {
            return evaluation.value(planned, this);
        } finally {
            open.remove(name);
        }
    }
}
