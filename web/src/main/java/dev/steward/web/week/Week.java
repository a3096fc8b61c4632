package dev.steward.web.week;

import java.util.List;

/**
 * Seven days with the fires of all schedules: a drawing with the hours down, and the same as lists.
 *
 * @param title as "Mon 23 Nov to Sun 29 Nov"
 * @param zone whose days these are
 * @param number of the week, 0 from today on
 * @param last whether no later one is shown
 * @param days in order
 * @param blocks runs as they usually take
 * @param rules times of day by which hosts must be done
 * @param nowY where now is on the first day; below 0: not in this week
 * @param notes what is not shown, and why
 */
public record Week(
        String title,
        String zone,
        int number,
        boolean last,
        List<Day> days,
        List<Block> blocks,
        List<Rule> rules,
        int nowY,
        List<String> notes) {

    /** Whether nothing fires in it. */
    public boolean quiet() {
        return days.stream().allMatch(day -> day.lines().isEmpty());
    }

    /**
     * A day.
     *
     * @param name as "Mon 23 Nov"
     * @param clock what the clock does that day; empty text: nothing
     * @param x where its column begins
     * @param bands hours that do not exist or come twice
     */
    public record Day(String name, String clock, int x, List<Band> bands, List<Line> lines) {}

    /**
     * Hours that do not exist, or come twice.
     *
     * @param twice false: they do not exist
     */
    public record Band(int y, int height, boolean twice) {}

    /**
     * A fire, or several of one schedule on one day.
     *
     * @param time as 03:00, or "24 fires, 00:05 to 23:05"
     * @param length how long it usually takes; empty text: not known
     * @param told what stands out about it, a few words each
     * @param fires false: it only would have
     */
    public record Line(String time, String schedule, String length, List<String> told, boolean fires) {}

    /**
     * A run in the drawing.
     *
     * @param label empty text: there is no room for one
     * @param words for who points at it, or cannot see it
     * @param look a class: met, late, off, unknown or empty
     */
    public record Block(
            int x, int y, int width, int height, String schedule, String label, String words, String look) {}

    /** A line across each day. */
    public record Rule(int y, String words) {}
}
