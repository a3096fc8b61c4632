package dev.steward.web.power;

import dev.steward.runner.app.power.PlanView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the plan needs against what the battery gives, as a bar of a thousand units.
 *
 * @param parts of the bar, from the left
 * @param end where the battery is empty; -1: not known
 * @param level fits: even at its worst; tight: as it usually goes; over: not even so; unknown: the battery says nothing
 * @param words in a sentence
 * @param typical in words
 * @param likely in words
 * @param worst in words
 * @param runtime in words; empty text: not known
 */
public record Budget(
        List<Part> parts,
        int end,
        String level,
        String words,
        String typical,
        String likely,
        String worst,
        String runtime) {

    private static final int WHOLE = 1000;

    /** A part of the bar: usual, likely or worst, and whether it is beyond the battery's end. */
    public record Part(int from, int width, String kind, boolean over) {}

    static Budget of(PlanView plan) {
        Duration longest =
                plan.runtime().filter(left -> left.compareTo(plan.worst()) > 0).orElse(plan.worst());
        long whole = Math.max(1, longest.toMillis());
        int end = plan.runtime().map(left -> permille(left, whole)).orElse(-1);
        List<Part> parts = new ArrayList<>();
        add(parts, 0, permille(plan.typical(), whole), "typical", end);
        add(parts, permille(plan.typical(), whole), permille(plan.likely(), whole), "likely", end);
        add(parts, permille(plan.likely(), whole), permille(plan.worst(), whole), "worst", end);
        return new Budget(
                parts,
                end,
                level(plan),
                words(plan),
                Words.span(plan.typical()),
                Words.span(plan.likely()),
                Words.span(plan.worst()),
                plan.runtime().map(Words::span).orElse(""));
    }

    private static int permille(Duration span, long whole) {
        return (int) (span.toMillis() * WHOLE / whole);
    }

    /* What lies on both sides of the battery's end is two parts. */
    private static void add(List<Part> parts, int from, int to, String kind, int end) {
        int cut = end < 0 ? to : Math.max(from, Math.min(to, end));
        if (cut > from) {
            parts.add(new Part(from, cut - from, kind, false));
        }
        if (to > cut) {
            parts.add(new Part(cut, to - cut, kind, true));
        }
    }

    private static String level(PlanView plan) {
        return plan.runtime()
                .map(left -> left.compareTo(plan.worst()) >= 0
                        ? "fits"
                        : left.compareTo(plan.likely()) >= 0 ? "tight" : "over")
                .orElse("unknown");
    }

    private static String words(PlanView plan) {
        Optional<Duration> left = plan.runtime();
        if (left.isEmpty()) {
            return "The UPS does not say how long its battery lasts, so nobody knows whether the plan fits.";
        }
        String margin = Words.span(left.get().minus(plan.likely()).abs());
        return switch (level(plan)) {
            case "fits" ->
                "Fits: even with every limit used up " + Words.span(left.get().minus(plan.worst()))
                        + " of battery are left.";
            case "tight" ->
                "Fits as it usually goes, with " + margin + " to spare; with every limit used up the battery is empty "
                        + Words.span(plan.worst().minus(left.get())) + " too soon.";
            default -> "Does not fit: as it usually goes the battery is empty " + margin + " before the end.";
        };
    }
}
