package dev.steward.runner.proxmox.estate;

/**
 * An address of a guest.
 *
 * @param ip without a prefix length
 * @param device as eth0 or ens18; net0 where only the configuration says it
 * @param origin who says so
 */
public record Address(String ip, String device, Origin origin) {

    /** Who says so. */
    public enum Origin {
        /** The container itself. */
        INTERFACES,
        /** The QEMU guest agent. */
        AGENT,
        /** The guest's configuration: what it should have. */
        CONFIG
    }

    /** Whether a text has the form of an address; nothing is asked. */
    public static boolean is(String text) {
        return Ip.is(text);
    }

    /** Whether it is one of IPv6. */
    public boolean six() {
        return ip.indexOf(':') >= 0;
    }
}
