package dev.steward.runner.engine;

import dev.steward.runner.engine.part.StepBook;
import dev.steward.runner.inventory.Host;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a run knows of one host. Thread-safe. */
final class HostState {

    private Host host;
    private final Set<String> done = new HashSet<>();
    private final Set<String> pending = new LinkedHashSet<>();
    private final Map<String, Long> notifiedAt = new HashMap<>();
    private Map<String, Object> results = Map.of();
    private Map<String, Object> facts = Map.of();
    private Map<String, Object> gathered;
    private boolean reached;
    private boolean failing;
    private boolean lost;
    private boolean gone;
    private boolean own;
    private boolean held;
    private boolean left;
    private boolean afterFailure;
    private String abortedBy;

    HostState(Host host) {
        this.host = host;
    }

    synchronized Host host() {
        return host;
    }

    /** The host has other groups or variables now ({@code addHost}). */
    synchronized void update(Host other) {
        host = other;
    }

    synchronized String name() {
        return host.name();
    }

    /** Whether it takes part in the next step. */
    synchronized boolean ready() {
        return !failing && !gone && !left;
    }

    /** Whether a rescue may take it back. */
    synchronized boolean rescuable() {
        return failing && !lost && !gone;
    }

    /** Whether it takes no part in later plays. */
    synchronized boolean out() {
        return lost || gone;
    }

    synchronized boolean gone() {
        return gone;
    }

    synchronized boolean lost() {
        return lost;
    }

    /** It failed by itself. */
    synchronized void fail(boolean rescuable) {
        failing = true;
        own |= !rescuable || lost;
        lost |= !rescuable;
    }

    /** It is stopped by another host's failure. */
    synchronized void abort(String reason, boolean rescuable) {
        if (!failing && !gone) {
            failing = true;
            abortedBy = reason;
            lost |= !rescuable;
        }
    }

    /** It does not begin, and takes no part in later plays either. */
    synchronized void hold() {
        held = true;
        lost = true;
        failing = true;
    }

    synchronized boolean held() {
        return held;
    }

    /** It goes no further in this run, not even to what is always done. */
    synchronized void end() {
        held = true;
        gone = true;
    }

    /** It cannot be reached. */
    synchronized void lose() {
        gone = true;
        own = true;
    }

    /** There is no way into it: it takes no part in the rest of this play, without having failed. */
    synchronized void leave() {
        left = true;
    }

    synchronized boolean hasLeft() {
        return left;
    }

    /** A rescue takes it back. */
    synchronized void revive() {
        failing = false;
        abortedBy = null;
    }

    /**
     * What {@link #resume} needs.
     *
     * @param failing whether it had failed
     * @param afterFailure whether it already did what is done though it failed
     */
    record Was(boolean failing, boolean afterFailure) {}

    /**
     * Lets it run what is always done though it failed.
     *
     * @param rescuable whether a rescue takes it back afterwards, so that its failure is none in the end
     */
    synchronized Was suspend(boolean rescuable) {
        Was was = new Was(failing, afterFailure);
        afterFailure |= failing && !(rescuable && rescuable());
        failing = false;
        return was;
    }

    synchronized void resume(Was was) {
        failing |= was.failing();
        afterFailure = was.afterFailure();
    }

    /** Whether what it does now is done though it failed, or another host's failure stopped it. */
    synchronized boolean afterFailure() {
        return afterFailure;
    }

    /** The play is over: a failure that no rescue took is final. */
    synchronized void settle() {
        lost |= failing;
        left = false;
        pending.clear();
    }

    /** Whether it failed or was lost by itself. */
    synchronized boolean failedItself() {
        return own;
    }

    synchronized Optional<String> abortedBy() {
        return Optional.ofNullable(abortedBy);
    }

    synchronized void reached() {
        reached = true;
    }

    synchronized boolean wasReached() {
        return reached;
    }

    synchronized void done(String step) {
        done.add(step);
    }

    synchronized boolean did(String step) {
        return done.contains(step);
    }

    /** Results by their registered names and facts set, the newest of a name. */
    synchronized Map<String, Object> set() {
        return results;
    }

    /** Facts set by tasks. */
    synchronized Map<String, Object> facts() {
        return facts;
    }

    synchronized void register(String name, Object result) {
        results = plus(results, Map.of(name, result));
    }

    synchronized void setFacts(Map<String, Object> more) {
        if (!more.isEmpty()) {
            facts = plus(facts, more);
            results = plus(results, more);
        }
    }

    private static Map<String, Object> plus(Map<String, Object> old, Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(old);
        all.putAll(more);
        return Collections.unmodifiableMap(all);
    }

    /** The facts gathered from the host; null before. */
    synchronized Map<String, Object> gathered() {
        return gathered;
    }

    synchronized void gathered(Map<String, Object> found) {
        gathered = found;
    }

    /**
     * Notifies a handler; false where it was already.
     *
     * @param at when that was changed, in the count of {@link StepBook.Known.Kept#at}
     */
    synchronized boolean notified(String handler, long at) {
        boolean first = pending.add(handler);
        notifiedAt.merge(handler, at, (old, now) -> first ? now : Math.max(old, now));
        return first;
    }

    /** When what notified a handler last was changed; of any other step, before all. */
    synchronized long notifiedAt(String step) {
        return notifiedAt.getOrDefault(step, 0L);
    }

    /** Whether the handler was notified; it no longer is afterwards. */
    synchronized boolean takePending(String handler) {
        return pending.remove(handler);
    }

    synchronized boolean isPending(String handler) {
        return pending.contains(handler);
    }
}
