package dev.steward.runner.power;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Something people are told, once for each edge: repeated polls, hints and a restart within one outage bring it no second time.
 */
public sealed interface PowerEvent {

    /** The configured name of the UPS; empty text: the house. */
    String ups();

    /** The word for webhooks and filters, as {@code power_lost}. */
    default String kind() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** One sentence for people. */
    String text();

    /** A UPS went on battery. */
    record PowerLost(String ups, String why) implements PowerEvent {
        @Override
        public String text() {
            return why;
        }
    }

    /**
     * It is on mains again, and that held.
     *
     * @param lasted from the first second on battery to the first on mains
     */
    record PowerRestored(String ups, Duration lasted) implements PowerEvent {
        @Override
        public String text() {
            return ups + " is on mains again, after " + Words.of(lasted) + " on battery";
        }
    }

    /** LB together with OB, and that held. */
    record LowBattery(String ups) implements PowerEvent {
        @Override
        public String text() {
            return ups + ": UPS reports low battery";
        }
    }

    /**
     * The charge on battery reached a threshold.
     *
     * @param level which
     * @param charge in per cent
     * @param threshold in per cent
     */
    record ChargeReached(String ups, Level level, double charge, int threshold) implements PowerEvent {
        @Override
        public String kind() {
            return level == Level.EMERGENCY ? "emergency" : level.word() + "_battery";
        }

        @Override
        public String text() {
            return ups + ": battery at " + Words.of(charge) + "% (" + level.word() + " threshold: " + threshold + "%)";
        }
    }

    /** A threshold of charge. */
    enum Level {
        WARNING,
        CRITICAL,
        EMERGENCY;

        /** In lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * FSD is set.
     *
     * @param held it stood from the first answer on while the UPS was on mains: told, and not obeyed
     */
    record ForcedShutdown(String ups, boolean held) implements PowerEvent {
        @Override
        public String kind() {
            return held ? "forced_shutdown_held" : "forced_shutdown";
        }

        @Override
        public String text() {
            return held
                    ? ups
                            + " said FSD and OL from the first answer on: nothing is stopped. Clear it by restarting upsd on"
                            + " its primary, or set power.forcedOnMains: act"
                    : ups + ": another primary has ordered the shutdown (FSD)";
        }
    }

    /**
     * Nobody answers for a UPS.
     *
     * @param last its last status as {@code OB DISCHRG}; empty: it never answered
     * @param why the kind
     * @param message one line with the remedy
     */
    record CommLost(String ups, Optional<String> last, UpsReading.Why why, String message) implements PowerEvent {
        @Override
        public String text() {
            return ups + " cannot be seen: " + message
                    + last.map(status -> "; its last word was " + status)
                            .orElse("; it has not answered since the start");
        }
    }

    /**
     * It answers again.
     *
     * @param silent for how long it did not
     */
    record CommRestored(String ups, Duration silent) implements PowerEvent {
        @Override
        public String text() {
            return ups + " answers again, after " + Words.of(silent);
        }
    }

    /** RB, or LB on mains; told each 12 h while it holds. */
    record ReplaceBattery(String ups) implements PowerEvent {
        @Override
        public String text() {
            return ups + ": the battery is to be replaced";
        }
    }

    /**
     * Something that stops nothing and is to be looked at.
     *
     * @param what as {@code CAL}, {@code OFF}, {@code BYPASS}, {@code OVER}, {@code ALARM}
     * @param text one sentence
     */
    record Attention(String ups, String what, String text) implements PowerEvent {}

    /**
     * An outage counts from now on: the plan begins.
     *
     * @param outage its number
     * @param reason why, as {@code battery at 19% (critical threshold: 20%)}
     */
    record OutageConfirmed(long outage, String reason) implements PowerEvent {
        @Override
        public String ups() {
            return "";
        }

        @Override
        public String text() {
            return "the outage counts: " + reason;
        }
    }

    /**
     * Power is back, and that held.
     *
     * @param outage its number
     * @param lasted on battery
     * @param counted whether it was confirmed; a shorter dip stopped nothing
     */
    record OutageOver(long outage, Duration lasted, boolean counted) implements PowerEvent {
        @Override
        public String ups() {
            return "";
        }

        @Override
        public String text() {
            return "the outage is over, after " + Words.of(lasted) + (counted ? "" : "; it was too short to count");
        }
    }

    /** Numbers as people read them. */
    final class Words {

        private Words() {}

        /** As {@code 5 min 12 s}. */
        public static String of(Duration time) {
            long seconds = time.toSeconds();
            if (seconds < 60) {
                return seconds + " s";
            }
            if (seconds < 3600) {
                return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
            }
            return seconds / 3600 + " h" + (seconds / 60 % 60 == 0 ? "" : " " + seconds / 60 % 60 + " min");
        }

        /** As {@code 19} or {@code 19.5}. */
        public static String of(double number) {
            double tenths = Math.round(number * 10) / 10.0;
            return tenths == Math.rint(tenths) ? String.valueOf((long) tenths) : String.valueOf(tenths);
        }
    }
}
