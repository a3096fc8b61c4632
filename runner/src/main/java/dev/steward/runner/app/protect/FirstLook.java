package dev.steward.runner.app.protect;

import dev.steward.runner.app.rehearsal.Rehearsal;
import dev.steward.runner.outage.aswas.AsWasReader;
import dev.steward.runner.proxmox.task.UpidStore;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries once, soon after the start, what an outage is made of: clusters are read, hosts are reached and every phase is gone through in
 * check mode, so nothing is changed. Without it the first outage would take a second longer to its first step than all later ones, for
 * so long it takes the JVM to load what was never needed before.
 */
final class FirstLook {

    private static final Logger LOG = LoggerFactory.getLogger(FirstLook.class);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Protection protection;
    private final Rehearsal rehearsal;

    FirstLook(Protection protection, Rehearsal rehearsal) {
        this.protection = protection;
        this.rehearsal = rehearsal;
    }

    void start() {
        Thread thread = new Thread(this::look, "power-first-look");
        thread.setDaemon(true);
        thread.start();
    }

    private void look() {
        try {
            new AsWasReader(
                            protection.clusters().acting(UpidStore.NONE),
                            () -> protection.clusters().estates().known(),
                            protection.time())
                    .take(LONGEST);
            rehearsal.tryOut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("What an outage needs could not be tried: {}", e.getMessage());
        }
    }
}
