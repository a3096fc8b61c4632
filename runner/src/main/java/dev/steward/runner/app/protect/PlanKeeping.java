package dev.steward.runner.app.protect;

import dev.steward.dsl.plan.Plan;
import dev.steward.runner.app.kept.KeptHosts;
import dev.steward.runner.app.kept.KeptInventory;
import dev.steward.runner.app.kept.KeptPlan.Kept;
import dev.steward.runner.app.kept.LastValid;
import dev.steward.runner.app.power.PlanSource;
import dev.steward.runner.app.power.PlanSource.Found;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.time.Rounds;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the power plan for bad times while all is well, with the hosts as they are while no outage has stopped any; and tells when
 * an outage would be handled with what was kept.
 */
final class PlanKeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlanKeeping.class);
    private static final Duration LOOK = Duration.ofMinutes(1);
    /** A cluster that misses one look is no news. */
    private static final int SURE = 2;

    private final PlanSource plans;
    private final KeptInventory inventory;
    private final LastValid last;
    private final Optional<Path> configFile;
    private final Optional<String> config;
    private final BooleanSupplier quiet;
    private final Consumer<List<String>> out;
    private final Time time;
    private final Rounds rounds;
    private volatile boolean sound;
    private int without = SURE - 1;
    private String told = "";

    /**
     * Nothing happens before {@link #start}.
     *
     * @param plans what is in effect
     * @param quiet whether the hosts are as on any day
     * @param out is told what is not as it ought to be, once
     */
    PlanKeeping(Protection protection, PlanSource plans, BooleanSupplier quiet, Consumer<List<String>> out) {
        this.plans = plans;
        this.inventory = protection.inventory();
        this.last = inventory.last();
        // the text that this process was started with, not the one that somebody is writing
        this.configFile = protection.loaded().file();
        this.config = configFile.flatMap(PlanKeeping::text);
        this.quiet = quiet;
        this.out = out;
        this.time = protection.time();
        this.rounds = new Rounds("plan-keeping", LOOK, time, this::look);
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            LOG.error("{} cannot be read ({}): the power plan is not kept for bad times", file, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Begins to look.
     *
     * @param sound whether all else is well, so that plans are kept
     */
    void start(boolean sound) {
        this.sound = sound;
        rounds.start();
    }

    /** Looks once. */
    void look() {
        try {
            Optional<Inventory> hosts = inventory.whole();
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            plans.found().filter(found -> sound && !found.kept()).ifPresent(found -> keep(found, hosts));
            tell();
        } catch (RuntimeException e) {
            LOG.error("The power plan could not be kept for bad times", e);
        }
    }

    private void keep(Found found, Optional<Inventory> hosts) {
        if (config.isEmpty()) {
            return;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        found.plan().sources().forEach(source -> texts.put(source.file(), source.text()));
        String known = hosts.filter(now -> quiet.getAsBoolean())
                .map(KeptHosts::of)
                .or(last::hosts)
                .orElse("");
        last.keep(new Kept(time.now(), config.get(), configFile.get(), first(found.plan()), texts, known));
    }

    private static String first(Plan plan) {
        return plan.sources().get(0).file();
    }

    private void tell() {
        Optional<Found> found = plans.found();
        without = inventory.trouble().isPresent() ? without + 1 : 0;
        boolean wrong = found.filter(one -> !one.kept()).isEmpty();
        String now = (wrong ? found.map(Found::hash).orElse("none") : "") + (without >= SURE ? "+" : "");
        if (!now.isEmpty() && !now.equals(told)) {
            out.accept(plans.problems());
        }
        told = now;
    }

    @Override
    public void close() {
        rounds.close();
    }
}
