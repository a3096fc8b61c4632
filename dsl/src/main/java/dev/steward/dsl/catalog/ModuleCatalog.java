package dev.steward.dsl.catalog;

import java.util.Collection;
import java.util.Optional;

/** The modules a playbook may call. */
public interface ModuleCatalog {

    /** All modules, sorted by name. */
    Collection<ModuleSchema> modules();

    /**
     * The module of a name.
     *
     * @return empty where there is none
     */
    default Optional<ModuleSchema> find(String name) {
        return modules().stream().filter(m -> m.name().equals(name)).findFirst();
    }

    /**
     * A version that changes when any schema does; compiled playbooks are cached by it.
     */
    String version();
}
