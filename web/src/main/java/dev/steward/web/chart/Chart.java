package dev.steward.web.chart;

import java.util.List;

/**
 * Measurements over time as a drawing of 640 x 150 units.
 *
 * @param title what is measured
 * @param words now, most and mean, for everybody who does not see the drawing too
 * @param lines one or two, the first with its area filled
 * @param across marks of time below
 * @param up marks of amount at the left
 */
public record Chart(String title, String words, List<Line> lines, List<Mark> across, List<Mark> up) {

    /** A line: its name, its look, the drawing of it, and of the area below; the area may be empty. */
    public record Line(String name, String look, String path, String area) {}

    /** A mark: where, and what it says. */
    public record Mark(double at, String text) {}

    /** Whether nothing was measured. */
    public boolean empty() {
        return lines.isEmpty();
    }
}
