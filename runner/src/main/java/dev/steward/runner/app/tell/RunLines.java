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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dated lines of what runs do, in a file that is only appended to, and opened for each line: it may be rotated at any time. */
public final class RunLines {

    private static final Logger LOG = LoggerFactory.getLogger(RunLines.class);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    private final Path file;
    private final ZoneId zone;
    private final Time time;
    private boolean troubled;

    /**
     * Lines of a file.
     *
     * @param file made with its folder when something first happens
     * @param zone of their times
     */
    public RunLines(Path file, ZoneId zone, Time time) {
        this.file = file;
        this.zone = zone;
        this.time = time;
    }

    /** Adds one; where it cannot be written, that is told once, and no run fails for it. */
    synchronized void add(long run, String text) {
        String at = STAMP.format(time.now().truncatedTo(ChronoUnit.SECONDS).atZone(zone));
        String line =
                at + " run " + run + " " + text.replaceAll("\\p{Cntrl}+", " ").strip() + "\n";
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file,
                    line,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
            troubled = false;
        } catch (IOException e) {
            if (!troubled) {
                LOG.error("log.runs: {} cannot be written: {}; runs go on without it", file, e.toString());
            }
            troubled = true;
        }
    }
}
