package dev.steward.runner.store.lead;

import java.util.Locale;

/** What would be done twice if each of several servers did it. */
public enum Duty {
    /** Looks after the estate: history, alerts, guests that sleep, package work that nothing is heard of. */
    HOUSE("Housekeeping, alerts and guests that sleep"),

    /** Tells people what happened, from the outbox that all share. */
    NOTICES("Notices"),

    /** Protects the house against outages: never given up for want of a database, and asked for only to find out who else does. */
    POWER("Power protection");

    private final String words;

    Duty(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** As it is called in the database. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
