package dev.steward.runner.app.tell;

import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A dated line for each thing that happened to the power, in a file that is only appended to. */
public final class PowerLines {

    private static final Logger LOG = LoggerFactory.getLogger(PowerLines.class);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    private final Path file;
    private final ZoneId zone;
    private final Time time;
    private final Consumer<String> further;

    /**
     * Lines of a file.
     *
     * @param file made with its folder when something first happens
     * @param zone of their times
     */
    public PowerLines(Path file, ZoneId zone, Time time) {
        this(file, zone, time, line -> {});
    }

    /**
     * The same, which others are given too.
     *
     * @param further is given each line, and returns at once
     */
    public PowerLines(Path file, ZoneId zone, Time time, Consumer<String> further) {
        this.further = further;
        this.file = file;
        this.zone = zone;
        this.time = time;
    }

    /** Adds one; a disk that is full or gone is no reason not to go on. */
    void add(String kind, String text) {
        String at = STAMP.format(time.now().truncatedTo(ChronoUnit.SECONDS).atZone(zone));
        String line =
                at + " " + kind + " " + text.replaceAll("\\p{Cntrl}+", " ").strip();
        LOG.info("{}", line);
        further.accept(line);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.error("{} cannot be written: {}", file, e.toString());
        }
    }
}
