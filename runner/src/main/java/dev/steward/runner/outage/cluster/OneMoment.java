package dev.steward.runner.outage.cluster;

import dev.steward.runner.proxmox.PveAnswer;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.Means;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Clusters as they are at one moment: who asks for what another one has asked for has the same answer. For those that look side by
 * side at the begin of an outage, where each call is a connection of its own; not to be kept for longer. What changes something
 * passes.
 */
public final class OneMoment implements ActingSource {

    private final ActingSource clusters;
    private final Map<String, Map<Asked, CompletableFuture<PveAnswer>>> answers = new ConcurrentHashMap<>();

    /** Of the configured clusters. */
    public OneMoment(ActingSource clusters) {
        this.clusters = clusters;
    }

    private record Asked(PvePath path, Map<String, ?> query) {}

    @Override
    public List<String> names() {
        return clusters.names();
    }

    @Override
    public Means of(String cluster) {
        Means means = clusters.of(cluster);
        PveApi api = new Reads(means.api(), answers.computeIfAbsent(cluster, any -> new ConcurrentHashMap<>()));
        return new Means(api, means.tasks(), means.time(), means.limit(), means.rules());
    }

    @Override
    public Optional<String> pages(String cluster) {
        return clusters.pages(cluster);
    }

    private record Reads(PveApi api, Map<Asked, CompletableFuture<PveAnswer>> answers) implements PveApi {

        @Override
        public String cluster() {
            return api.cluster();
        }

        @Override
        public PveAnswer get(PvePath path, Map<String, ?> query) throws PveException, InterruptedException {
            CompletableFuture<PveAnswer> mine = new CompletableFuture<>();
            CompletableFuture<PveAnswer> first = answers.putIfAbsent(new Asked(path, new HashMap<>(query)), mine);
            return first == null ? asked(path, query, mine) : heard(first);
        }

        private PveAnswer asked(PvePath path, Map<String, ?> query, CompletableFuture<PveAnswer> told)
                throws PveException, InterruptedException {
            try {
                PveAnswer answer = api.get(path, query);
                told.complete(answer);
                return answer;
            } catch (PveException | InterruptedException | RuntimeException e) {
                told.completeExceptionally(e);
                throw e;
            }
        }

        private static PveAnswer heard(CompletableFuture<PveAnswer> first) throws PveException, InterruptedException {
            try {
                return first.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof PveException known) {
                    throw known;
                }
                throw new IllegalStateException("a read that was shared failed", e.getCause());
            }
        }

        @Override
        public PveAnswer post(PvePath path, Map<String, ?> form) throws PveException, InterruptedException {
            return api.post(path, form);
        }

        @Override
        public PveAnswer put(PvePath path, Map<String, ?> form) throws PveException, InterruptedException {
            return api.put(path, form);
        }

        @Override
        public PveAnswer delete(PvePath path, Map<String, ?> query) throws PveException, InterruptedException {
            return api.delete(path, query);
        }

        @Override
        public PveApi interactive() {
            return new Reads(api.interactive(), answers);
        }

        @Override
        public PveApi within(Duration limit) {
            return new Reads(api.within(limit), answers);
        }

        @Override
        public void close() {
            api.close();
        }
    }
}
