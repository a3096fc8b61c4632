package dev.steward.runner.app.power;

import java.util.List;

/** Power protection of a Steward that could start nothing else: it says so first, whoever asks. */
public record Troubled(PowerDesk desk, List<String> troubles) implements PowerDesk.InFront {

    public Troubled {
        troubles = List.copyOf(troubles);
    }

    /** The desk itself where nothing is wrong. */
    public static PowerDesk of(PowerDesk desk, List<String> troubles) {
        return troubles.isEmpty() ? desk : new Troubled(desk, troubles);
    }

    @Override
    public PowerView view() {
        return desk.view().troubled(troubles);
    }
}
