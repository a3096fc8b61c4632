package dev.steward.runner.power.watch;

import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.config.power.BlindConfig;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.config.power.PowerConfig.Forced;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an outage is decided by.
 *
 * @param config the section {@code power}
 * @param confirm how long the mains must be gone before an outage counts
 * @param restored how long it must be back before an outage that counted is over
 * @param upses those that count, by configured name
 * @param supplies who is fed by them; one without a host where nobody says who feeds whom
 */
public record Rules(PowerConfig config, Duration confirm, Duration restored, Set<String> upses, List<Supply> supplies) {

    public Rules {
        upses = Collections.unmodifiableSet(new LinkedHashSet<>(upses));
        supplies = List.copyOf(supplies);
    }

    /**
     * What feeds a host.
     *
     * @param host its name; empty: every host
     * @param feeds names of UPSes
     * @param needs how many of them it cannot do without
     */
    public record Supply(Optional<String> host, Set<String> feeds, int needs) {

        public Supply {
            feeds = Set.copyOf(feeds);
        }
    }

    /**
     * Of the configuration and the plan.
     *
     * @param plan in effect; empty: the UPSes are only watched
     */
    public static Rules of(PowerConfig config, Optional<PowerPlan> plan) {
        Set<String> upses = new LinkedHashSet<>(config.ups().keySet());
        plan.map(PowerPlan::upses).filter(named -> !named.isEmpty()).ifPresent(upses::retainAll);
        Duration restored = plan.map(PowerPlan::stableFor).orElse(PowerPlan.STABLE_FOR);
        return new Rules(
                config,
                plan.map(PowerPlan::confirm).orElse(PowerPlan.CONFIRM),
                restored.compareTo(config.stableFor()) < 0 ? config.stableFor() : restored,
                upses,
                supplies(config, upses));
    }

    /** Where nobody says who feeds whom, each UPS may feed somebody who has no other: all are needed. */
    private static List<Supply> supplies(PowerConfig config, Set<String> upses) {
        if (config.fed().isEmpty()) {
            return List.of(new Supply(Optional.empty(), upses, upses.size()));
        }
        List<Supply> all = new ArrayList<>();
        for (String host : config.fed()) {
            Set<String> feeds = new LinkedHashSet<>(upses);
            feeds.removeIf(ups -> !config.ups().get(ups).feeds().contains(host));
            if (!feeds.isEmpty()) {
                all.add(new Supply(Optional.of(host), feeds, Math.min(config.needs(host), feeds.size())));
            }
        }
        return all;
    }

    BlindConfig blind() {
        return config.blind();
    }

    boolean obeysForcedOnMains() {
        return config.forcedOnMains() == Forced.ACT;
    }
}
