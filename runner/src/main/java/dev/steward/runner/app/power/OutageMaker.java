package dev.steward.runner.app.power;

import dev.steward.dsl.plan.Retry;
import dev.steward.runner.event.Cause;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.Hand;
import dev.steward.runner.outage.OutageOrder;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.outage.journal.MemoryJournal;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.secret.TextMasker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what is carried out of the plan in effect and the hosts as they are now. */
final class OutageMaker {

    private static final Logger LOG = LoggerFactory.getLogger(OutageMaker.class);

    private final PowerParts parts;
    private Optional<Inventory> last = Optional.empty();

    OutageMaker(PowerParts parts) {
        this.parts = parts;
    }

    /** The plan with its recoveries tried as the configuration says. */
    PhasedPlan phased(PlanSource.Found found) {
        int further = Math.max(0, parts.config().recovery().tries() - 1);
        return PhasedPlan.of(
                found.plan(), new Retry(further, parts.config().recovery().delay(), Retry.Backoff.CONSTANT));
    }

    /** The hosts now; those of last time where they cannot be had. */
    synchronized Inventory inventory() {
        try {
            last = Optional.of(parts.inventory().get());
        } catch (RuntimeException e) {
            LOG.error(
                    "The inventory cannot be had: {}; {}",
                    e.getMessage(),
                    last.isPresent() ? "the last one counts" : "there is no earlier one");
        }
        return last.orElseThrow(
                () -> new IllegalStateException("the inventory cannot be had, and there is no earlier one"));
    }

    OutageOrder order(PlanSource.Found found, String session, Cause cause, OutageOrder.How how) {
        Inventory inventory = inventory();
        PhasedPlan plan = phased(found);
        List<Host> hosts = inventory.hostNames().stream()
                .flatMap(name -> inventory.host(name).stream())
                .toList();
        Set<String> self = parts.machine().self().apply(hosts);
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

    /** What is carried out, with its row in the history. */
    Present present(OutageOrder order, String kind, Instant since, PowerFeed feed) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put(History.KIND, kind);
        options.put("check", order.how().check());
        options.put("session", order.session());
        History.Row row = parts.history()
                .begin(
                        order.plan().whole(),
                        order.file(),
                        order.inventory().snapshot().json(),
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
                new Hand());
    }
}
