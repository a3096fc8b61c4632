package dev.steward.runner.store.trouble;

import java.util.function.Supplier;

/** A kept text that has no form known here: a newer version wrote it, a disk has spoilt it, or another program wrote to it. */
public final class Spoilt extends RuntimeException {

    /** What is told of the database that holds it. */
    public static final String HELD = "holds what this version cannot read: a newer Steward wrote it, or it is damaged";

    private static final long serialVersionUID = 1;

    private Spoilt(RuntimeException cause) {
        super("a kept text cannot be read: " + cause.getMessage(), cause);
    }

    /**
     * Reads what was kept.
     *
     * @param form of what is no text of this form it may throw anything
     * @throws Spoilt then
     */
    public static <T> T unless(Supplier<T> form) {
        try {
            return form.get();
        } catch (RuntimeException e) {
            throw new Spoilt(e);
        }
    }
}
