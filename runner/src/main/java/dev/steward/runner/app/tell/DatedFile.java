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

/** A file of dated lines that is only appended to, and opened for each line: it may be rotated at any time. */
final class DatedFile {

    private static final Logger LOG = LoggerFactory.getLogger(DatedFile.class);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    private final Path file;
    private final ZoneId zone;
    private final Time time;
    private final String without;
    private boolean troubled;

    /**
     * A file, made with its folder at its first line.
     *
     * @param zone of its times
     * @param without what goes on where it cannot be written, as {@code runs go on}
     */
    DatedFile(Path file, ZoneId zone, Time time, String without) {
        this.file = file.toAbsolutePath();
        this.zone = zone;
        this.time = time;
        this.without = without;
    }

    /** A text as one line of now, without its end. */
    String line(String text) {
        return STAMP.format(time.now().truncatedTo(ChronoUnit.SECONDS).atZone(zone)) + " "
                + text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    /** Appends a line; where it cannot be written, that is told once, and nothing fails for it. */
    synchronized void append(String line) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
            troubled = false;
        } catch (IOException e) {
            if (!troubled) {
                LOG.error("{} cannot be written: {}; {} without it", file, e.toString(), without);
            }
            troubled = true;
        }
    }
}
