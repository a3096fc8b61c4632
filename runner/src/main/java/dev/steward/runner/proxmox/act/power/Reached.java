package dev.steward.runner.proxmox.act.power;

import dev.steward.runner.proxmox.estate.Guest;

/**
 * What became of one guest.
 *
 * @param guest where it was at the end
 * @param result in one word
 * @param before what it did before, in a word
 * @param after what it does now; as before where nothing is known
 * @param words for people, read after its name
 */
public record Reached(Guest guest, Result result, String before, String after, String words) {

    /** Kinds of end. */
    public enum Result {
        /** It was brought there, or would be. */
        CHANGED,
        /** It was there already; nothing was called. */
        ALREADY,
        /** There is nothing to do to it. */
        LEFT,
        /** It is not there. */
        FAILED
    }

    /** As {@code CT 101 web-1 was shut down}. */
    public String sentence() {
        return name(guest) + " " + words;
    }

    /** As {@code CT 101 web-1}. */
    public static String name(Guest guest) {
        String id = guest.kind().prefix() + " " + guest.vmid();
        return guest.name().equals(guest.kind().prefix() + guest.vmid()) ? id : id + " " + guest.name();
    }
}
