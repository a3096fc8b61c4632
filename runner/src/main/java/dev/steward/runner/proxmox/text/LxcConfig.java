package dev.steward.runner.proxmox.text;

import dev.steward.runner.proxmox.PveFields;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The configuration of a container, the parts of it this product knows.
 *
 * @param hostname of the container
 * @param cores empty: all of the node
 * @param memory in MiB
 * @param swap in MiB
 * @param rootfs the root file system
 * @param mounts mp0 …, in the order of their numbers
 * @param nets net0 …, in the order of their numbers
 * @param features what it may do beyond the usual
 * @param unprivileged whether its root is nobody on the node
 * @param protection whether removing it is refused
 * @param onboot whether it starts with its node
 * @param startup its place among the others
 * @param tags each once
 * @param digest for the next change
 * @param all of it, also what is not named here
 */
public record LxcConfig(
        Optional<String> hostname,
        OptionalInt cores,
        OptionalInt memory,
        OptionalInt swap,
        Optional<Mount> rootfs,
        List<Mount> mounts,
        List<Net> nets,
        Features features,
        boolean unprivileged,
        boolean protection,
        boolean onboot,
        Startup startup,
        List<String> tags,
        Optional<String> digest,
        PveFields all) {

    /** Reads the answer to {@code GET /nodes/N/lxc/ID/config}. */
    public static LxcConfig of(PveFields config) {
        return new LxcConfig(
                config.text("hostname"),
                config.count("cores"),
                config.count("memory"),
                config.count("swap"),
                config.text("rootfs").map(value -> Mount.parse("rootfs", value)),
                Keys.all(config, "mp\\d+", Mount::parse),
                Keys.all(config, "net\\d+", Net::parse),
                Features.parse(config.text("features", "")),
                config.flag("unprivileged"),
                config.flag("protection"),
                config.flag("onboot"),
                Startup.parse(config.text("startup", "")),
                Tags.parse(config.text("tags", "")),
                config.text("digest"),
                config);
    }
}
