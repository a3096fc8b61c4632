package dev.steward.runner.lab.pve.task;

import dev.steward.runner.lab.pve.access.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One worker process with its log. The cluster's monitor guards it. */
public final class PveTask {

    private final String upid;
    private final String node;
    private final int pid;
    private final long processStart;
    private final Instant started;
    private final String type;
    private final String id;
    private final Caller caller;
    private final List<String> log = new ArrayList<>();
    private Instant ended;
    private String exit;
    private int warnings;

    PveTask(TaskList.Birth birth, String type, String id, Caller caller) {
        this.node = birth.node();
        this.pid = birth.pid();
        this.processStart = birth.ticks();
        this.started = birth.at();
        this.type = type;
        this.id = id;
        this.caller = caller;
        this.upid = String.format(
                "UPID:%s:%08X:%08X:%08X:%s:%s:%s:",
                node, pid, processStart, started.getEpochSecond(), type, id, caller.name());
    }

    /** A line of its log. */
    public void log(String line) {
        log.add(line);
    }

    /** A line of its log that counts as a warning. */
    public void warn(String line) {
        warnings++;
        log.add("WARN: " + line);
    }

    /** It ends well. */
    void end(Instant now) {
        if (ended == null) {
            ended = now;
            exit = warnings == 0 ? "OK" : "WARNINGS: " + warnings;
            log.add(warnings == 0 ? "TASK OK" : "TASK WARNINGS: " + warnings);
        }
    }

    /** It ends with an error. */
    void fail(String text, Instant now) {
        if (ended == null) {
            ended = now;
            exit = text.isEmpty() ? "unexpected status" : text;
            if (!text.isEmpty()) {
                log.add("TASK ERROR: " + text);
            }
        }
    }

    /** A task that was running before and whose process is gone with its node. */
    void vanish(Instant now) {
        fail("", now);
    }

    public String upid() {
        return upid;
    }

    public String node() {
        return node;
    }

    public int pid() {
        return pid;
    }

    /** When the process started, in ticks since the node's boot. */
    public long processStart() {
        return processStart;
    }

    public Instant started() {
        return started;
    }

    /** When it ended; null while it runs. */
    public Instant ended() {
        return ended;
    }

    public boolean running() {
        return ended == null;
    }

    public String type() {
        return type;
    }

    /** The guest or thing it is about; may be empty. */
    public String id() {
        return id;
    }

    public Caller caller() {
        return caller;
    }

    /** How it ended; null while it runs. */
    public String exit() {
        return exit;
    }

    /** Whether it ended, and with an error. */
    public boolean failed() {
        return exit != null && !exit.equals("OK") && !exit.startsWith("WARNINGS: ");
    }

    public List<String> log() {
        return List.copyOf(log);
    }
}
