package dev.steward.web.power;

import dev.steward.runner.app.power.PowerView.UpsLine;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import java.util.Optional;

/**
 * One UPS.
 *
 * @param name as configured
 * @param address where it is asked
 * @param model of the device; empty text: it does not say
 * @param sign beside its status
 * @param status in words
 * @param tokens as NUT says it
 * @param charge of its battery
 * @param runtime left, in words; empty text: not known
 * @param load on it
 * @param answered when it last did
 * @param trouble why nothing is known; empty text: it answers
 */
public record UpsCard(
        String name,
        String address,
        String model,
        String sign,
        String status,
        String tokens,
        Optional<Gauge> charge,
        String runtime,
        Optional<Gauge> load,
        Optional<When> answered,
        String trouble) {

    /** A percentage as a bar: low or high where it is of concern. */
    public record Gauge(String words, int permille, String level) {}

    /** Its page. */
    public String href() {
        return Words.page(name);
    }

    private static final double LOW = 30;
    private static final double HIGH = 80;

    static UpsCard of(UpsLine line, Times times) {
        return new UpsCard(
                line.name(),
                line.address(),
                line.model().orElse(""),
                sign(line),
                line.trouble().isPresent() && line.status().isEmpty() ? "does not answer" : Words.status(line.status()),
                line.status().orElse(""),
                line.charge().map(charge -> gauge(charge, charge <= LOW)),
                line.runtime().map(Words::span).orElse(""),
                line.load().map(load -> gauge(load, load >= HIGH)),
                line.answered().map(times::when),
                line.trouble().orElse(""));
    }

    private static Gauge gauge(double percent, boolean concern) {
        int permille = (int) Math.round(Math.max(0, Math.min(100, percent)) * 10);
        return new Gauge(Words.percent(percent), permille, concern ? "full" : "");
    }

    private static String sign(UpsLine line) {
        if (line.trouble().isPresent()) {
            return "failed";
        }
        String tokens = " " + line.status().orElse("") + " ";
        if (tokens.contains(" OB ") || tokens.contains(" LB ") || tokens.contains(" FSD ")) {
            return tokens.contains(" LB ") || tokens.contains(" FSD ") ? "failed" : "maintenance";
        }
        return tokens.contains(" OL ") ? tokens.contains(" RB ") ? "maintenance" : "ok" : "unknown";
    }
}
