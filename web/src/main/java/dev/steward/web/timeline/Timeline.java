package dev.steward.web.timeline;

import java.util.List;

/**
 * When what of a run went on: plays above, hosts below, each with its tasks and the Proxmox tasks they began.
 *
 * @param marks of time, the begin first and the end last
 * @param plays when each was at work
 * @param rows hosts, the worst first
 * @param hosts how many the run has in all
 * @param from of these hosts the first that is shown, counted from 0
 * @param slowest tasks of the hosts that are shown, the longest first
 */
public record Timeline(List<String> marks, List<Bar> plays, List<Line> rows, int hosts, int from, List<Slow> slowest) {

    /** The whole width, in units of the drawing. */
    public static final int WIDTH = 1000;

    /** How many hosts a page shows. */
    public static final int PAGE = 50;

    public Timeline {
        marks = List.copyOf(marks);
        plays = List.copyOf(plays);
        rows = List.copyOf(rows);
        slowest = List.copyOf(slowest);
    }

    /**
     * Something that took its time.
     *
     * @param x where it begins
     * @param width of it, at least what can be seen
     * @param status its word: ok, changed, failed, unreachable, running, skipped, ignored
     * @param words what a person reads: what, how it ended, how long
     */
    public record Bar(String x, String width, String status, String words) {}

    /**
     * A host.
     *
     * @param tasks on it
     * @param upids the Proxmox tasks they began
     * @param words how it stands, for who does not see the drawing
     */
    public record Line(String host, String status, List<Bar> tasks, List<Bar> upids, String words) {}

    /** A task on a host that took long. */
    public record Slow(String step, String name, String host, String status, String took, String href) {}

    /** Whether hosts come before those that are shown. */
    public boolean before() {
        return from > 0;
    }

    /** Whether hosts come behind those that are shown. */
    public boolean behind() {
        return from + rows.size() < hosts;
    }
}
