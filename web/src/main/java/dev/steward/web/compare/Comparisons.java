package dev.steward.web.compare;

import dev.steward.runner.event.Diff;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.Times;
import dev.steward.web.matrix.Failures;
import dev.steward.web.matrix.RunMatrix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Puts runs beside each other. A task is the same where its play, its name and its place among tasks of that name are: its
 * number moves with every task that is written before it.
 */
public final class Comparisons {

    private static final int GROUPS = 100;
    private static final int DIFFS = 200;
    private static final Duration LEAST = Duration.ofSeconds(3);
    private static final int FACTOR = 2;
    private static final Matrix.Cell NONE =
            new Matrix.Cell("", "", "not reached", false, Optional.empty(), Optional.empty(), "", 0);

    private final RunQueries queries;
    private final Setups setups;

    /** Comparisons of a store's runs. */
    public Comparisons(RunQueries queries, EventJson json) {
        this.queries = queries;
        this.setups = new Setups(queries, json);
    }

    /** A task as both runs know it. */
    private record Key(String play, String name, int nth) {}

    /** One run, ready to be looked up. */
    private record Side(
            Run run, List<String> hosts, Map<Key, String> steps, Map<String, Map<String, Matrix.Cell>> cells) {

        Matrix.Cell cell(Key task, String host) {
            return cells.getOrDefault(steps.get(task), Map.of()).getOrDefault(host, NONE);
        }
    }

    /** A task on a host, in both runs. */
    private record Pair(Key task, String host, Matrix.Cell now, Matrix.Cell then) {}

    /** A comparison of a run with another, as they stand now. */
    public Comparison of(Run now, Run then) {
        Side here = side(now);
        Side there = side(then);
        Map<Object, Comparison.Group> groups = new LinkedHashMap<>();
        int same = 0;
        int diffs = 0;
        for (Pair pair : pairs(here, there)) {
            boolean look = diffs < DIFFS && changed(pair);
            diffs += look ? 1 : 0;
            Optional<Comparison.Group> group = difference(here, there, pair, look);
            group.ifPresent(g -> groups.merge(likeness(g), g, Comparisons::together));
            same += group.isEmpty() ? 1 : 0;
        }
        List<Comparison.Group> all = groups.values().stream().sorted(WORST).toList();
        return new Comparison(
                all.subList(0, Math.min(GROUPS, all.size())),
                Math.max(0, all.size() - GROUPS),
                same,
                only(here, there),
                setups.of(now, then));
    }

    private static final Comparator<Comparison.Group> WORST = Comparator.comparing(Comparison.Group::kind)
            .thenComparing(group -> Math.min(
                    RunMatrix.rank(group.now().word()),
                    RunMatrix.rank(group.then().word())))
            .thenComparing(group -> -group.hosts().size());

    private Side side(Run run) {
        Map<Key, String> steps = new LinkedHashMap<>();
        for (Matrix.Column column : queries.columns(run.id())) {
            int nth = 0;
            while (steps.containsKey(new Key(column.play(), column.name(), nth))) {
                nth++;
            }
            steps.put(new Key(column.play(), column.name(), nth), column.step());
        }
        Map<String, Map<String, Matrix.Cell>> cells = new HashMap<>();
        for (Matrix.Cell cell : queries.matrix(run.id()).cells()) {
            cells.computeIfAbsent(cell.step(), step -> new HashMap<>()).put(cell.host(), cell);
        }
        return new Side(run, queries.hosts(run.id()), steps, cells);
    }

    /** Tasks and hosts that both have, where at least one came to it. */
    private static List<Pair> pairs(Side here, Side there) {
        List<Pair> pairs = new ArrayList<>();
        TreeSet<String> hosts = new TreeSet<>(here.hosts());
        hosts.retainAll(there.hosts());
        for (Key task : here.steps().keySet()) {
            if (there.steps().containsKey(task)) {
                for (String host : hosts) {
                    Pair pair = new Pair(task, host, here.cell(task, host), there.cell(task, host));
                    if (pair.now() != NONE || pair.then() != NONE) {
                        pairs.add(pair);
                    }
                }
            }
        }
        return pairs;
    }

    private static boolean changed(Pair pair) {
        return pair.now().status().equals("changed") && pair.then().status().equals("changed");
    }

    private Optional<Comparison.Group> difference(Side here, Side there, Pair pair, boolean look) {
        String now = RunMatrix.word(pair.now().status(), pair.now().ignored());
        String then = RunMatrix.word(pair.then().status(), pair.then().ignored());
        if (!now.equals(then)) {
            return Optional.of(group(Comparison.Kind.STATUS, pair, said(pair.now()), said(pair.then())));
        }
        if (!like(pair.now()).equals(like(pair.then()))) {
            return Optional.of(group(Comparison.Kind.MESSAGE, pair, said(pair.now()), said(pair.then())));
        }
        if (look && !diffs(here, pair.now()).equals(diffs(there, pair.then()))) {
            return Optional.of(group(Comparison.Kind.DIFF, pair, "", ""));
        }
        if (slow(pair.now().took(), pair.then().took())) {
            return Optional.of(group(Comparison.Kind.TIME, pair, took(pair.now()), took(pair.then())));
        }
        return Optional.empty();
    }

    private static Comparison.Group group(Comparison.Kind kind, Pair pair, String now, String then) {
        return new Comparison.Group(
                kind, pair.task().name(), side(pair.now(), now), side(pair.then(), then), List.of(pair.host()));
    }

    private static Comparison.Side side(Matrix.Cell cell, String words) {
        return new Comparison.Side(cell.step(), RunMatrix.word(cell.status(), cell.ignored()), words);
    }

    /** What makes two differences the same: of times, that the task is the same. */
    private static Object likeness(Comparison.Group group) {
        String host = group.hosts().get(0);
        boolean time = group.kind() == Comparison.Kind.TIME;
        return List.of(
                group.kind(),
                group.now().step() + '|' + group.then().step(),
                group.now().word() + '|' + group.then().word(),
                time ? "" : Failures.likeness(host, group.now().words()),
                time ? "" : Failures.likeness(host, group.then().words()));
    }

    private static Comparison.Group together(Comparison.Group one, Comparison.Group other) {
        List<String> hosts = new ArrayList<>(one.hosts());
        hosts.addAll(other.hosts());
        return new Comparison.Group(one.kind(), one.task(), one.now(), one.then(), List.copyOf(hosts));
    }

    private static String said(Matrix.Cell cell) {
        return cell.message();
    }

    private static String like(Matrix.Cell cell) {
        return Failures.likeness(cell.host(), cell.message());
    }

    private static String took(Matrix.Cell cell) {
        return cell.took().map(Times::exact).orElse("");
    }

    private static boolean slow(Optional<Duration> now, Optional<Duration> then) {
        if (now.isEmpty() || then.isEmpty()) {
            return false;
        }
        Duration longer = now.get().compareTo(then.get()) > 0 ? now.get() : then.get();
        Duration shorter = longer == now.get() ? then.get() : now.get();
        return longer.minus(shorter).compareTo(LEAST) > 0 && longer.compareTo(shorter.multipliedBy(FACTOR)) > 0;
    }

    private List<Diff> diffs(Side side, Matrix.Cell cell) {
        return queries.event(side.run().id(), cell.event())
                .filter(event -> event.event() instanceof RunEvent.TaskFinished)
                .map(event -> ((RunEvent.TaskFinished) event.event()).diffs())
                .orElse(List.of());
    }

    private static Comparison.Only only(Side here, Side there) {
        return new Comparison.Only(
                without(here.hosts(), there.hosts()),
                without(there.hosts(), here.hosts()),
                names(here, there),
                names(there, here));
    }

    private static List<String> names(Side of, Side without) {
        return of.steps().keySet().stream()
                .filter(task -> !without.steps().containsKey(task))
                .map(Key::name)
                .toList();
    }

    private static List<String> without(Collection<String> all, Collection<String> others) {
        TreeSet<String> left = new TreeSet<>(all);
        left.removeAll(others);
        return List.copyOf(left);
    }
}
