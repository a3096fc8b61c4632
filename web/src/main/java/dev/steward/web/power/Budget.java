package dev.steward.web.power;

import dev.steward.runner.app.power.PlanView;
import dev.steward.runner.app.power.PowerView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the plan needs against what the battery gives, as a bar of a thousand units; in an outage what is ahead of it.
 *
 * @param parts of the bar, from the left
 * @param end where the battery is empty; -1: not known
 * @param level fits: even at its worst; tight: as it usually goes; over: not even so; unknown: the battery says nothing
 * @param words in a sentence
 * @param margin in short; empty text: not known
 * @param needs what the parts are, in words, with their kinds
 * @param runtime in words; empty text: not known
 */
public record Budget(
        List<Part> parts, int end, String level, String words, String margin, List<Legend> needs, String runtime) {

    private static final int WHOLE = 1000;

    /** A part of the bar: usual, likely or worst, and whether it is beyond the battery's end. */
    public record Part(int from, int width, String kind, boolean over) {}

    /** A colour of the bar in words. */
    public record Legend(String kind, String words) {}

    /** The times that are compared with the battery, each no shorter than the one before. */
    private record Spans(Duration typical, Duration likely, Duration worst, Optional<Duration> runtime) {

        String level() {
            return runtime.map(left ->
                            left.compareTo(worst) >= 0 ? "fits" : left.compareTo(likely) >= 0 ? "tight" : "over")
                    .orElse("unknown");
        }

        String margin() {
            return runtime.map(left -> left.compareTo(likely) >= 0
                            ? Words.span(left.minus(likely)) + " to spare"
                            : Words.span(likely.minus(left)) + " too short")
                    .orElse("");
        }
    }

    /** Empty: there is no plan, its hosts are not known, or it is carried out already. */
    static Optional<Budget> of(PowerView power, PlanView plan) {
        if (plan.name().isEmpty() || plan.phases().isEmpty()) {
            return Optional.empty();
        }
        Optional<PowerView.Outage> real = power.outage().filter(outage -> !outage.rehearsal());
        if (real.isPresent()) {
            return real.get().needs().map(needs -> ahead(needs, runtime(power, plan)));
        }
        return Optional.of(whole(new Spans(plan.typical(), plan.likely(), plan.worst(), runtime(power, plan))));
    }

    /* The plan is worked out now and then, a UPS is asked all the time. */
    private static Optional<Duration> runtime(PowerView power, PlanView plan) {
        return power.upses().size() == 1 ? power.upses().get(0).runtime() : plan.runtime();
    }

    private static Budget whole(Spans spans) {
        return of(
                spans,
                words(spans),
                List.of(
                        new Legend("typical", "as a rule " + Words.span(spans.typical())),
                        new Legend("likely", "95 of 100 times " + Words.span(spans.likely())),
                        new Legend("worst", "every limit used up " + Words.span(spans.worst()))));
    }

    private static Budget ahead(Duration needs, Optional<Duration> runtime) {
        Spans spans = new Spans(needs, needs, needs, runtime);
        String what = "What is ahead likely takes " + Words.span(needs);
        String words = runtime.map(left -> left.compareTo(needs) >= 0
                        ? what + "; the battery lasts " + Words.span(left) + "."
                        : what + ", and the battery lasts only " + Words.span(left)
                                + ": phases give up what they may, and laggards are stopped hard.")
                .orElse(what + "; the UPS does not say how long its battery lasts.");
        return of(spans, words, List.of(new Legend("typical", "ahead " + Words.span(needs))));
    }

    private static Budget of(Spans spans, String words, List<Legend> needs) {
        Duration longest = spans.runtime()
                .filter(left -> left.compareTo(spans.worst()) > 0)
                .orElse(spans.worst());
        long whole = Math.max(1, longest.toMillis());
        int end = spans.runtime().map(left -> permille(left, whole)).orElse(-1);
        List<Part> parts = new ArrayList<>();
        add(parts, 0, permille(spans.typical(), whole), "typical", end);
        add(parts, permille(spans.typical(), whole), permille(spans.likely(), whole), "likely", end);
        add(parts, permille(spans.likely(), whole), permille(spans.worst(), whole), "worst", end);
        return new Budget(
                parts,
                end,
                spans.level(),
                words,
                spans.margin(),
                needs,
                spans.runtime().map(Words::span).orElse(""));
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

    private static String words(Spans spans) {
        if (spans.runtime().isEmpty()) {
            return "The UPS does not say how long its battery lasts, so nobody knows whether the plan fits.";
        }
        Duration left = spans.runtime().get();
        String margin = Words.span(left.minus(spans.likely()).abs());
        return switch (spans.level()) {
            case "fits" ->
                "Fits: even with every limit used up " + Words.span(left.minus(spans.worst()))
                        + " of battery are left.";
            case "tight" ->
                "Fits as it usually goes, with " + margin + " to spare; with every limit used up the battery is empty "
                        + Words.span(spans.worst().minus(left)) + " too soon.";
            default -> "Does not fit: as it usually goes the battery is empty " + margin + " before the end.";
        };
    }
}
