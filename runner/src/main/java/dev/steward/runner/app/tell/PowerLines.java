package dev.steward.runner.app.tell;

import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A dated line for each thing that happened to the power, in a file that is only appended to. */
public final class PowerLines {

    private static final Logger LOG = LoggerFactory.getLogger(PowerLines.class);

    private final DatedFile file;
    private final Consumer<String> further;

    /**
     * Lines of a file.
     *
     * @param file made with its folder when something first happens
     * @param zone of their times
     * @param further is given each line too, and returns at once
     */
    public PowerLines(Path file, ZoneId zone, Time time, Consumer<String> further) {
        this.file = new DatedFile(file, zone, time, "power protection goes on");
        this.further = further;
    }

    /** Adds one; a disk that is full or gone is no reason not to go on. */
    void add(String kind, String text) {
        String line = file.line(kind + " " + text);
        LOG.info("{}", line);
        further.accept(line);
        file.append(line);
    }
}
