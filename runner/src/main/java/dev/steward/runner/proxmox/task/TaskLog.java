package dev.steward.runner.proxmox.task;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.Upid;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The log of a UPID, read on from where it was read to. */
final class TaskLog {

    private static final int PAGE = 500;
    private static final int TAIL = 50;

    private final PveApi api;
    private final Upid upid;
    private final TaskWatcher watcher;
    private final Deque<String> tail = new ArrayDeque<>();
    private long seen;

    TaskLog(PveApi api, Upid upid, TaskWatcher watcher) {
        this.api = api;
        this.upid = upid;
        this.watcher = watcher;
    }

    /** Shows what is new; a log that cannot be read now is read at the next poll. */
    void show() throws InterruptedException {
        try {
            long before;
            int read;
            do {
                before = seen;
                Map<String, Long> page = Map.of("start", seen, "limit", (long) PAGE);
                List<PveFields> lines = api.get(upid.path().and("log"), page).list();
                lines.forEach(this::line);
                read = lines.size();
            } while (read == PAGE && seen > before);
        } catch (PveException e) {
            watcher.trouble(e.getMessage());
        }
    }

    private void line(PveFields line) {
        long number = line.number("n").orElse(seen + 1);
        String text = line.text("t", "");
        // PVE answers an empty log with this line (PVE/Tools.pm: dump_logfile)
        boolean nothing = number == 1 && text.equals("no content");
        if (number <= seen || nothing) {
            return;
        }
        seen = number;
        tail.addLast(text);
        if (tail.size() > TAIL) {
            tail.removeFirst();
        }
        watcher.line(number, text);
    }

    List<String> tail() {
        return List.copyOf(tail);
    }
}
