package dev.steward.runner.store.trouble;

/** What went wrong with a database, in one sentence with the next step. */
public interface Trouble {

    /** Why it cannot be opened. */
    StoreException opening(Exception e);

    /** Why something was not done: in plain words where the database is the reason, else as it is. */
    RuntimeException working(RuntimeException e);

    /** Why Steward did not begin on one that had opened: in the words of {@link #opening} where the database is the reason. */
    default RuntimeException beginning(RuntimeException e) {
        return working(e) == e ? e : opening(e);
    }
}
