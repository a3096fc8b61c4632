package dev.steward.runner.module.roll;

import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.packages.Apt;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.roll.Upgrade;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one way a node is upgraded: by dist-upgrade, since Proxmox VE brings kernels and its own packages as new dependencies. */
final class Upgrading {

    private Upgrading() {}

    static Apt.Args args(Optional<Duration> cacheValidTime, boolean autoremove, Optional<Duration> lockTimeout) {
        return new Apt.Args(
                Optional.empty(),
                Optional.empty(),
                Optional.of(Apt.Upgrade.DIST),
                true,
                cacheValidTime,
                autoremove,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                lockTimeout);
    }

    /**
     * What an upgrade does, or would do.
     *
     * @param told of the apt module
     */
    static Upgrade of(Outcome told) {
        List<?> packages = (List<?>) told.data().getOrDefault("packages", List.of());
        return new Upgrade(
                packages.stream().map(each -> Upgrade.Step.of((Map<?, ?>) each)).toList());
    }

    /**
     * What an upgrade would do.
     *
     * @throws ActException when it must not be done, or cannot be simulated
     */
    static Upgrade allowed(Outcome simulated, boolean majorRelease) throws ActException {
        if (simulated.result() == Outcome.Kind.FAILED) {
            throw new ActException("the upgrade cannot be simulated: " + simulated.message());
        }
        Upgrade upgrade = of(simulated);
        List<String> refusals = upgrade.refusals(majorRelease);
        if (!refusals.isEmpty()) {
            throw new ActException("the upgrade is refused: " + String.join("; ", refusals));
        }
        return upgrade;
    }
}
