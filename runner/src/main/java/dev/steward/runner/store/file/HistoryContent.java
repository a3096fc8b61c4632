package dev.steward.runner.store.file;

import java.util.List;

/**
 * Whether what a history holds of texts and events is what was written, by their sums.
 *
 * @param texts how many were read: playbooks and inventories
 * @param rows how many rows of events
 * @param unsure those of them that an older Steward wrote, without a sum
 * @param from the oldest run that was read; 0: none
 * @param whole whether all were read before the time was over
 * @param spoilt the runs of which something is not what was written, the newest first
 */
public record HistoryContent(long texts, long rows, long unsure, long from, boolean whole, List<Long> spoilt) {

    /** Nothing was read. */
    static final HistoryContent NONE = new HistoryContent(0, 0, 0, 0, true, List.of());

    public HistoryContent {
        spoilt = List.copyOf(spoilt);
    }
}
