package dev.steward.runner.collect.usage;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.detail.Series;
import dev.steward.runner.proxmox.detail.Series.Span;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.store.estate.EstateRecords;
import dev.steward.runner.store.estate.RecordKey;
import dev.steward.runner.store.estate.RecordKey.Origin;
import dev.steward.runner.store.estate.RecordKind;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What nodes and guests used, out of what PVE keeps and what was collected by ourselves. PVE 9 keeps a mean of each minute for a day
 * and of each half hour for a month; PVE 8 half hours for a day and half days for a month. So PVE's word counts where it is no
 * coarser than what is shown, and our own readings, each 5 min for 30 days, where it is coarser; the one fills the other's gaps,
 * as of a node that is offline.
 */
public final class Usages {

    private static final Set<Measure> OF_ALL = EnumSet.range(Measure.CPU, Measure.SENT);
    private static final Set<Measure> OF_VM = OF_ALL.stream()
            .filter(measure -> measure != Measure.DISK && measure != Measure.DISK_LIMIT)
            .collect(Collectors.toUnmodifiableSet());

    private final EstateRecords records;
    private final Time time;

    /** Usages of what was collected into these records. */
    public Usages(EstateRecords records, Time time) {
        this.records = records;
        this.time = time;
    }

    /**
     * What a node used.
     *
     * @param series what PVE says; empty: it cannot be asked
     */
    public Usage node(Node node, Span span, Optional<Series> series) {
        RecordKey key = RecordKey.node(Origin.COLLECTED, node.cluster(), node.name());
        return of(key, span, series.map(said -> new PveSamples(said, PveSamples.NODE)), OF_ALL);
    }

    /**
     * What a guest used.
     *
     * @param series what PVE says; empty: it cannot be asked
     */
    public Usage guest(Guest guest, Span span, Optional<Series> series) {
        RecordKind kind = RecordKind.find(guest.kind().word()).orElseThrow();
        RecordKey key = RecordKey.guest(
                Origin.COLLECTED, kind, guest.cluster(), guest.vmid().value());
        // of a VM's file systems PVE knows nothing, and says 0
        Set<Measure> known = guest.kind() == GuestKind.LXC ? OF_ALL : OF_VM;
        return of(key, span, series.map(said -> new PveSamples(said, PveSamples.GUEST)), known);
    }

    private Usage of(RecordKey key, Span span, Optional<PveSamples> pve, Set<Measure> measures) {
        Usage empty = Usage.empty(span, time.now());
        Duration step = empty.step();
        int count = empty.count();
        Instant from = empty.from();
        OwnSamples own = new OwnSamples(
                records.readings(key, from.minus(step)), key.kind().guest());
        boolean fine = pve.isPresent() && pve.get().step().compareTo(step) <= 0;
        Map<Measure, Usage.Line> lines = new EnumMap<>(Measure.class);
        for (Measure measure : measures) {
            Bins ours = new Bins(from, step, count);
            ours.add(own.of(measure));
            Bins theirs = new Bins(from, step, count);
            pve.ifPresent(said -> theirs.add(said.of(measure)));
            if (!ours.empty() || !theirs.empty()) {
                lines.put(measure, fine ? theirs.or(ours) : ours.or(theirs));
            }
        }
        return new Usage(span, from, step, count, lines);
    }
}
