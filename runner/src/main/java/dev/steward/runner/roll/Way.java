package dev.steward.runner.roll;

import java.util.Locale;

/** What becomes of a guest while its node is out of service. */
public enum Way {
    /** A running VM moves without a break. */
    LIVE,
    /** A running container is shut down, moved and started there. */
    RESTART,
    /** The HA manager moves it, when its node goes under maintenance, and back afterwards. */
    HA,
    /** It is shut down where it is, and started when the node is back. */
    STOP,
    /** It stays as it is; where it runs, it goes down with its node and starts with it. */
    STAYS,
    /** It can neither move nor stay: the node is not touched. */
    REFUSE;

    /** In a word, as {@code live}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it ends on another node. */
    public boolean leaves() {
        return this == LIVE || this == RESTART || this == HA;
    }
}
