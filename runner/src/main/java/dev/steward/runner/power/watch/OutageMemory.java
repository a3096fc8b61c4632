package dev.steward.runner.power.watch;

import dev.steward.runner.power.watch.PowerMachine.Remembered;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A small file from which a process that is started within an outage learns since when it is on. The monotonic clock of another
 * process means nothing, so the wall clock bridges the gap, within bounds; a machine that was booted since then may have been off
 * until the mains was back, so only a short gap counts there. What cannot be written is known to this process alone, and said.
 * Thread-safe.
 */
public final class OutageMemory {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Duration SAME_BOOT = Duration.ofHours(24);
    private static final Duration OTHER_BOOT = Duration.ofMinutes(10);

    private final Path file;
    private final String boot;
    private final Time time;
    private Optional<String> trouble = Optional.empty();
    private boolean written = true;

    /**
     * A memory.
     *
     * @param file in a folder that exists, or can be made
     * @param boot what tells one boot of this machine from the next
     */
    public OutageMemory(Path file, String boot, Time time) {
        this.file = file;
        this.boot = boot;
        this.time = time;
    }

    /** Of this machine. */
    public static OutageMemory in(Path stateDir, Time time) {
        String boot;
        try {
            boot = Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            boot = "";
        }
        return new OutageMemory(stateDir.resolve("outage.now"), boot, time);
    }

    /** The outage that was on when the last process ended, with the time that has passed since; empty: none that can be believed. */
    public synchronized Optional<Remembered> load() {
        Map<String, String> lines = new HashMap<>();
        try {
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    lines.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
            return "yes".equals(lines.get("whole")) ? of(lines) : Optional.empty();
        } catch (IOException | DateTimeException e) {
            trouble = Optional.of("what is known of an earlier outage cannot be read: " + file + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Remembered> of(Map<String, String> lines) {
        Duration gap = Duration.between(Instant.parse(lines.getOrDefault("saved", "")), time.now());
        boolean same = !boot.isEmpty() && boot.equals(lines.get("boot"));
        if (gap.compareTo(same ? SAME_BOOT : OTHER_BOOT) > 0) {
            return Optional.empty();
        }
        Duration passed = gap.isNegative() ? Duration.ZERO : gap;
        String told = lines.getOrDefault("told", "");
        return Optional.of(new Remembered(
                Duration.parse(lines.getOrDefault("onBattery", "")).plus(passed),
                "true".equals(lines.get("confirmed")),
                told.isEmpty() ? Set.of() : Set.of(told.split(","))));
    }

    /** Keeps what is on, or forgets it where nothing is; never fails. */
    public synchronized void keep(Optional<Remembered> outage) {
        if (outage.isEmpty() && !written) {
            return;
        }
        try {
            if (outage.isPresent()) {
                write(text(outage.get()));
            } else {
                Files.deleteIfExists(file);
            }
            written = outage.isPresent();
            trouble = Optional.empty();
        } catch (IOException e) {
            trouble = Optional.of("since when the outage is on cannot be kept: " + file + ": " + e.getMessage()
                    + "; after a restart its clock would begin anew");
        }
    }

    private String text(Remembered outage) {
        return "boot=" + boot + "\nsaved=" + time.now() + "\nonBattery=" + outage.onBatteryFor() + "\nconfirmed="
                + outage.confirmed() + "\ntold=" + String.join(",", outage.told()) + "\nwhole=yes\n";
    }

    private void write(String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What keeps it from being kept; empty: nothing. */
    public synchronized Optional<String> trouble() {
        return trouble;
    }
}
