package dev.steward.runner.proxmox;

import java.util.Optional;

/**
 * The number of a guest, unique in its cluster.
 *
 * @param value 100 to 999999999 (pve-common, PVE/JSONSchema.pm: pve-vmid)
 */
public record Vmid(int value) implements Comparable<Vmid> {

    private static final int MIN = 100;
    private static final int MAX = 999_999_999;

    public Vmid {
        if (value < MIN || value > MAX) {
            throw new IllegalArgumentException(value + " is no VMID; expected " + MIN + " to " + MAX);
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Vmid parse(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is no VMID; expected a number from " + MIN + " to " + MAX));
    }

    /** Reads one; empty: it is none. */
    public static Optional<Vmid> find(String text) {
        return text.matches("[1-9][0-9]{2,8}") ? Optional.of(new Vmid(Integer.parseInt(text))) : Optional.empty();
    }

    @Override
    public int compareTo(Vmid other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
