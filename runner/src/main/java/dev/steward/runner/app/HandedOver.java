package dev.steward.runner.app;

import dev.steward.runner.engine.SelfReboot;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.store.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reboot of the machine Steward runs on: asked for inside a run, carried out after it has ended, and compared after the
 * boot. What was handed over is kept in the store, so it outlives the process.
 */
final class HandedOver implements SelfReboot {

    private static final Logger LOG = LoggerFactory.getLogger(HandedOver.class);
    private static final String KEY = "reboot.handed-over";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Settings settings;
    private final Rebooter rebooter;

    /** Reboots this machine. */
    @FunctionalInterface
    interface Rebooter {

        /**
         * Asks the machine to reboot soon; returns before it does.
         *
         * @throws IOException when it cannot be asked
         */
        void rebootSoon() throws IOException;
    }

    HandedOver(Settings settings, Rebooter rebooter) {
        this.settings = settings;
        this.rebooter = rebooter;
    }

    @Override
    public Optional<String> handOver(Host host, Map<String, Object> arguments) {
        settings.put(KEY, "wanted " + host.name() + " " + bootId());
        return Optional.of("the reboot is handed over: this is the machine Steward runs on; it follows after the run");
    }

    /** When no run is at work any more: reboots where one asked for it. */
    void carryOut() {
        Optional<String[]> wanted = entry().filter(words -> words[0].equals("wanted"));
        wanted.ifPresent(words -> {
            settings.put(KEY, "asked " + words[1] + " " + words[2]);
            try {
                rebooter.rebootSoon();
                LOG.info("{}, the machine Steward runs on, reboots now as a run asked", words[1]);
            } catch (IOException e) {
                settings.put(KEY, "");
                LOG.error("The handed-over reboot of {} could not be asked for: {}", words[1], e.getMessage());
            }
        });
    }

    /** At start: says what became of a handed-over reboot; empty where there was none. */
    Optional<String> reconcile() {
        Optional<String[]> asked = entry().filter(words -> words[0].equals("asked"));
        asked.ifPresent(words -> settings.put(KEY, ""));
        return asked.map(words -> words[2].equals(bootId())
                ? "the reboot of " + words[1]
                        + " that a run handed over did not happen: the machine still has the same boot id"
                : "the reboot of " + words[1] + " that a run handed over is proven: the machine has a new boot id");
    }

    private Optional<String[]> entry() {
        return settings.get(KEY).filter(text -> !text.isBlank()).map(text -> text.split(" "));
    }

    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
