package dev.steward.runner.proxmox.text;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The root file system or a mount point of a container.
 *
 * @param key {@code rootfs}, {@code mp0} …
 * @param volume what it is kept in
 * @param path inside the container; {@code /} for the root
 * @param size in bytes; empty: not written
 * @param backup whether vzdump takes it along; the root always
 * @param readOnly whether it cannot be written
 * @param shared whether all nodes have it
 * @param options of mount(8)
 * @param text all of it
 */
public record Mount(
        String key,
        Volume volume,
        String path,
        OptionalLong size,
        boolean backup,
        boolean readOnly,
        boolean shared,
        List<String> options,
        PropertyString text) {

    public Mount {
        options = List.copyOf(options);
    }

    /** Reads {@code local-lvm:vm-101-disk-0,size=8G} and {@code /srv,mp=/srv,ro=1}. */
    public static Mount parse(String key, String value) {
        PropertyString text = PropertyString.parse(value);
        boolean root = key.equals("rootfs");
        List<String> options = Arrays.stream(text.get("mountoptions").orElse("").split(";"))
                .filter(option -> !option.isEmpty())
                .toList();
        return new Mount(
                key,
                new Volume(text.bareOr("volume").orElse("")),
                root ? "/" : text.get("mp").orElse(""),
                text.get("size").map(Size::bytes).orElse(OptionalLong.empty()),
                root || text.flag("backup").orElse(false),
                text.flag("ro").orElse(false),
                text.flag("shared").orElse(false),
                options,
                text);
    }

    /** Whether it is a directory of the node; such a container does not migrate, unless the directory is shared. */
    public boolean bind() {
        return volume.path() && !volume.text().startsWith("/dev/");
    }
}
