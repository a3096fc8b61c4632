package dev.steward.runner.outage.budget;

import dev.steward.dsl.plan.Phase;
import dev.steward.runner.outage.Allowance;
import dev.steward.runner.outage.budget.PhaseNeed.Kind;
import dev.steward.runner.power.PowerEvent.Words;
import dev.steward.runner.power.PowerSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Deals out what the battery still gives, anew at each step. A part of the runtime is never counted upon; of the rest the phases
 * ahead get what they will likely take, and the one at work what is left. Where that does not suffice, phases give up what they
 * declared, in the declared order; then whoever lags is forced just in time for those behind. At the emergency level phases that
 * only prepare are left out: the others stop guests and switch machines off.
 *
 * <p>It narrows only. What the plan itself allows is bounded elsewhere; while the runtime is not known nothing is narrowed but by
 * emergency. Thread-safe.
 */
public final class Budget implements Allowance {

    /** What a phase or step gets that declared to give up nothing, however little is left. */
    static final Duration LEAST = Duration.ofSeconds(15);

    private final List<PhaseNeed> phases;
    private final int margin;
    private final Optional<Duration> reserve;
    private final Set<Integer> begun = new HashSet<>();
    private final Map<String, Set<String>> steps = new HashMap<>();
    private final Map<Integer, String> words = new LinkedHashMap<>();
    private int current = -1;

    /**
     * For one outage.
     *
     * @param need of its plan
     * @param margin per cent of the runtime that is not counted upon
     * @param reserve kept for phases that switch machines off; empty: what these likely take
     */
    public Budget(PlanNeed need, int margin, Optional<Duration> reserve) {
        this.phases = need.phases();
        this.margin = margin;
        this.reserve = reserve;
    }

    @Override
    public synchronized Optional<Duration> phase(int index, PowerSignal signal) {
        PhaseNeed phase = phases.get(index);
        if (begun.contains(index)) {
            again(index);
        }
        begun.add(index);
        current = index;
        if (signal.onBattery() && signal.emergency() && phase.kind() == Kind.PREPARES && machinesAfter(index)) {
            words.put(index, "left out: the emergency level leaves time only for switching machines off");
            return Optional.of(Duration.ZERO);
        }
        return left(signal).map(left -> phase(phase, left));
    }

    /** A phase that begins once more, and those behind it: the power failed again, or this is the next outage. */
    private void again(int from) {
        begun.removeIf(phase -> phase >= from);
        words.keySet().removeIf(phase -> phase >= from);
        phases.stream()
                .filter(phase -> phase.index() >= from)
                .flatMap(phase -> phase.tasks().stream())
                .forEach(task -> steps.remove(task.step()));
    }

    /** Goes on where another one of the same plan stands, as after the hosts were looked up anew. */
    public synchronized void after(Budget other) {
        synchronized (other) {
            begun.addAll(other.begun);
            steps.putAll(other.steps);
            words.putAll(other.words);
            current = other.current;
        }
    }

    private Duration phase(PhaseNeed phase, Duration left) {
        Map<Integer, Duration> dealt = deal(phase, left);
        Duration rest = left.minus(behind(phase, dealt));
        Duration mine = dealt.get(phase.index());
        boolean gaveUp = mine.compareTo(phase.all().likely()) < 0;
        Duration most = gaveUp && mine.compareTo(rest) < 0 ? mine : rest;
        if (most.compareTo(LEAST) < 0) {
            most = gaveUp && mine.compareTo(LEAST) < 0 ? mine : LEAST;
        }
        if (most.compareTo(phase.all().likely()) < 0) {
            words.put(
                    phase.index(),
                    (most.isZero() ? "left out" : "cut to " + Words.of(most)) + ": the battery gives " + Words.of(left)
                            + " for what likely takes " + Words.of(ahead(phase)));
        }
        return most;
    }

    private Duration ahead(PhaseNeed from) {
        return from.all()
                .likely()
                .plus(after(from).stream().map(phase -> phase.all().likely()).reduce(Duration.ZERO, Duration::plus));
    }

    /** What the phase at work and those ahead get: what they likely take, less what they give up in the declared order. */
    private Map<Integer, Duration> deal(PhaseNeed at, Duration left) {
        List<PhaseNeed> all = new ArrayList<>(after(at));
        all.add(0, at);
        Map<Integer, Duration> dealt = new HashMap<>();
        all.forEach(phase -> dealt.put(phase.index(), phase.all().likely()));
        List<PhaseNeed> yielding = all.stream()
                .filter(phase -> phase.phase().shrink().isPresent())
                .sorted(Comparator.comparing((PhaseNeed phase) ->
                                phase.phase().shrink().map(Phase.Shrink::order).orElse(0))
                        .thenComparing(PhaseNeed::index))
                .toList();
        for (PhaseNeed phase : yielding) {
            if (behind(at, dealt).plus(dealt.get(at.index())).compareTo(left) > 0) {
                dealt.put(phase.index(), phase.shrunk());
            }
        }
        return dealt;
    }

    private Duration behind(PhaseNeed at, Map<Integer, Duration> dealt) {
        Duration preparing = Duration.ZERO;
        Duration switching = Duration.ZERO;
        for (PhaseNeed phase : after(at)) {
            Duration need = dealt.get(phase.index());
            if (phase.kind() == Kind.SWITCHES_OFF) {
                switching = switching.plus(need);
            } else {
                preparing = preparing.plus(need);
            }
        }
        boolean off = after(at).stream().anyMatch(phase -> phase.kind() == Kind.SWITCHES_OFF);
        return preparing.plus(off ? reserve.orElse(switching) : switching);
    }

    private List<PhaseNeed> after(PhaseNeed at) {
        return phases.stream()
                .filter(phase -> phase.index() > at.index() && !begun.contains(phase.index()))
                .toList();
    }

    private boolean machinesAfter(int index) {
        return phases.stream().anyMatch(phase -> phase.index() > index && phase.kind() != Kind.PREPARES);
    }

    @Override
    public synchronized Optional<Duration> step(String step, String host, PowerSignal signal) {
        Optional<PhaseNeed> of =
                phases.stream().filter(phase -> phase.has(step)).findFirst();
        Set<String> hosts = steps.computeIfAbsent(step, any -> new HashSet<>());
        hosts.add(host);
        return of.flatMap(phase -> left(signal).map(left -> {
            Map<Integer, Duration> dealt = deal(phase, left);
            Duration mine = left.minus(behind(phase, dealt))
                    .minus(phase.after(step, hosts).likely());
            return mine.compareTo(LEAST) < 0 ? LEAST : mine;
        }));
    }

    /** What may be counted upon; empty: on mains, or nobody knows. */
    private Optional<Duration> left(PowerSignal signal) {
        return signal.onBattery() ? signal.runtime().map(this::usable) : Optional.empty();
    }

    /** What may be counted upon of a runtime. */
    public Duration usable(Duration runtime) {
        return runtime.multipliedBy(100 - margin).dividedBy(100);
    }

    /** What the phases that have not begun, and the one at work, likely take. */
    public synchronized Duration rest() {
        return phases.stream()
                .filter(phase ->
                        phase.index() >= current && (phase.index() == current || !begun.contains(phase.index())))
                .map(phase -> phase.all().likely())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Why a phase was cut or left out, from 0; empty: it was not. */
    public synchronized Optional<String> word(int index) {
        return Optional.ofNullable(words.get(index));
    }
}
