package dev.steward.runner.lab.pve.state;

/**
 * Something that lies on a storage.
 *
 * @param node where it lies; empty on a shared storage
 * @param content backup, vztmpl, iso, images, rootdir
 * @param size in bytes
 * @param vmid the guest it belongs to, 0 for none
 * @param subtype lxc or qemu for a backup, else empty
 * @param made in seconds of the epoch
 */
public record Volume(
        String id, String node, String content, String format, long size, int vmid, String subtype, long made) {

    /** The storage's name. */
    public String storage() {
        return id.substring(0, id.indexOf(':'));
    }
}
