package dev.steward.web.chart;

import dev.steward.web.format.When;
import java.time.Instant;

/**
 * Something that happened while it was measured: a line across each chart, in the colour of its status.
 *
 * @param at when
 * @param power whether it is of the power, and not a run
 * @param status a word that has an icon and a colour, as {@code ok} or {@code failed}
 * @param word what is said beside the icon
 * @param text one line
 * @param href a page that tells more
 * @param when the same time for people
 * @param x where it stands in a drawing; 0: not drawn yet
 */
public record Happening(
        Instant at, boolean power, String status, String word, String text, String href, When when, double x) {

    Happening drawn(double place) {
        return new Happening(at, power, status, word, text, href, when, place);
    }

    /** As in a table or beside a value. */
    public String words() {
        return text + ": " + word;
    }
}
