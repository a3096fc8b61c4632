package dev.steward.runner.store.estate;

import java.util.List;

/**
 * Some records of many.
 *
 * @param items in the order of cluster, node and subject
 * @param total how many there are in all
 */
public record RecordPage(List<EstateRecord> items, long total) {

    public RecordPage {
        items = List.copyOf(items);
    }
}
