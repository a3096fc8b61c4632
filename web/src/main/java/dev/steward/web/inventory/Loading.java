package dev.steward.web.inventory;

import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.drift.Difference;
import dev.steward.runner.inventory.sheet.Sheets;
import dev.steward.runner.time.Time;
import dev.steward.web.parts.WebParts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the inventory, a few seconds apart at the least: a page of thousands of hosts is turned without reading them anew. */
final class Loading {

    private static final Duration FRESH = Duration.ofSeconds(3);

    private final WebParts parts;
    private final Time time;
    private Loaded last;
    private long at;

    Loading(WebParts parts) {
        this.parts = parts;
        this.time = parts.time();
    }

    synchronized Loaded now() {
        long now = time.nanos();
        if (last == null || now - at > FRESH.toNanos()) {
            last = read();
            at = now;
        }
        return last;
    }

    private Loaded read() {
        try {
            Inventory inventory = parts.inventory().load();
            List<Loaded.Entry> hosts = inventory.hostNames().stream()
                    .sorted()
                    .map(name -> new Loaded.Entry(
                            name, Sheets.address(inventory, name).orElse(""), inventory.groupsOf(name)))
                    .toList();
            return compared(inventory, hosts);
        } catch (InventoryException e) {
            return new Loaded(Optional.empty(), e.problems(), List.of(), List.of(), Map.of(), Optional.empty());
        }
    }

    private Loaded compared(Inventory inventory, List<Loaded.Entry> hosts) {
        Map<String, List<Difference>> drift = Map.of();
        Optional<String> uncompared = Optional.empty();
        try {
            drift = parts.drift().known().differences().stream()
                    .filter(one -> one.counts() && one.host().isPresent())
                    .collect(Collectors.groupingBy(one -> one.host().get()));
        } catch (InventoryException e) {
            uncompared = Optional.of(e.problems().get(0).toString());
        }
        return new Loaded(Optional.of(inventory), inventory.warnings(), inventory.gaps(), hosts, drift, uncompared);
    }
}
