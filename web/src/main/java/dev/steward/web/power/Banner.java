package dev.steward.web.power;

import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerView;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every page says of power: that it is disarmed, that an outage is on, that nobody watches.
 *
 * @param shown whether there is something to say now
 * @param level bad or warn
 * @param word the first word
 * @param words the rest
 */
public record Banner(boolean shown, String level, String word, String words) {

    private static final Logger LOG = LoggerFactory.getLogger(Banner.class);
    private static final Banner QUIET = new Banner(false, "", "", "");

    /** Empty: no UPS is configured, and no page asks again. */
    public static Optional<Banner> of(PowerDesk desk) {
        try {
            return of(desk.view());
        } catch (RuntimeException e) {
            LOG.error("how power stands cannot be asked", e);
            return Optional.of(
                    new Banner(true, "bad", "POWER", "How power stands cannot be asked; the log knows why."));
        }
    }

    private static Optional<Banner> of(PowerView view) {
        if (!view.configured()) {
            return Optional.empty();
        }
        if (view.outage().isPresent()) {
            PowerView.Outage outage = view.outage().get();
            String what = outage.rehearsal() ? "REHEARSAL" : "OUTAGE";
            String disarmed = view.armed() ? "" : " DISARMED: nothing is stopped.";
            return Optional.of(new Banner(true, "bad", what, Words.under(view.state()) + "." + disarmed));
        }
        if (!view.armed()) {
            return Optional.of(
                    new Banner(true, "bad", "DISARMED", "A power cut would be told, and nothing would be stopped."));
        }
        if (view.plan().isEmpty()) {
            return Optional.of(new Banner(true, "bad", "NO POWER PLAN", "A power cut would stop nothing in order."));
        }
        return Optional.of(
                switch (view.state()) {
                    case ON_BATTERY -> new Banner(true, "warn", "ON BATTERY", "The mains is gone.");
                    case UNKNOWN -> new Banner(true, "warn", "POWER UNKNOWN", "No UPS has answered yet.");
                    default -> QUIET;
                });
    }
}
