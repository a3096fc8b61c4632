package dev.steward.runner.outage;

import dev.steward.runner.outage.Watch.Finding;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.power.UpsReading;
import java.util.Optional;

/** What a signal, and the people, mean for what is at work. */
final class Judge {

    private final OutageOrder order;
    private final Hand hand;
    private final Gates gates;

    Judge(OutageOrder order, Hand hand, Gates gates) {
        this.order = order;
        this.hand = hand;
        this.gates = gates;
    }

    Finding finding(PowerSignal signal) {
        if (hand.left()) {
            return end("Steward ends");
        }
        if (hand.recovering()) {
            boolean out = !order.byHand()
                    && !hand.recoveryWanted()
                    && signal.onBattery()
                    && (signal.confirmed() || emergency(signal));
            return out ? end("the power failed again while the plan was undone") : Finding.GO;
        }
        if (hand.committed()) {
            return Finding.GO;
        }
        Optional<String> aborted = hand.abortedBy();
        if (aborted.isPresent()) {
            return end("aborted by " + aborted.get());
        }
        if (order.byHand() || signal.onBattery() || signal.forced() || !known(signal)) {
            return Finding.GO;
        }
        boolean stable = signal.onlineFor().compareTo(order.plan().power().stableFor()) >= 0;
        return stable
                ? end("power is back, and stable for " + signal.onlineFor().toSeconds() + " s")
                : new Finding(Optional.empty(), true);
    }

    private boolean emergency(PowerSignal signal) {
        return gates.emergency(signal).isPresent();
    }

    /** An outage that was seen goes on while no UPS says anything else. */
    private static boolean known(PowerSignal signal) {
        boolean said = signal.upses().isEmpty()
                ? !signal.onlineFor().isZero()
                : signal.upses().values().stream().anyMatch(UpsReading.Answered.class::isInstance);
        return said && !signal.blind();
    }

    private static Finding end(String why) {
        return new Finding(Optional.of(why), false);
    }
}
