package dev.steward.runner.proxmox.text;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A drive of a VM.
 *
 * @param key {@code scsi0}, {@code efidisk0} …
 * @param volume what it is kept in
 * @param size in bytes; empty: not written
 * @param cdrom whether it is an optical drive, a cloud-init drive included
 * @param iothread whether it has a thread of its own
 * @param discard whether freed blocks go back to the storage
 * @param ssd whether the guest is told that it is one
 * @param backup whether vzdump takes it along
 * @param text all of it
 */
public record Disk(
        String key,
        Volume volume,
        OptionalLong size,
        boolean cdrom,
        boolean iothread,
        boolean discard,
        boolean ssd,
        boolean backup,
        PropertyString text) {

    /** Reads {@code local-lvm:vm-100-disk-0,size=32G,iothread=1,discard=on}. */
    public static Disk parse(String key, String value) {
        PropertyString text = PropertyString.parse(value);
        return new Disk(
                key,
                new Volume(text.bareOr("file").or(() -> text.get("volume")).orElse("")),
                text.get("size").map(Size::bytes).orElse(OptionalLong.empty()),
                text.get("media").equals(Optional.of("cdrom")),
                text.flag("iothread").orElse(false),
                text.flag("discard").orElse(false),
                text.flag("ssd").orElse(false),
                text.flag("backup").orElse(true),
                text);
    }

    /** The bus: {@code scsi}, {@code virtio}, {@code sata}, {@code ide}, {@code efidisk}, {@code tpmstate}. */
    public String bus() {
        return Keys.word(key);
    }
}
