package dev.steward.runner.outage.wayback;

import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.power.UpsCommands;
import dev.steward.runner.power.UpsRefused;
import dev.steward.runner.power.UpsStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last thing that is said to the UPS: cut the outlets, and give power again with the mains ({@code shutdown.return}). Machines that
 * are set to start with the power come on by it, also where the mains is back before the battery is empty. It is said only by the
 * machine that is the last one on.
 */
public final class PowerCut {

    private static final String COMMAND = "shutdown.return";
    private static final String DELAY = "ups.delay.shutdown";
    private static final String TIMER = "ups.timer.shutdown";

    /** From the order to a machine's last write nothing is exact. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final UpsCommands upses;
    private final MachinesDown down;
    private final Book book;

    /** Which machines are up still. */
    @FunctionalInterface
    public interface MachinesDown {

        /**
         * Looks now.
         *
         * @return in words, each of them; what may be up counts as up
         */
        List<String> stillUp() throws InterruptedException;
    }

    /** Keeps what is said to each UPS, so that another process says it neither twice nor not at all. */
    public interface Book {

        /** What is kept of a UPS. */
        Said of(String ups);

        /** It is told next; returns when that is kept. */
        void begins(String ups);

        /** What came of it. */
        void ended(String ups, boolean well, String words);
    }

    /**
     * What was said to a UPS before.
     *
     * @param done whether it took the order
     * @param begun how long ago somebody was about to give it, of whom nobody knows whether it did; empty: nobody was
     */
    public record Said(boolean done, Optional<Duration> begun) {

        /** Nothing. */
        public static final Said NOTHING = new Said(false, Optional.empty());
    }

    /** By these UPSes. */
    public PowerCut(UpsCommands upses, MachinesDown down, Book book) {
        this.upses = upses;
        this.down = down;
        this.book = book;
    }

    /**
     * Says it to every UPS of the plan. To be called when all but the own machine is off, and before that gets its order.
     *
     * @param unproven machines that this outage should have switched off, and did not see going off
     */
    public Done cut(PowerPlan plan, List<String> unproven, OwnMachine own) throws InterruptedException {
        if (plan.wayBack().filter(PowerPlan.WayBack::upsReturn).isEmpty()) {
            return Done.already("the plan has no UPS cut its outlets");
        }
        List<String> names = plan.upses().isEmpty() ? upses.names() : plan.upses();
        if (!names.isEmpty() && names.stream().allMatch(ups -> book.of(ups).done())) {
            return Done.already("the UPS was told to cut its outlets before");
        }
        Optional<String> refusal = refusal(unproven, own);
        if (refusal.isPresent()) {
            return Done.refused("the UPS is not told to cut its outlets: " + refusal.get());
        }
        List<String> well = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        for (String ups : names) {
            try {
                well.add(one(ups, own));
            } catch (UpsRefused e) {
                troubles.add(e.getMessage());
            }
        }
        return troubles.isEmpty() && !names.isEmpty()
                ? Done.done(String.join("; ", well))
                : Done.failed("the UPS does not cut its outlets: "
                        + (names.isEmpty() ? "none is configured" : String.join("; ", troubles))
                        + "; machines come on when the power does, or by hand");
    }

    private Optional<String> refusal(List<String> unproven, OwnMachine own) throws InterruptedException {
        if (own.where() == OwnMachine.Where.GUEST) {
            return Optional.of(
                    "Steward runs in a guest, whose node is off only after Steward. NUT's primary does it where its host"
                            + " runs 'upsdrvctl shutdown' late in its own shutdown (POWERDOWNFLAG)");
        }
        if (own.fed() && !own.goesOff()) {
            return Optional.of("the machine Steward runs on hangs on it and stays on");
        }
        if (!unproven.isEmpty()) {
            return Optional.of("nobody saw these going off: " + String.join(", ", unproven));
        }
        List<String> up = down.stillUp();
        return up.isEmpty() ? Optional.empty() : Optional.of("still up: " + String.join(", ", up));
    }

    private String one(String ups, OwnMachine own) throws UpsRefused, InterruptedException {
        Said before = book.of(ups);
        if (before.done()) {
            return "UPS " + ups + " was told before";
        }
        UpsCommands.Told told = upses.told(ups);
        if (!told.commands().contains(COMMAND)) {
            throw new UpsRefused("UPS " + ups + " has no command " + COMMAND);
        }
        if (before.begun().isPresent()
                && taken(ups, told.status(), before.begun().get())) {
            book.ended(ups, true, "it counts down");
            return "UPS " + ups + " was told before, and counts down";
        }
        if (own.fed()) {
            delayed(ups, told.status(), own.needs().plus(SLACK));
        }
        return "UPS " + ups + " was told " + COMMAND + ": " + given(ups);
    }

    private String given(String ups) throws UpsRefused, InterruptedException {
        book.begins(ups);
        try {
            String words = upses.command(ups, COMMAND, Optional.empty());
            book.ended(ups, true, words);
            return words;
        } catch (UpsRefused e) {
            book.ended(ups, false, e.getMessage());
            throw e;
        }
    }

    /*
     * Whether a process that died gave the order. A UPS that counts down took it. On battery a second order does no harm: what it
     * cuts is off. On mains it would cut off what boots by the first one, unless that cannot have been carried out yet.
     */
    private static boolean taken(String ups, UpsStatus status, Duration ago) throws UpsRefused {
        Optional<Double> timer = UpsStatus.number(status.variables(), TIMER);
        if (timer.filter(seconds -> seconds > 0).isPresent()) {
            return true;
        }
        boolean young = status.variables().containsKey(TIMER)
                && UpsStatus.number(status.variables(), DELAY)
                        .filter(delay -> ago.toSeconds() < delay)
                        .isPresent();
        if (status.has("OB") || young) {
            return false;
        }
        throw new UpsRefused("Steward ended while it told UPS " + ups
                + " to cut its outlets, nobody knows whether it did," + " and the mains is back: it is not told again");
    }

    /** The own machine has to be off before its outlet is. */
    private void delayed(String ups, UpsStatus status, Duration needs) throws UpsRefused, InterruptedException {
        Optional<Double> delay = UpsStatus.number(status.variables(), DELAY);
        if (delay.filter(seconds -> seconds >= needs.toSeconds()).isPresent()) {
            return;
        }
        try {
            upses.set(ups, DELAY, String.valueOf(needs.toSeconds()));
        } catch (UpsRefused e) {
            throw new UpsRefused(
                    "UPS " + ups + " would cut its outlets "
                            + delay.map(seconds -> "after " + Math.round(seconds) + " s")
                                    .orElse("nobody knows when")
                            + ", and the machine Steward runs on needs " + needs.toSeconds() + " s to go off ("
                            + e.getMessage() + ")",
                    e);
        }
    }
}
