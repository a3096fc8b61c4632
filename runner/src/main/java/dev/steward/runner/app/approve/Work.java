package dev.steward.runner.app.approve;

import java.util.Map;
import java.util.function.LongConsumer;

/** What runs can do for plans. */
public interface Work {

    /**
     * Draws a plan as things stand now.
     *
     * @param what is to be done
     * @throws ApprovalRefused where it cannot be begun: the playbook, the inventory or the limit is wrong
     */
    Drawn draw(Order what) throws ApprovalRefused;

    /**
     * Looks whether somebody may run a playbook at all.
     *
     * @throws ApprovalRefused where they may not
     */
    void permitted(String who, String file) throws ApprovalRefused;

    /**
     * Begins it in check mode; not where a UPS is on battery.
     *
     * @return the run's number
     * @throws ApprovalRefused where it does not begin
     */
    long check(Order what) throws ApprovalRefused;

    /**
     * Begins it, drawn once more; nobody else's word is asked for.
     *
     * @param same is given what is about to begin, and refuses it where it is another plan
     * @param recorded is told the run's number before it begins, and throws where it must not
     * @return the run's number
     * @throws ApprovalRefused where it does not begin
     */
    long begin(Order what, Same same, LongConsumer recorded) throws ApprovalRefused;

    /**
     * Waits for the end of a run of this process.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    void await(long run) throws InterruptedException;

    /**
     * What is to be done.
     *
     * @param file the playbook
     * @param options as a run keeps them: limit, tags, given vars …
     * @param by who wants it
     * @param approval its number; 0: none yet
     */
    record Order(String file, Map<String, Object> options, String by, long approval) {}

    /** Looks whether a plan is the one that was approved. */
    @FunctionalInterface
    interface Same {

        /**
         * Looks.
         *
         * @throws ApprovalRefused where it is another, with what changed
         */
        void look(Drawn now) throws ApprovalRefused;
    }
}
