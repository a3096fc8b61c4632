package dev.steward.runner.module.patch;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.patch.PatchReport;

/** What stands around an update and may take it back. */
public interface Guard {

    /** Nothing does: a check, and the update where it finds something to do. */
    Guard NONE = work -> {
        PatchReport found = work.check();
        return found.well() && work.applies() && !found.packages().isEmpty()
                ? work.outcome(work.update(), "update")
                : work.outcome(found, "check");
    };

    /**
     * Carries one task out on one host.
     *
     * @return what {@link Work#outcome} makes of the last report, with what the guard adds
     */
    Outcome around(Work work) throws ConnectionException, InterruptedException;

    /** One task on one host. Nothing is connected before its first method that needs the host is called. */
    interface Work {

        /** What was asked for. */
        PatchModule.Args args();

        /** The host. */
        Target target();

        /** Whether more than a check is asked for and allowed. */
        boolean applies();

        /**
         * Refreshes the package index and finds out what is to do; changes nothing else. An update that an earlier run left
         * going is waited for first. A failure stands in the report.
         */
        PatchReport check() throws ConnectionException, InterruptedException;

        /**
         * Does what the check found, detached on the host. A failure stands in the report, as does that it still goes on
         * when the time is up.
         */
        PatchReport update() throws ConnectionException, InterruptedException;

        /**
         * The task's outcome.
         *
         * @param report the last one
         * @param stage how far it came, as the result has it
         */
        Outcome outcome(PatchReport report, String stage);
    }
}
