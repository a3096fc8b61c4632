package dev.steward.dsl.expression;

import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.Scope;
import dev.steward.dsl.plan.SourceRef;

/**
 * What names stand for while an expression is evaluated: names bound at plan time, and the scope of one host at run time.
 * Bindings never change, so that one environment may be kept by many pieces of code and used by many threads; the budget
 * of steps belongs to one evaluation.
 */
public final class Env {

    private static final int STEPS = 200_000;
    private static final long WORK = 10_000_000;

    private final Binding bindings;
    private final Scope scope;
    private final Budget budget;

    private Env(Binding bindings, Scope scope, Budget budget) {
        this.bindings = bindings;
        this.scope = scope;
        this.budget = budget;
    }

    /** Nothing bound, plan time. */
    public static Env empty() {
        return new Env(null, name -> null, new Budget());
    }

    /** The same with one more name, hiding an outer one. */
    public Env with(String name, Object value) {
        return new Env(new Binding(name, value, bindings), scope, budget);
    }

    /** The same names on one host at run time, with a budget of its own. */
    public Env on(Scope host) {
        return new Env(bindings, host, new Budget());
    }

    /** No names, but the same scope and budget: what a shared task list starts with. */
    public Env bare() {
        return new Env(null, scope, budget);
    }

    /** The scope of the host; at plan time every name stands for nothing. */
    public Scope scope() {
        return scope;
    }

    /**
     * The value bound to a name.
     *
     * @throws IllegalStateException when the name is not bound, which the check rules out
     */
    public Object get(String name) {
        for (Binding binding = bindings; binding != null; binding = binding.outer) {
            if (binding.name.equals(name)) {
                return binding.value;
            }
        }
        throw new IllegalStateException("not bound: " + name);
    }

    /**
     * Counts one step.
     *
     * @throws EvaluationException when there were too many: a playbook that goes on for ever must not hold its reader
     */
    public void step(SourceRef at) {
        budget.steps++;
        if (budget.steps > STEPS) {
            throw new EvaluationException(at, "this takes more than " + STEPS + " steps");
        }
    }

    /**
     * Counts what is looked at in one step.
     *
     * @param weight of the values, see {@link dev.steward.dsl.value.Limits#weight}
     * @throws EvaluationException as {@link #step}
     */
    void work(long weight, SourceRef at) {
        budget.work += weight;
        if (budget.work > WORK) {
            throw new EvaluationException(at, "this looks at too many values: more than " + WORK);
        }
    }

    private record Binding(String name, Object value, Binding outer) {}

    private static final class Budget {
        private int steps;
        private long work;
    }
}
