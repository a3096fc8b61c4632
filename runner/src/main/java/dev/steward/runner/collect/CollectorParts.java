package dev.steward.runner.collect;

import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.store.estate.EstateRecord;
import dev.steward.runner.store.estate.EstateRecords;
import dev.steward.runner.time.Time;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a collector stands on.
 *
 * @param estates the clusters
 * @param records where what was learned is kept
 * @param changes where changes are written down
 * @param files reads files in containers
 * @param told hears of a cluster's records after each pass; must return quickly
 * @param time both clocks
 */
public record CollectorParts(
        Estates estates,
        EstateRecords records,
        ChangeRecorder changes,
        GuestFiles files,
        Consumer<List<EstateRecord>> told,
        Time time) {}
