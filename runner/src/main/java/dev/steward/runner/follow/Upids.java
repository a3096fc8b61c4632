package dev.steward.runner.follow;

import dev.steward.runner.follow.FollowException.Kind;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.task.TaskBudget;
import dev.steward.runner.proxmox.task.TaskEnd;
import dev.steward.runner.proxmox.task.TaskWatcher;
import dev.steward.runner.proxmox.task.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** UPIDs of all clusters: listed, read, followed, cancelled. */
final class Upids {

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Estates estates;
    private final Finder finder;
    private final Tasks tasks;

    Upids(Estates estates, Finder finder, Tasks tasks) {
        this.estates = estates;
        this.finder = finder;
        this.tasks = tasks;
    }

    UpidList list(UpidFilter filter) throws FollowException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        JournalAsk.limit(filter.limit(), wrong);
        JournalAsk.refuse(wrong);
        Optional<Subject.OfGuest> guest = guest(filter);
        Estate estate = estates.fresh();
        List<String> problems = new ArrayList<>();
        Map<String, UpidRow> rows = new LinkedHashMap<>();
        boolean known = filter.node().isEmpty();
        for (Seen seen : estate.clusters().values()) {
            boolean meant =
                    filter.cluster().filter(name -> !name.equals(seen.name())).isEmpty()
                            && guest.filter(of -> !of.cluster().equals(seen.name()))
                                    .isEmpty();
            if (!meant) {
                continue;
            }
            seen.problem().ifPresent(said -> problems.add("cluster " + seen.name() + " does not answer: " + said));
            for (Node node : nodes(seen, filter)) {
                known = true;
                of(node, query(filter, guest), problems)
                        .forEach(row -> rows.putIfAbsent(row.upid().text(), row));
            }
        }
        if (!known && problems.isEmpty()) {
            throw new FollowException(
                    Kind.NOT_FOUND, "no node '" + filter.node().get() + "'; see: steward proxmox nodes", null);
        }
        return new UpidList(
                rows.values().stream()
                        .sorted(Comparator.comparing((UpidRow row) -> row.upid().start())
                                .reversed())
                        .limit(filter.limit())
                        .toList(),
                problems);
    }

    private Optional<Subject.OfGuest> guest(UpidFilter filter) throws FollowException, InterruptedException {
        if (filter.guest().isEmpty()) {
            return Optional.empty();
        }
        if (finder.find(filter.guest().get(), filter.cluster()).subject() instanceof Subject.OfGuest guest) {
            return Optional.of(guest);
        }
        throw new FollowException(
                Kind.BAD, "'" + filter.guest().get() + "' is a node, no guest; expected --node", null);
    }

    private static List<Node> nodes(Seen seen, UpidFilter filter) {
        return seen.view().stream()
                .flatMap(view -> view.nodes().values().stream())
                .filter(node ->
                        filter.node().filter(name -> !name.equals(node.name())).isEmpty())
                .toList();
    }

    private static Map<String, Object> query(UpidFilter filter, Optional<Subject.OfGuest> guest) {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("source", filter.running() ? "active" : "all");
        query.put("limit", filter.limit());
        query.put("vmid", guest.map(of -> of.guest().vmid()).map(Vmid::value).orElse(null));
        query.put("errors", filter.errors() ? true : null);
        return query;
    }

    private List<UpidRow> of(Node node, Map<String, Object> query, List<String> problems) throws InterruptedException {
        if (!node.online()) {
            problems.add("node " + node.name() + " of " + node.cluster() + " is offline");
            return List.of();
        }
        try {
            return estates
                    .api(node.cluster())
                    .interactive()
                    .get(PvePath.of("nodes", node.name(), "tasks"), query)
                    .list()
                    .stream()
                    .flatMap(row -> UpidRow.of(node.cluster(), row).stream())
                    .toList();
        } catch (PveException e) {
            problems.add(e.getMessage());
            return List.of();
        }
    }

    /** Shows its log as far as it is, or to its end, and how it stands. */
    TaskEnd show(String text, Optional<String> cluster, boolean live, Receiver<String> receiver)
            throws FollowException, IOException, InterruptedException {
        Upid upid = upid(text);
        try {
            TaskEnd end = tasks.follow(
                    api(upid, cluster), upid, TaskBudget.of(live ? FOR_EVER : Duration.ZERO), new Watching(receiver));
            if (end.result() == TaskEnd.Result.UNKNOWN && end.exitStatus().startsWith("PVE knows")) {
                throw new FollowException(
                        Kind.NOT_FOUND, "node " + upid.node() + " knows no UPID " + text + ", or no more", null);
            }
            return end;
        } catch (PveException e) {
            throw FollowException.of(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Asks PVE to end it. */
    void cancel(String text, Optional<String> cluster) throws FollowException, InterruptedException {
        Upid upid = upid(text);
        try {
            tasks.cancel(api(upid, cluster), upid);
        } catch (PveException e) {
            throw FollowException.of(e);
        }
    }

    private static Upid upid(String text) throws FollowException {
        try {
            return Upid.parse(text);
        } catch (IllegalArgumentException e) {
            throw new FollowException(Kind.BAD, e.getMessage(), e);
        }
    }

    private PveApi api(Upid upid, Optional<String> cluster) throws FollowException, InterruptedException {
        List<String> names = cluster.isPresent() || estates.names().size() < 2
                ? cluster.map(List::of).orElse(estates.names())
                : having(upid.node());
        if (names.size() != 1) {
            throw new FollowException(
                    names.isEmpty() ? Kind.NOT_FOUND : Kind.CONFLICT,
                    names.isEmpty()
                            ? "no cluster has a node " + upid.node()
                            : String.join(" and ", names) + " have a node " + upid.node() + "; say which cluster",
                    null);
        }
        return estates.api(names.get(0));
    }

    private List<String> having(String node) throws InterruptedException {
        return estates.fresh().clusters().values().stream()
                .filter(seen -> seen.view()
                        .filter(view -> view.nodes().containsKey(node))
                        .isPresent())
                .map(Seen::name)
                .toList();
    }

    private record Watching(Receiver<String> receiver) implements TaskWatcher {

        @Override
        public void line(long number, String text) {
            try {
                receiver.take(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void trouble(String message) {
            try {
                receiver.note(message);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
