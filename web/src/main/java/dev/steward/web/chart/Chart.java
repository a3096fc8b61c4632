package dev.steward.web.chart;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Measurements over time: the values for the drawing that a script makes, and a drawing of 640 x 150 units for who has none.
 *
 * @param title what is measured
 * @param unit how amounts are told: {@code share}, {@code bytes} or {@code rate}
 * @param words now, mean and most, for everybody who does not see the drawing too
 * @param top the end of the axis
 * @param lines one or two, the first with its area filled
 * @param across marks of time below
 * @param up marks of amount at the left
 */
public record Chart(
        String title, String unit, String words, double top, List<Line> lines, List<Mark> across, List<Mark> up) {

    /**
     * A line.
     *
     * @param look of it: {@code l0} or {@code l1}
     * @param path the drawing of it
     * @param area the drawing of what is below it; may be empty
     * @param values of the steps; empty: nothing was measured then
     */
    public record Line(String name, String look, String path, String area, List<OptionalDouble> values) {}

    /** A mark: where, and what it says. */
    public record Mark(double at, String text) {}

    /** Whether nothing was measured. */
    public boolean empty() {
        return lines.isEmpty();
    }
}
