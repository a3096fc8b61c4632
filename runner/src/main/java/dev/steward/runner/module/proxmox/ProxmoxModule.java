package dev.steward.runner.module.proxmox;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;

/** A module that acts on a Proxmox cluster by its API: no connection to the host is opened, and what PVE refuses is a failure. */
abstract class ProxmoxModule<A extends Record> implements TaskModule<A> {

    private final Class<A> args;

    ProxmoxModule(Class<A> args) {
        this.args = args;
    }

    @Override
    public final Class<A> args() {
        return args;
    }

    @Override
    public final Outcome run(A args, Target target) throws ConnectionException, InterruptedException {
        try {
            return act(args, target);
        } catch (PveException | ActException e) {
            return Outcome.failed(e.getMessage());
        }
    }

    /** Does it. */
    abstract Outcome act(A args, Target target)
            throws PveException, ActException, ConnectionException, InterruptedException;
}
