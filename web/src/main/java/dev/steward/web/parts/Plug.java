package dev.steward.web.parts;

/** The plug of a demo's simulated UPS. Thread-safe. */
public interface Plug {

    /** The mains is gone. */
    void pull();

    /** The mains is back. */
    void back();

    /** Whether it is pulled. */
    boolean out();
}
