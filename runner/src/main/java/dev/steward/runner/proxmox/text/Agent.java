package dev.steward.runner.proxmox.text;

/**
 * Whether PVE may ask the QEMU guest agent of a VM; the agent itself may still not run.
 *
 * @param trim whether cloned disks are trimmed
 * @param text all of it
 */
public record Agent(boolean enabled, boolean trim, PropertyString text) {

    /** Reads {@code 1}, {@code enabled=1,fstrim_cloned_disks=1}; an empty text: no agent. */
    public static Agent parse(String value) {
        PropertyString text = PropertyString.parse(value);
        return new Agent(
                text.bareOr("enabled").flatMap(PropertyString::flagOf).orElse(false),
                text.flag("fstrim_cloned_disks").orElse(false),
                text);
    }
}
