package dev.steward.runner.proxmox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a guest is. */
public enum GuestKind {
    /** A container. */
    LXC("CT"),
    /** A virtual machine. */
    QEMU("VM");

    private final String prefix;

    GuestKind(String prefix) {
        this.prefix = prefix;
    }

    /** As in paths and ids of the API: {@code lxc}, {@code qemu}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As PVE speaks of one: {@code CT}, {@code VM}. */
    public String prefix() {
        return prefix;
    }

    /** The kind of this word; empty: something newer than this product. */
    public static Optional<GuestKind> find(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** Where a guest of this kind is: {@code /nodes/N/lxc/101}. */
    public PvePath path(String node, Vmid vmid) {
        return PvePath.of("nodes", node, word(), vmid);
    }

    @Override
    public String toString() {
        return word();
    }
}
