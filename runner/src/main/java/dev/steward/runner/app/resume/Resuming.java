package dev.steward.runner.app.resume;

import dev.steward.dsl.plan.Plan;
import dev.steward.runner.engine.flow.TagRule;
import dev.steward.runner.engine.part.StepBook;
import dev.steward.runner.engine.part.Words;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.resume.Decided;
import dev.steward.runner.resume.Journal;
import dev.steward.runner.resume.Repeatable;
import dev.steward.runner.resume.ResumeBook;
import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunDetail;
import dev.steward.runner.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is known of a run that shall be gone on with. */
public final class Resuming {

    /** A host and its task in the end of a run that went on with another, where a person has to decide. */
    private static final Pattern UNSURE = Pattern.compile(
            "(\\S+) went no further: '([^;]*?)'(?: for item [^;]*?)? was (?:under way when run|done, but its result) .*?"
                    + "steward resume \\d+ --again \\1");

    private final Store store;
    private final RunDetail detail;

    /** Of a run of the history. */
    public Resuming(Store store, RunDetail detail) {
        this.store = store;
        this.detail = detail;
    }

    /**
     * Whether it can be gone on with.
     *
     * @param changed the files of its playbook that are others today
     */
    public Resumable able(List<String> changed) {
        Optional<Long> before = store.resumed().before(id());
        Optional<Long> after = store.resumed().after(id());
        Optional<String> why = why(changed, after);
        List<Unsure> unsure = why.isEmpty() ? unsure() : List.of();
        List<String> words = unsure.stream()
                .map(one -> "'" + one.task() + "' on " + one.host())
                .toList();
        List<String> hosts = unsure.stream().map(Unsure::host).distinct().toList();
        return new Resumable(why, words, hosts, before, after);
    }

    private long id() {
        return detail.run().id();
    }

    private Optional<String> why(List<String> changed, Optional<Long> after) {
        return status().or(() ->
                        after.map(next -> "Run " + id() + " was gone on with by run " + next + "; resume that one."))
                .or(this::gone)
                .or(() -> changed.isEmpty()
                        ? Optional.empty()
                        : Optional.of("The playbook changed since run " + id() + ": " + String.join(", ", changed)
                                + ". A run goes on only with the plan it began with; run it anew: steward runs retry "
                                + id() + " --failed --as-now."));
    }

    private Optional<String> status() {
        Run run = detail.run();
        RunStatus status = run.status();
        if (!status.ended()) {
            return Optional.of("Run " + id() + " has not ended; steward runs cancel " + id() + " ends it.");
        }
        if (status == RunStatus.OK) {
            return Optional.of("Run " + id() + " ended well; there is nothing left to go on with.");
        }
        if (run.times().started().isEmpty() && store.resumed().before(id()).isEmpty()) {
            return Optional.of("Run " + id() + " never began; steward runs retry " + id() + " begins it.");
        }
        return Optional.empty();
    }

    private Optional<String> gone() {
        return store.resumed()
                .gone(id())
                .map(run -> run == id()
                        ? "What run " + id()
                                + " was made from is not kept, so nobody can go on with it; run its playbook anew."
                        : "Run " + id() + " went on with run " + run
                                + ", whose journal is no longer kept; run it anew: steward runs retry " + id()
                                + " --failed.");
    }

    /**
     * A step of which nobody knows whether it was done.
     *
     * @param task its name
     * @param host where it was under way
     */
    private record Unsure(String task, String host) {}

    /** Of the run and those it goes on with; what a later of them settled is not. */
    private List<Unsure> unsure() {
        TreeMap<String, Unsure> unsure = new TreeMap<>();
        for (long run : store.resumed().chain(id())) {
            settle(unsure, run);
            stoppedAtWork(unsure, run);
        }
        List<Unsure> all = new ArrayList<>(unsure.values());
        wentNoFurther().stream()
                .filter(one -> all.stream().noneMatch(other -> other.host().equals(one.host())))
                .forEach(all::add);
        return all;
    }

    /** What the run itself could not go on with, as its last words say: what its events say of it is not looked through again. */
    private List<Unsure> wentNoFurther() {
        return UNSURE.matcher(detail.run().message())
                .results()
                .map(found -> new Unsure(found.group(2), found.group(1)))
                .toList();
    }

    private void settle(Map<String, Unsure> unsure, long run) {
        if (!unsure.isEmpty()) {
            List<String> hosts = unsure.values().stream().map(Unsure::host).toList();
            store.queries().cells(run, hosts, steps(unsure)).forEach(cell -> unsure.remove(key(cell)));
        }
    }

    private static String key(Matrix.Cell cell) {
        return cell.host() + " " + cell.step();
    }

    private static Set<String> steps(Map<String, Unsure> unsure) {
        return unsure.keySet().stream()
                .map(key -> key.substring(key.lastIndexOf(' ') + 1))
                .collect(Collectors.toSet());
    }

    private void stoppedAtWork(Map<String, Unsure> unsure, long run) {
        List<Matrix.Cell> cells = store.queries().cells(run, "running", "failed").stream()
                .filter(cell ->
                        cell.status().equals("running") || cell.message().contains(Words.STOPPED))
                .toList();
        if (!cells.isEmpty()) {
            Map<String, Matrix.Column> columns = new HashMap<>();
            store.queries().columns(run).forEach(column -> columns.put(column.step(), column));
            cells.stream()
                    .filter(cell -> columns.containsKey(cell.step())
                            && Repeatable.own(columns.get(cell.step()).module()))
                    .forEach(cell -> unsure.put(
                            key(cell), new Unsure(columns.get(cell.step()).name(), cell.host())));
        }
    }

    /** The first run of those that go on with each other; what was left on hosts is found by it. */
    public long first() {
        return store.resumed().chain(id()).get(0);
    }

    /**
     * What a run knows that goes on with it.
     *
     * @param plan the same
     * @param decided what becomes of steps that were under way and might do harm if done twice
     * @param run its number; it is in the history
     */
    public StepBook book(Plan plan, Decided decided, long run) {
        Run next = store.queries().run(run).orElseThrow();
        return new ResumeBook(
                journal(), plan, tags(), new ResumeBook.Going(run, next.times().created(), decided));
    }

    private TagRule tags() {
        Map<String, Object> options = detail.run().options();
        return new TagRule(words(options.get("tags")), words(options.get("skipTags")));
    }

    private static List<String> words(Object list) {
        return list instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
    }

    private Journal journal() {
        Journal journal = new Journal();
        for (long run : store.resumed().chain(id())) {
            store.queries().eachEvent(run, journal::add);
        }
        return journal;
    }

    private BegunPlays begun() {
        BegunPlays begun = new BegunPlays(tags());
        for (long run : store.resumed().chain(id())) {
            store.queries()
                    .eachTold(run, Optional.empty(), Optional.empty())
                    .forEach(event -> begun.add(event.event()));
        }
        return begun;
    }

    /** The hosts that have a part in it, or in those it goes on with. */
    private Set<String> ran() {
        return store.resumed().chain(id()).stream()
                .flatMap(run -> store.queries().detail(run).stream())
                .flatMap(run -> run.recap().hosts().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether what was decided names hosts of the run alone, its plays stand for the same hosts today, and the inventory tells
     * the same of them: the same groups and variables, none come or gone. What a cluster says of a guest ({@code proxmox_…})
     * may be another each minute and counts only by whom a play stands for.
     *
     * @param now the inventory's snapshot
     * @param plays the hosts of each play today
     * @return why it cannot be gone on with, all of it; none: it can
     */
    public List<String> unfit(Decided decided, Plan plan, String now, List<List<String>> plays) {
        Set<String> ran = ran();
        TreeSet<String> all = new TreeSet<>(ran);
        plays.forEach(all::addAll);
        List<String> unfit = new ArrayList<>(decided.unknown(id(), all));
        Map<String, Object> then =
                hosts(store.queries().text(detail.inventorySha()).orElse("{}"));
        Map<String, Object> today = hosts(now);
        // who is in no inventory is the machine itself, or was added while it ran
        all.removeIf(host -> !then.containsKey(host) && (ran.contains(host) || !today.containsKey(host)));
        List<String> others = begun().differ(plan, plays, then.keySet());
        others.forEach(other -> unfit.add(other + " Run " + id() + " goes on only with the hosts that it began with;"
                + " run it anew: steward runs retry " + id() + " --failed."));
        changed(now, all).filter(why -> others.isEmpty()).ifPresent(unfit::add);
        return unfit;
    }

    private Optional<String> changed(String now, Collection<String> all) {
        List<String> hosts = changedHosts(now, all);
        return hosts.isEmpty()
                ? Optional.empty()
                : Optional.of("The inventory says something else of " + String.join(", ", hosts) + " than in run "
                        + id() + "; run it anew: steward runs retry " + id() + " --failed.");
    }

    private List<String> changedHosts(String now, Collection<String> hosts) {
        String then = store.queries().text(detail.inventorySha()).orElse("{}");
        if (then.equals(now)) {
            return List.of();
        }
        Map<String, Object> before = hosts(then);
        Map<String, Object> after = hosts(now);
        List<String> changed = new ArrayList<>();
        for (String host : hosts) {
            if (!before.containsKey(host) || !before.get(host).equals(after.get(host))) {
                changed.add(host);
            }
        }
        return changed;
    }

    /** Each host with what counts of it. */
    private static Map<String, Object> hosts(String snapshot) {
        Map<String, Object> all = new EventJson().map(snapshot);
        Map<String, Object> hosts = new TreeMap<>();
        map(all.get("hosts")).forEach((host, vars) -> {
            Map<String, Object> own = new TreeMap<>(map(vars));
            own.keySet().removeIf(name -> name.startsWith("proxmox_"));
            hosts.put(host, List.of(own, groups(map(all.get("groups")), host)));
        });
        return hosts;
    }

    private static List<String> groups(Map<String, Object> groups, String host) {
        return groups.entrySet().stream()
                .filter(group -> group.getValue() instanceof List<?> members && members.contains(host))
                .map(Map.Entry::getKey)
                .filter(name -> !name.startsWith("proxmox_"))
                .sorted()
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
