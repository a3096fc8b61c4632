package dev.steward.dsl.plan;

/** What run-time code of a playbook may see on one host: {@code host}, {@code item}, registered results, vars, facts. */
@FunctionalInterface
public interface Scope {

    /**
     * The value behind a name.
     *
     * @param name as written in the playbook
     * @return the value, or null where the name stands for nothing on this host yet
     */
    Object get(String name);
}
