package dev.steward.runner.app.tell;

import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.time.ZoneId;

/** Dated lines of what runs do, in a file of their own. */
public final class RunLines {

    private final DatedFile file;

    /**
     * Lines of a file.
     *
     * @param file made with its folder when something first happens
     * @param zone of their times
     */
    public RunLines(Path file, ZoneId zone, Time time) {
        this.file = new DatedFile(file, zone, time, "runs go on");
    }

    /** Adds one; where it cannot be written, that is told once, and no run fails for it. */
    void add(long run, String text) {
        file.append(file.line("run " + run + " " + text));
    }
}
