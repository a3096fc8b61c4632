package dev.steward.runner.app.patch;

import dev.steward.runner.config.patch.PatchesConfig;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.patch.RebootExemptions;
import dev.steward.runner.store.patch.PatchException;
import dev.steward.runner.store.patch.PatchException.Kind;
import dev.steward.runner.store.patch.PatchExceptions;
import dev.steward.runner.time.Time;
import java.util.Optional;

/** The hosts that nothing automatic reboots, from the store and by the tag of the configuration, for the run of one schedule. */
public final class StoredExemptions implements RebootExemptions {

    private final PatchExceptions store;
    private final PatchesConfig config;
    private final Optional<String> schedule;
    private final Time time;

    /** Those of a store; the schedule is the one that began the run. */
    public StoredExemptions(PatchExceptions store, PatchesConfig config, Optional<String> schedule, Time time) {
        this.store = store;
        this.config = config;
        this.schedule = schedule;
        this.time = time;
    }

    @Override
    public Optional<String> why(Host host) {
        Optional<String> said = store.active(Kind.REBOOT, time.now()).stream()
                .filter(one -> HostWords.covers(one, host, schedule))
                .findFirst()
                .map(StoredExemptions::words);
        return said.or(() -> HostWords.tags(host).contains(config.noAutoTag())
                ? Optional.of("it has the tag " + config.noAutoTag())
                : Optional.empty());
    }

    @Override
    public boolean automatic() {
        return schedule.isPresent();
    }

    private static String words(PatchException one) {
        return HostWords.told(one.scope(), one.target()) + ": " + one.reason() + " (" + one.by() + ")";
    }
}
