package dev.steward.runner.schedule;

import java.util.List;

/** A schedule was not kept, or not run: nothing was changed. */
public final class ScheduleRefused extends Exception {

    private final transient List<Problem> problems;

    /**
     * A refusal.
     *
     * @param problems all of them, at least one
     */
    public ScheduleRefused(List<Problem> problems) {
        super(String.join("\n", problems.stream().map(Problem::message).toList()));
        this.problems = List.copyOf(problems);
    }

    static ScheduleRefused of(String name, String field, String message) {
        return new ScheduleRefused(List.of(new Problem(name, field, message)));
    }

    /** All of them. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * What is wrong.
     *
     * @param schedule its name
     * @param field of the definition, as "cron"; empty: the schedule as a whole
     * @param message what is wrong and what was expected
     */
    public record Problem(String schedule, String field, String message) {}
}
