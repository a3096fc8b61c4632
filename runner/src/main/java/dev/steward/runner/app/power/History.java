package dev.steward.runner.app.power;

import dev.steward.dsl.plan.Plan;
import dev.steward.runner.event.Cause;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.outage.budget.Records;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Where outages become rows that the team finds. It never throws: a power run needs no database. */
public interface History {

    /** The option of a run that tells its kind: outage, applied, rehearsal, recovery, disarmed. */
    String KIND = "power";

    /** By this option a run says why a person asked for it. */
    String REASON = "reason";

    /**
     * Makes a row; who asks does not wait for it.
     *
     * @param plan what is carried out
     * @param file the playbook as the operator named it
     * @param inventory gives its hosts, as JSON, to whoever makes the row
     * @param options kind (outage, applied, rehearsal, recovery, disarmed) and what else was said, plain JSON data
     * @param cause the UPS or the person
     */
    Row begin(Plan plan, String file, Supplier<String> inventory, Map<String, Object> options, Cause cause);

    /** How long steps took so far; what cannot be had is as if nothing had been recorded. */
    default Records records() {
        return Records.NONE;
    }

    /** Power runs, the latest first. */
    List<OutageLine> lines(int most);

    /**
     * A row.
     *
     * @param number of the run, waited for until the row is made; 0: the history cannot be written
     * @param log takes its events
     */
    record Row(LongSupplier number, EventLog log) {

        /** One that is made already. */
        public Row(long run, EventLog log) {
            this(() -> run, log);
        }

        /** The run's number; waits a little where the row is being made. */
        public long run() {
            return number.getAsLong();
        }
    }
}
