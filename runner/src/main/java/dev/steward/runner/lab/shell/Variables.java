package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.process.Budget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The variables of a shell; the exported ones are the environment of its process. */
final class Variables {

    private static final int MOST = 20_000;

    private final Map<String, Variable> all = new HashMap<>();
    private final Deque<Map<String, Variable>> scopes = new ArrayDeque<>();
    private final Map<String, String> environment;
    private boolean exportAll;

    /** A null value is an unset variable with attributes. */
    record Variable(String value, boolean exported, boolean fixed) {}

    private static final Variable NONE = new Variable(null, false, false);

    Variables(Map<String, String> environment) {
        this.environment = environment;
        environment.forEach((name, value) -> {
            if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                all.put(name, new Variable(value, true, false));
            }
        });
    }

    Variables(Variables other, Map<String, String> environment) {
        this.environment = environment;
        this.exportAll = other.exportAll;
        all.putAll(other.all);
        other.scopes.forEach(scope -> scopes.addLast(new HashMap<>(scope)));
    }

    String get(String name) {
        Variable variable = all.get(name);
        return variable == null ? null : variable.value();
    }

    String get(String name, String otherwise) {
        String value = get(name);
        return value == null ? otherwise : value;
    }

    void set(String name, String value) {
        Variable old = all.getOrDefault(name, NONE);
        refuseFixed(name, old);
        if (value.length() > Budget.TEXT || all.size() > MOST) {
            throw new ShellException("out of memory");
        }
        put(name, new Variable(value, old.exported() || exportAll, false));
    }

    void exportAll(boolean on) {
        exportAll = on;
    }

    void export(String name) {
        Variable old = all.getOrDefault(name, NONE);
        put(name, new Variable(old.value(), true, old.fixed()));
    }

    void fix(String name) {
        Variable old = all.getOrDefault(name, NONE);
        put(name, new Variable(old.value(), old.exported(), true));
    }

    void unset(String name) {
        Variable old = all.getOrDefault(name, NONE);
        refuseFixed(name, old);
        all.remove(name);
        environment.remove(name);
    }

    private static void refuseFixed(String name, Variable old) {
        if (old.fixed()) {
            throw new ShellException(name + ": is read only");
        }
    }

    private void put(String name, Variable variable) {
        all.put(name, variable);
        if (variable.exported() && variable.value() != null) {
            environment.put(name, variable.value());
        } else {
            environment.remove(name);
        }
    }

    /** The set variables by name. */
    Map<String, Variable> sorted() {
        return new TreeMap<>(all);
    }

    void enter() {
        scopes.push(new HashMap<>());
    }

    void leave() {
        scopes.pop().forEach((name, old) -> {
            if (old == NONE) {
                all.remove(name);
                environment.remove(name);
            } else {
                put(name, old);
            }
        });
    }

    /** Makes a name local to the running function. */
    void local(String name) {
        if (scopes.isEmpty()) {
            throw new ShellException("local: not in a function");
        }
        scopes.peek().putIfAbsent(name, all.getOrDefault(name, NONE));
    }
}
