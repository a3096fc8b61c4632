package dev.steward.runner.power;

/** A UPS that can be asked how it stands. */
public interface UpsSource {

    /** Asks once, within the bounds of time the source was given; what goes wrong is an answer of its own. */
    UpsReading ask();
}
