package dev.steward.runner.outage.journal;

import dev.steward.runner.event.Status;
import java.time.Instant;
import java.util.Map;

/** A line of the journal. */
public sealed interface Entry {

    /**
     * An outage begins.
     *
     * @param session in one word, unique; tickets of work on hosts are made from it
     * @param playbook the plan's name
     * @param hash of the plan: the steps below mean something only in the same plan
     * @param cause a word of {@link dev.steward.runner.event.Cause.Kind}
     * @param by the UPS or the person
     * @param now whether gates are not waited for
     * @param at when
     * @param boot the boot id of this machine
     */
    record Begun(
            String session, String playbook, String hash, String cause, String by, boolean now, Instant at, String boot)
            implements Entry {}

    /**
     * A phase begins.
     *
     * @param phase index from 0
     * @param at when
     */
    record PhaseBegun(int phase, Instant at) implements Entry {}

    /**
     * A phase is over.
     *
     * @param phase index from 0
     * @param state a word of {@link dev.steward.runner.event.RunEvent.PhaseEnded}
     */
    record PhaseOver(int phase, String state) implements Entry {}

    /**
     * A step touches its host next.
     *
     * @param step its id
     * @param host it is for
     * @param module what it calls
     * @param at when
     */
    record Intent(String step, String host, String module, Instant at) implements Entry {}

    /**
     * What came of a step.
     *
     * @param step its id
     * @param host it is for
     * @param status what came of it
     * @param changed whether it changed something
     * @param message in one line
     * @param data the module's result, plain JSON data
     */
    record Result(String step, String host, Status status, boolean changed, String message, Map<String, Object> data)
            implements Entry {}

    /**
     * This outage did something to a cluster that is undone when power is back.
     *
     * @param json a mark of {@code outage.aswas}
     */
    record Deed(String json) implements Entry {}

    /**
     * Something to be had after a restart.
     *
     * @param key its name; a later value replaces an earlier one
     * @param value any text
     */
    record Kept(String key, String value) implements Entry {}

    /**
     * From here on the plan is carried out to its end.
     *
     * @param phase index from 0
     */
    record Committed(int phase) implements Entry {}

    /**
     * What was done is undone from here on.
     *
     * @param why in words
     */
    record Turned(String why) implements Entry {}

    /**
     * Power failed again while it was undone: all phases are ahead again.
     *
     * @param why in words
     */
    record Again(String why) implements Entry {}

    /**
     * Everything is done but the machine Steward runs on, which is told to go down now.
     *
     * @param boot the boot id of this machine
     * @param at when
     */
    record HandedOver(String boot, Instant at) implements Entry {}

    /**
     * The outage is over, and nothing is left to do.
     *
     * @param how in words
     */
    record Over(String how) implements Entry {}
}
