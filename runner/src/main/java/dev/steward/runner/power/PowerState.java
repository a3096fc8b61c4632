package dev.steward.runner.power;

/** How a power domain stands. */
public enum PowerState {
    /** On mains. */
    ONLINE,
    /** On battery, not long enough yet to count, or no phase has begun. */
    ON_BATTERY,
    /** Phases are carried out; power that returns ends them and undoes them. */
    SHEDDING,
    /** The point of no return is behind: the plan is carried out to its end. */
    COMMITTED,
    /** Power is back, and what was stopped is brought back. */
    RECOVERING,
    /** Nothing is known of the UPS: it has not answered since the start. */
    UNKNOWN
}
