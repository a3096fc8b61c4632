package dev.steward.runner.proxmox.act.power;

/** What a guest shall be brought to. */
public enum Goal {
    /** It runs. */
    STARTED("started", "running"),
    /** It is off, as by pulling the plug. */
    STOPPED("stopped", "stopped"),
    /** It is off, in good order. */
    SHUTDOWN("shut down", "stopped"),
    /** It runs, as another process than before. */
    REBOOTED("rebooted", "running"),
    /** It stands still and keeps its memory. */
    SUSPENDED("suspended", "suspended"),
    /** It is off, its memory on a disk to go on from. */
    HIBERNATED("hibernated", "hibernated"),
    /** It goes on where it was suspended or hibernated. */
    RESUMED("resumed", "running");

    private final String past;
    private final String word;

    Goal(String past, String word) {
        this.past = past;
        this.word = word;
    }

    /** As in {@code was shut down}. */
    public String past() {
        return past;
    }

    /** What a guest that reaches it does, as {@link dev.steward.runner.proxmox.act.GuestState#word} says it. */
    public String word() {
        return word;
    }

    /** Whether a guest that reaches it is off. */
    public boolean down() {
        return this == STOPPED || this == SHUTDOWN || this == HIBERNATED;
    }
}
