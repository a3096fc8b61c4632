package dev.steward.runner.proxmox.text;

import java.util.Optional;

/**
 * What a disk or mount point is kept in.
 *
 * @param text as written: {@code local-lvm:vm-101-disk-0}, {@code /srv/data}, {@code /dev/sdb}, {@code none}
 */
public record Volume(String text) {

    /** The storage; empty: a path of the node, or nothing. */
    public Optional<String> storage() {
        int colon = text.indexOf(':');
        return text.startsWith("/") || colon < 1 ? Optional.empty() : Optional.of(text.substring(0, colon));
    }

    /** Whether it is a path of the node: a bind mount or a device. */
    public boolean path() {
        return text.startsWith("/");
    }

    @Override
    public String toString() {
        return text;
    }
}
