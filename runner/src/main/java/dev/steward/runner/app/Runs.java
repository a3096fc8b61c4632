package dev.steward.runner.app;

/** Begins, stops and steers runs. What happened in them is read from the store. */
public interface Runs {

    /**
     * Checks everything and begins a run.
     *
     * @return the run's number; the run is recorded
     * @throws RunRefused when something is wrong; nothing was begun
     */
    long submit(RunRequest request) throws RunRefused;

    /**
     * Asks a run to end.
     *
     * @param by who asks
     * @param force whether package work is killed too
     * @return false where the run has ended already or is unknown
     */
    boolean cancel(long run, String by, boolean force);

    /**
     * Answers a task that waits for a person.
     *
     * @param run whose
     * @param question which task on which host
     * @param go whether to go on
     * @param by who answers
     * @return false where nobody asks
     */
    boolean answer(long run, Question question, boolean go, String by);

    /**
     * Begins a run again with the same playbook text, inventory sources and options.
     *
     * @param run the run to repeat
     * @param onlyFailed only on the hosts that failed, were unreachable, aborted or not reached
     * @param by who asks
     * @return the new run's number
     * @throws RunRefused when it cannot be repeated as it was, as with a changed playbook that no longer checks, or when no host failed
     */
    long again(long run, boolean onlyFailed, String by) throws RunRefused;

    /**
     * Waits for a run of this process to end.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    void await(long run) throws InterruptedException;

    /**
     * A task that waits for a person.
     *
     * @param step of the task
     * @param host it is for
     */
    record Question(String step, String host) {}
}
