package dev.steward.runner.resume;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a resumed run does with a step that was under way at the end of the earlier run, and might do harm if done twice. */
public enum Unfinished {
    /** Its host goes no further; the others do. */
    STOP,
    /** It is done again, which is said. */
    AGAIN,
    /** It is taken as done, without a result. */
    SKIP;

    /** As operators write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of a word; empty: there is none. */
    public static Optional<Unfinished> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
