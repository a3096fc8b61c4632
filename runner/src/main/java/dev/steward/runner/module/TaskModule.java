package dev.steward.runner.module;

import dev.steward.runner.connection.ConnectionException;

/**
 * What a task calls: one class per module, annotated with {@link ModuleInfo}, with its {@code Args} record inside.
 * Stateless and shared by all runs and hosts.
 *
 * <p>The Args record is the schema. Its components: String, boolean (left out: false), int/Integer, long/Long, Double,
 * Duration, {@link Size}, an enum (its words are the constants in lower camel case), List of String (one text is a list
 * of one), Map, List of Object, Object, {@link ShellText}, List of {@link Checked}; {@code Optional} of these where a call
 * may leave it out; {@code Map<String, Object> more} as the last component makes it free-form. A text may be a {@link
 * dev.steward.runner.secret.Secret} only where the component's type is {@link Sensitive}. Every component has a {@link
 * Doc}; at most one is {@link Positional}.
 *
 * <p>A module whose {@link ModuleInfo.OnCancel} is FINISHES is interrupted only by a forced cancel, and then returns what
 * it left instead of throwing.
 *
 * @param <A> the record of its arguments
 */
public interface TaskModule<A extends Record> {

    /** The record of its arguments. */
    Class<A> args();

    /**
     * Does it on one host. In check mode a module that simulates must change nothing.
     *
     * @param args bound and checked
     * @param target the host and what the run allows
     * @return what came of it; a failure is an outcome, not an exception
     * @throws ConnectionException when the host cannot be reached
     * @throws InterruptedException when the run is cancelled
     */
    Outcome run(A args, Target target) throws ConnectionException, InterruptedException;
}
