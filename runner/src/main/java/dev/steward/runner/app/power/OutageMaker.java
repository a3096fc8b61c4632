package dev.steward.runner.app.power;

import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Retry;
import dev.steward.runner.event.Cause;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.Hand;
import dev.steward.runner.outage.OneTask;
import dev.steward.runner.outage.OutageOrder;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.outage.journal.MemoryJournal;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.secret.TextMasker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what is carried out of the plan in effect and the hosts as they are now. */
final class OutageMaker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutageMaker.class);

    /** Clusters that do not answer any more must not hold an outage up, where it is known how the hosts were. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final PowerParts parts;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(OutageMaker::thread);
    private final ExecutorService loading = Executors.newCachedThreadPool(OutageMaker::thread);
    private volatile Optional<Inventory> last = Optional.empty();

    OutageMaker(PowerParts parts) {
        this.parts = parts;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "power-hosts");
        thread.setDaemon(true);
        return thread;
    }

    /** The plan with its recoveries tried as the configuration says. */
    PhasedPlan phased(PlanSource.Found found) {
        return phased(found.plan());
    }

    private PhasedPlan phased(Plan plan) {
        int further = Math.max(0, parts.config().recovery().tries() - 1);
        return PhasedPlan.of(plan, new Retry(further, parts.config().recovery().delay(), Retry.Backoff.CONSTANT));
    }

    /** From now on the hosts are noted again and again: in an outage perhaps nobody answers from its first second on. */
    void remember() {
        looking.scheduleWithFixedDelay(this::look, 0, AGAIN.toMinutes(), TimeUnit.MINUTES);
    }

    private void look() {
        try {
            keep(parts.inventory().get());
            // where Steward runs is found out now, too, while there is time for it
            parts.machine().self().apply(hosts(last.orElseThrow()));
        } catch (RuntimeException e) {
            LOG.warn("The inventory cannot be had: {}", e.getMessage());
        }
    }

    /* What a cluster that does not answer any more has said before is better than a plan that knows none of its hosts. */
    private void keep(Inventory now) {
        boolean better = last.filter(before -> before.gaps().isEmpty()).isEmpty();
        if (now.gaps().isEmpty() || better) {
            last = Optional.of(now);
        } else {
            LOG.warn("The hosts of before count: {}", String.join("; ", now.gaps()));
        }
    }

    /** The hosts now; those of last time where they cannot be had soon. */
    Inventory inventory() {
        Future<Inventory> now = loading.submit(() -> parts.inventory().get());
        try {
            keep(last.isPresent() ? now.get(PATIENCE.toSeconds(), TimeUnit.SECONDS) : now.get());
        } catch (ExecutionException | TimeoutException e) {
            String why = e instanceof TimeoutException
                    ? "it takes longer than " + PATIENCE.toSeconds() + " s"
                    : e.getCause().getMessage();
            LOG.error(
                    "The inventory cannot be had: {}; {}",
                    why,
                    last.isPresent() ? "the last one counts" : "there is no earlier one");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return last.orElseThrow(
                () -> new IllegalStateException("the inventory cannot be had, and there is no earlier one"));
    }

    @Override
    public void close() {
        looking.shutdownNow();
        loading.shutdownNow();
    }

    OutageOrder order(PlanSource.Found found, String session, Cause cause, OutageOrder.How how) {
        Inventory inventory = inventory();
        // one task alone is a plan of its own: nothing else of its phase can run by mistake
        PhasedPlan plan = how.task().isEmpty()
                ? phased(found)
                : phased(OneTask.of(
                        found.plan(), how.phase().orElseThrow(), how.task().get()));
        Set<String> self = parts.machine().self().apply(hosts(inventory));
        TextMasker masker = new TextMasker();
        parts.machine().kept().forEach(masker::learn);
        Path folder = found.file().toAbsolutePath().normalize().getParent();
        return new OutageOrder(
                session,
                plan,
                found.file().toString(),
                folder == null ? Path.of("/") : folder,
                inventory,
                self,
                masker,
                cause,
                how);
    }

    private static List<Host> hosts(Inventory inventory) {
        return inventory.hostNames().stream()
                .flatMap(name -> inventory.host(name).stream())
                .toList();
    }

    /**
     * Something that is ready to be carried out.
     *
     * @param order what
     * @param site with what
     */
    record Ready(OutageOrder order, PowerParts.Site site) {}

    /**
     * Begins to get everything ready that an outage needs, while the caller finds out whether it is to be carried out at all; that
     * nothing comes of it does no harm.
     */
    Supplier<Ready> ahead(Supplier<OutageOrder> order) {
        PowerParts.Sites soon = parts.machine().sites().soon();
        Future<Ready> ready = loading.submit(() -> {
            OutageOrder made = order.get();
            PowerParts.Site site = site(soon, made);
            site.house().getReady();
            return new Ready(made, site);
        });
        return () -> {
            try {
                return ready.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Steward ends", e);
            }
        };
    }

    private PowerParts.Site site(PowerParts.Sites sites, OutageOrder order) {
        PowerParts.Site site = sites.at(order.plan(), order.inventory());
        // not where a plan is only looked at: a playbook that was changed meanwhile is not the one that is carried out
        parts.machine().allowance().use(order.plan(), order.inventory());
        return site;
    }

    /** What is carried out, with its row in the history. */
    Present present(OutageOrder order, String kind, Instant since, PowerFeed feed) {
        return present(order, kind, since, feed, "");
    }

    /** The same, got ready before. */
    Present present(Ready ready, String kind, Instant since) {
        return present(ready.order(), kind, since, parts.feed(), "").with(ready.site());
    }

    /** The same where a person said why. */
    Present present(OutageOrder order, String kind, Instant since, PowerFeed feed, String reason) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put(History.KIND, kind);
        options.put("check", order.how().check());
        if (!reason.isBlank()) {
            options.put(History.REASON, reason);
        }
        order.how().phase().ifPresent(phase -> options.put("phase", phase));
        order.how().task().ifPresent(task -> options.put("task", task));
        options.put("session", order.session());
        History.Row row = parts.history()
                .begin(
                        order.plan().whole(),
                        order.file(),
                        () -> order.inventory().snapshot().json(),
                        options,
                        order.cause());
        Journal journal = parts.machine().journal();
        return new Present(
                row,
                kind,
                since,
                order,
                feed,
                order.how().check() ? new MemoryJournal(journal.past()) : journal,
                new Hand(),
                () -> site(parts.machine().sites(), order));
    }
}
