package dev.steward.dsl.check;

import dev.steward.dsl.plan.Plan;
import java.util.List;

/** What came of checking a playbook. */
public sealed interface Checked {

    /** All problems found, in the order of the text. */
    List<Problem> problems();

    /**
     * The playbook may run.
     *
     * @param plan what shall happen
     * @param problems warnings only
     */
    record Accepted(Plan plan, List<Problem> problems) implements Checked {}

    /**
     * The playbook never starts.
     *
     * @param problems at least one error
     */
    record Refused(List<Problem> problems) implements Checked {}
}
