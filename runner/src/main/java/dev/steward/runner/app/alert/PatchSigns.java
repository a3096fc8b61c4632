package dev.steward.runner.app.alert;

import dev.steward.runner.alert.AlertKind;
import dev.steward.runner.alert.Looked;
import dev.steward.runner.alert.Sign;
import dev.steward.runner.app.patch.PatchFacts;
import dev.steward.runner.store.patch.HostPatches;
import dev.steward.runner.store.patch.Patches;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Whether updates of hosts wait for too long, read from the store once a minute. */
final class PatchSigns {

    private static final Duration EACH = Duration.ofMinutes(1);

    private final Patches patches;
    private final Duration oldest;
    private final Time time;
    private Looked last = Looked.NOTHING;
    private long looked;

    /**
     * Signs of patches.
     *
     * @param oldest how long the oldest update of a host may wait
     */
    PatchSigns(Patches patches, Duration oldest, Time time) {
        this.patches = patches;
        this.oldest = oldest;
        this.time = time;
        this.looked = time.nanos() - EACH.toNanos();
    }

    Looked look() {
        if (time.nanos() - looked >= EACH.toNanos()) {
            looked = time.nanos();
            Instant now = time.now();
            List<Sign> signs =
                    patches.hosts().stream().map(host -> sign(host, now)).toList();
            last = new Looked(signs, Set.of(Looked.all(AlertKind.PATCHES, Sign.OWN)));
        }
        return last;
    }

    private Sign sign(HostPatches host, Instant now) {
        String subject = "host/" + host.host();
        if (!PatchFacts.overdue(host, now, oldest)) {
            return Sign.own(
                    AlertKind.PATCHES,
                    subject,
                    Sign.Level.GOOD,
                    "Updates of " + host.host() + " do not wait for too long any more",
                    "");
        }
        String count = host.pending().count().map(String::valueOf).orElse("some");
        String title = "Updates of " + host.host() + " wait for "
                + PatchFacts.days(host, now).orElse(0L) + " days: " + count + " pending";
        return Sign.own(AlertKind.PATCHES, subject, Sign.Level.BAD, title, "steward patch report    shows all hosts");
    }
}
