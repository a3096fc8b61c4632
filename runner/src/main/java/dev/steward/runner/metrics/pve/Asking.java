package dev.steward.runner.metrics.pve;

import dev.steward.runner.proxmox.PveAnswer;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** The questions of one scrape to one cluster, side by side. One that fails leaves the others; why is kept. */
final class Asking {

    private final PveApi api;
    private final ExecutorService threads;
    private final ApiTimes times;
    private final Map<Part, Boolean> parts = new LinkedHashMap<>();
    private final List<PveException> failures = new ArrayList<>();

    /**
     * A part of a scrape.
     *
     * @param node it is about; empty: the cluster
     * @param collector in the words of the exporter that others know
     */
    record Part(String node, String collector) {}

    /** An answer that is on its way. */
    interface Coming {

        /** It, once it is there; empty: there is none, and that is noted. */
        Optional<PveAnswer> get() throws InterruptedException;
    }

    Asking(PveApi api, ExecutorService threads, ApiTimes times) {
        this.api = api;
        this.threads = threads;
        this.times = times;
    }

    Coming ask(Part part, PvePath path) {
        return ask(part, path, failure -> false);
    }

    /**
     * Asks.
     *
     * @param none tells a failure that only says that there is no such thing here
     */
    Coming ask(Part part, PvePath path, Predicate<PveException> none) {
        parts.putIfAbsent(part, true);
        Future<PveAnswer> answer = threads.submit(() -> times.get(api, path));
        return () -> {
            try {
                return Optional.of(answer.get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof PveException failure)) {
                    throw new IllegalStateException("asking " + path, e.getCause());
                }
                if (!none.test(failure)) {
                    parts.put(part, false);
                    failures.add(failure);
                }
                return Optional.empty();
            }
        };
    }

    /** Every part and whether all of it could be read. */
    Map<Part, Boolean> parts() {
        return parts;
    }

    /** What failed, in the order of asking. */
    List<PveException> failures() {
        return failures;
    }
}
