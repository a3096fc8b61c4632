package dev.steward.runner.proxmox.text;

import java.util.Arrays;
import java.util.List;

/**
 * What a container may do beyond the usual. All but {@code nesting} only root@pam may change, and no token.
 *
 * @param mount file systems it may mount, as {@code nfs}
 * @param text all of it
 */
public record Features(
        boolean nesting, boolean keyctl, boolean fuse, boolean mknod, List<String> mount, PropertyString text) {

    public Features {
        mount = List.copyOf(mount);
    }

    /** Reads {@code nesting=1,mount=nfs;cifs}; an empty text allows nothing. */
    public static Features parse(String value) {
        PropertyString text = PropertyString.parse(value);
        return new Features(
                text.flag("nesting").orElse(false),
                text.flag("keyctl").orElse(false),
                text.flag("fuse").orElse(false),
                text.flag("mknod").orElse(false),
                Arrays.stream(text.get("mount").orElse("").split("[;\\s]+"))
                        .filter(kind -> !kind.isEmpty())
                        .toList(),
                text);
    }
}
