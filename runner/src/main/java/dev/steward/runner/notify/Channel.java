package dev.steward.runner.notify;

import dev.steward.runner.notice.Notice;

/** A way to people. Used by one thread at a time. */
public interface Channel {

    /** Its name, as in {@code steward.yml}: under it the outbox keeps what became of each notice. */
    String name();

    /**
     * Sends one notice and returns within a bounded time. May be called again for a notice that did arrive, when the answer
     * was lost: a channel passes {@link Notice#key()} on so that a double can be recognised.
     *
     * @return never null; a thrown exception counts as {@link Delivery#retry}
     */
    Delivery send(Notice notice);
}
