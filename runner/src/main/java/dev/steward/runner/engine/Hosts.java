package dev.steward.runner.engine;

import dev.steward.runner.inventory.Host;
import dev.steward.runner.module.Outcome;
import java.util.List;
import java.util.Optional;

/** The hosts of a run: what the engine asks of an inventory. Immutable. */
public interface Hosts {

    /**
     * The hosts of a pattern, in inventory order; empty where none match.
     *
     * @throws RuntimeException naming what is wrong with the pattern
     */
    List<Host> select(String pattern);

    /**
     * The same hosts, narrowed.
     *
     * @param pattern the run's limit
     * @throws RuntimeException where the limit cannot be understood or leaves nobody: it is never widened
     */
    Hosts limited(String pattern);

    /**
     * With a host made known by {@code addHost}; where one of that name exists, it joins the groups and gets the variables.
     * A limit does not hide it.
     */
    Hosts with(Outcome.NewHost host);

    /**
     * A host to delegate to, whatever the limit says; the implicit localhost too.
     *
     * @return empty where the inventory does not know it
     */
    Optional<Host> find(String name);

    /** Every host, whatever the limit says. */
    List<Host> all();
}
