package dev.steward.runner.engine;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Target;
import java.util.Map;

/** Gathers {@code host.facts}; asked at most once for a host and run, when a playbook first looks. */
@FunctionalInterface
public interface FactsProvider {

    /**
     * The facts of a host.
     *
     * @param target the host; its commands are not shown in the log
     * @return plain data by name
     * @throws ConnectionException when the host cannot be reached
     * @throws InterruptedException when the run is cancelled
     */
    Map<String, Object> gather(Target target) throws ConnectionException, InterruptedException;
}
