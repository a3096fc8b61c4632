package dev.steward.runner.doctor;

import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.config.power.UpsConfig;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.nut.UpsClient;
import dev.steward.runner.power.upsmon.ShutdownScript;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** What supplies the power and what is told of it: the UPSes, and NUT's files on this machine. */
public final class PowerCheck {

    private final PowerConfig config;
    private final BiFunction<String, UpsConfig, UpsClient> opening;
    private final Path nut;
    private final String user;

    /**
     * A check.
     *
     * @param config its passwords looked up
     * @param opening a client for a UPS by its configured name
     * @param nut the folder of NUT's files, {@code /etc/nut}
     * @param user whom Steward runs as
     */
    public PowerCheck(PowerConfig config, BiFunction<String, UpsConfig, UpsClient> opening, Path nut, String user) {
        this.config = config;
        this.opening = opening;
        this.nut = nut;
        this.user = user;
    }

    /**
     * Looks.
     *
     * @param plan the one in effect
     * @param inventory to find fed hosts in
     */
    public List<Finding> look(Optional<PowerPlan> plan, Optional<Inventory> inventory) {
        List<Finding> findings = new ArrayList<>();
        Duration length = plan.map(PowerCheck::length).orElse(Duration.ZERO);
        for (Map.Entry<String, UpsConfig> ups : config.ups().entrySet()) {
            try (UpsClient client = opening.apply(ups.getKey(), ups.getValue())) {
                findings.addAll(new UpsCheck(ups.getKey(), ups.getValue(), plan).look(client));
                if (client.read() instanceof UpsReading.Answered answered) {
                    UpsCheck.fits(ups.getKey(), answered.status(), length, config.margin())
                            .ifPresent(findings::add);
                }
            } catch (IllegalArgumentException e) {
                findings.add(
                        Finding.problem("ups " + ups.getKey(), "power.ups." + ups.getKey() + ": " + e.getMessage()));
            }
        }
        plan.ifPresent(each -> names(each, findings));
        inventory.ifPresent(hosts -> fed(hosts, findings));
        findings.addAll(new UpsmonCheck(nut, new LastLine(ShutdownScript.PLACE), config.hints(), length, user).look());
        findings.add(Finding.note(
                "network",
                "nobody can see it from here: are the switches between Steward, upsd and the nodes fed by a UPS too? Without"
                        + " them nothing is reached from the first second on battery"));
        return findings;
    }

    /** All limits together: what the plan takes at most when no gate is waited for, as after FSD. */
    static Duration length(PowerPlan plan) {
        return plan.phases().stream()
                .map(Phase::limit)
                .flatMap(Optional::stream)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private void names(PowerPlan plan, List<Finding> findings) {
        plan.upses().stream()
                .filter(name -> !config.ups().containsKey(name))
                .forEach(name -> findings.add(Finding.problem(
                        "plan",
                        plan.at() + ": onBattery names the UPS " + name + ", which power.ups does not have; there "
                                + (config.ups().size() == 1 ? "is " : "are ")
                                + String.join(", ", config.ups().keySet()))));
        List<String> endless = plan.phases().stream()
                .filter(phase -> phase.limit().isEmpty())
                .map(Phase::name)
                .toList();
        if (!endless.isEmpty()) {
            findings.add(Finding.note(
                    "plan",
                    "no timeout is set for " + String.join(", ", endless)
                            + ": how long the plan may take is not known"));
        }
    }

    private void fed(Inventory inventory, List<Finding> findings) {
        List<String> strangers = config.fed().stream()
                .filter(name -> inventory.host(name).isEmpty())
                .toList();
        if (!strangers.isEmpty()) {
            findings.add(Finding.problem(
                    "feeds",
                    "no host of the inventory is called " + String.join(", ", strangers)
                            + "; correct power.ups.*.feeds"));
        }
    }
}
