package dev.steward.runner.engine;

import dev.steward.dsl.catalog.ModuleSchema;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.catalog.Modules;
import java.util.Map;
import java.util.Optional;

/** Where the engine finds and calls modules. */
public interface ModuleSource {

    /** The module of a name; empty where there is none. */
    Optional<TaskModule<?>> named(String name);

    /** Its schema; empty where there is none. */
    Optional<ModuleSchema> find(String name);

    /**
     * Binds the arguments and calls the module; arguments that do not fit are a failed outcome.
     *
     * @throws ConnectionException when the host cannot be reached
     * @throws InterruptedException when the run is cancelled
     */
    Outcome call(TaskModule<?> module, Map<String, Object> arguments, Target target)
            throws ConnectionException, InterruptedException;

    /** The modules of this build. */
    static ModuleSource of(Modules modules) {
        return new ModuleSource() {
            @Override
            public Optional<TaskModule<?>> named(String name) {
                return modules.named(name);
            }

            @Override
            public Optional<ModuleSchema> find(String name) {
                return modules.find(name);
            }

            @Override
            public Outcome call(TaskModule<?> module, Map<String, Object> arguments, Target target)
                    throws ConnectionException, InterruptedException {
                return modules.call(module, arguments, target);
            }
        };
    }
}
