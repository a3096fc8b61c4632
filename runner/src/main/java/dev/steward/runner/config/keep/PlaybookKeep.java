package dev.steward.runner.config.keep;

import java.util.Optional;

/**
 * How long the runs of one playbook are kept, as far as they are kept otherwise than all others.
 *
 * @param days since a run of it was created; empty: as all
 * @param runs the newest ones of its own, fires that were missed or held not counted; empty: they are counted with those of all others
 * @param size of the text that its own newest runs left; empty: it is counted with that of all others
 */
public record PlaybookKeep(Optional<Integer> days, Optional<Integer> runs, Optional<Bytes> size) {

    /** As all. */
    public static final PlaybookKeep DEFAULT = new PlaybookKeep(Optional.empty(), Optional.empty(), Optional.empty());

    public PlaybookKeep {
        days.ifPresent(count -> RetentionConfig.least("days", count));
        runs.ifPresent(count -> RetentionConfig.least("runs", count));
    }
}
