package dev.steward.runner.app;

import dev.steward.runner.app.resume.Resumable;
import dev.steward.runner.control.Ask;
import dev.steward.runner.resume.Decided;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.store.approve.Approval;
import java.util.List;
import java.util.Optional;

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
     * Keeps a plan that waits for another person's word, instead of beginning it.
     *
     * @param why it is wanted
     * @param by who asks
     * @throws RunRefused when it could not be begun either, or its check mode does not begin
     */
    default Approval ask(RunRequest request, String why, String by) throws RunRefused {
        throw new RunRefused(List.of("Nothing can be asked for here."));
    }

    /**
     * Asks a run to end.
     *
     * @param by who asks
     * @param force whether package work is killed too
     * @return false where the run has ended already or is unknown
     * @throws RunRefused when who asks may not run that playbook
     */
    boolean cancel(long run, String by, boolean force) throws RunRefused;

    /**
     * Asks PVE to end one UPID that a run began; the task that waits for it fails.
     *
     * @param by who asks
     * @param force also one whose end may leave something half done
     * @throws RunRefused when the run began no such UPID, it has ended, or ending it needs force
     */
    default void cancelUpid(long run, String upid, String by, boolean force) throws RunRefused {
        throw new RunRefused(List.of("Run " + run + " began no UPID " + upid + "."));
    }

    /**
     * Answers a task that waits for a person.
     *
     * @param run whose
     * @param question which task on which host
     * @param go whether to go on
     * @param by who answers
     * @return false where nobody asks
     * @throws RunRefused when who answers may not run that playbook
     */
    boolean answer(long run, Question question, boolean go, String by) throws RunRefused;

    /**
     * Begins a run again with the same inventory sources and options.
     *
     * @param run the run to repeat
     * @param how on which hosts, from which text
     * @return the new run's number
     * @throws RunRefused when its playbook changed since and nobody said which text counts, when that text no longer checks,
     *     or when no host failed
     */
    long again(long run, Again how) throws RunRefused;

    /**
     * Goes on with a run that did not end well, as a new one: what its journal says is done is not done again.
     *
     * @return the new run's number
     * @throws RunRefused when it cannot be gone on with
     */
    default long resume(long run, Resume how) throws RunRefused {
        throw new RunRefused(List.of("Runs cannot be resumed here."));
    }

    /**
     * Whether a run can be gone on with; an unknown one cannot.
     *
     * @param changed as {@link #changedSince} says
     */
    default Resumable resumable(long run, List<String> changed) {
        return Resumable.NEVER;
    }

    /**
     * How a run is gone on with.
     *
     * @param decided what becomes of steps that were under way and might do harm if done twice
     * @param password of the login user, where it was typed
     * @param becomePassword for sudo, where it was typed
     * @param by who asks
     */
    record Resume(Decided decided, Optional<Secret> password, Optional<Secret> becomePassword, String by) {

        /**
         * As a command asks.
         *
         * @throws IllegalArgumentException for a word that there is not
         */
        static Resume of(Ask.Resume ask) {
            return new Resume(
                    Decided.of(ask.how()),
                    Optional.ofNullable(ask.password()).map(Secret::new),
                    Optional.ofNullable(ask.becomePassword()).map(Secret::new),
                    ask.by());
        }
    }

    /**
     * The files a run was made from whose text is another today, or that are gone.
     *
     * @return none where it is unknown or was refused before it had a text
     */
    List<String> changedSince(long run);

    /**
     * How a run is repeated.
     *
     * @param onlyFailed only on the hosts that failed, were unreachable, aborted or not reached
     * @param text which text of the playbook counts
     * @param by who asks
     */
    record Again(boolean onlyFailed, Text text, String by) {}

    /** Which text of a playbook counts when a run is repeated. Templates and other files are always those of today. */
    enum Text {
        /** Whichever, as long as they are the same. */
        SAME,
        /** That of then. */
        RECORDED,
        /** That of today. */
        NOW
    }

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
