package dev.steward.runner.proxmox.text;

import java.util.Arrays;
import java.util.List;

/** What a VM boots from. */
public final class Boot {

    private Boot() {}

    /**
     * Reads {@code order=scsi0;net0} into scsi0, net0. The form before PVE 6.3, {@code cdn}, names kinds of devices: disk,
     * cdrom, network.
     */
    public static List<String> order(String value) {
        PropertyString text = PropertyString.parse(value);
        if (text.get("order").isPresent()) {
            return Arrays.stream(text.get("order").get().split("[;\\s]+"))
                    .filter(device -> !device.isEmpty())
                    .toList();
        }
        return text.bareOr("legacy").orElse("").chars().mapToObj(Boot::legacy).toList();
    }

    private static String legacy(int letter) {
        return switch (letter) {
            case 'a' -> "floppy";
            case 'c' -> "disk";
            case 'd' -> "cdrom";
            case 'n' -> "network";
            default -> String.valueOf((char) letter);
        };
    }
}
