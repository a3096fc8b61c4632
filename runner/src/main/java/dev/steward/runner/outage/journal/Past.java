package dev.steward.runner.outage.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a journal tells, as a fold of its entries. Thread-safe. */
public final class Past {

    private final Map<Place, Entry.Intent> intents = new HashMap<>();
    private final Map<Place, Entry.Result> results = new HashMap<>();
    private final Map<Integer, String> phases = new TreeMap<>();
    private final Map<Integer, Instant> entered = new TreeMap<>();
    private final Map<String, String> kept = new LinkedHashMap<>();
    private final Set<String> deeds = new LinkedHashSet<>();
    private Optional<Entry.Begun> begun = Optional.empty();
    private Optional<Entry.HandedOver> handedOver = Optional.empty();
    private Optional<String> turned = Optional.empty();
    private Optional<String> over = Optional.empty();
    private boolean committed;

    private record Place(String step, String host) {}

    /** Nothing happened. */
    public static Past none() {
        return new Past();
    }

    /** The same, apart from what follows here. */
    synchronized Past copy() {
        Past copy = new Past();
        copy.intents.putAll(intents);
        copy.results.putAll(results);
        copy.phases.putAll(phases);
        copy.entered.putAll(entered);
        copy.kept.putAll(kept);
        copy.deeds.addAll(deeds);
        copy.begun = begun;
        copy.handedOver = handedOver;
        copy.turned = turned;
        copy.over = over;
        copy.committed = committed;
        return copy;
    }

    /** In one word: idle, in_progress, recovering, completed. */
    public synchronized String status() {
        if (begun.isEmpty()) {
            return "idle";
        }
        return over.isPresent() ? "completed" : turned.isPresent() ? "recovering" : "in_progress";
    }

    /** Takes an entry. */
    synchronized void add(Entry entry) {
        if (entry instanceof Entry.Begun e) {
            begun = Optional.of(e);
        } else if (entry instanceof Entry.PhaseBegun e) {
            phases.put(e.phase(), "running");
            entered.put(e.phase(), e.at());
        } else if (entry instanceof Entry.PhaseOver e) {
            phases.put(e.phase(), e.state());
        } else if (entry instanceof Entry.Intent e) {
            intents.put(new Place(e.step(), e.host()), e);
        } else if (entry instanceof Entry.Result e) {
            results.put(new Place(e.step(), e.host()), e);
        } else if (entry instanceof Entry.Deed e) {
            deeds.add(e.json());
        } else if (entry instanceof Entry.Kept e) {
            kept.put(e.key(), e.value());
        } else {
            turn(entry);
        }
    }

    private void turn(Entry entry) {
        if (entry instanceof Entry.Committed) {
            committed = true;
        } else if (entry instanceof Entry.Turned e) {
            turned = Optional.of(e.why());
        } else if (entry instanceof Entry.Again) {
            turned = Optional.empty();
            handedOver = Optional.empty();
            phases.clear();
            entered.clear();
            intents.clear();
            results.clear();
        } else if (entry instanceof Entry.HandedOver e) {
            handedOver = Optional.of(e);
        } else if (entry instanceof Entry.Over e) {
            over = Optional.of(e.how());
        }
    }

    /** How it began; empty: there is nothing. */
    public synchronized Optional<Entry.Begun> begun() {
        return begun;
    }

    /** Whether something is left to do. */
    public synchronized boolean open() {
        return begun.isPresent() && over.isEmpty();
    }

    /** Whether the point of no return is behind. */
    public synchronized boolean committed() {
        return committed;
    }

    /** Why it is undone; empty: it is carried out. */
    public synchronized Optional<String> turned() {
        return turned;
    }

    /** When this machine was told to go down as the last one; empty: it was not. */
    public synchronized Optional<Entry.HandedOver> handedOver() {
        return handedOver;
    }

    /** The state of a phase; empty: it has not begun. */
    public synchronized Optional<String> phase(int phase) {
        return Optional.ofNullable(phases.get(phase));
    }

    /** When a phase began; empty: it has not. */
    public synchronized Optional<Instant> entered(int phase) {
        return Optional.ofNullable(entered.get(phase));
    }

    /** That a step was begun; empty: it was not. */
    public synchronized Optional<Entry.Intent> intent(String step, String host) {
        return Optional.ofNullable(intents.get(new Place(step, host)));
    }

    /** What came of a step; empty: nobody knows. */
    public synchronized Optional<Entry.Result> result(String step, String host) {
        return Optional.ofNullable(results.get(new Place(step, host)));
    }

    /** All results, in no order. */
    public synchronized List<Entry.Result> results() {
        return new ArrayList<>(results.values());
    }

    /** All steps that were begun, in no order. */
    public synchronized List<Entry.Intent> intents() {
        return new ArrayList<>(intents.values());
    }

    /** What was done to clusters, in order. */
    public synchronized List<String> deeds() {
        return List.copyOf(deeds);
    }

    /** A value that was kept. */
    public synchronized Optional<String> kept(String key) {
        return Optional.ofNullable(kept.get(key));
    }
}
