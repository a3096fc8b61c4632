package dev.steward.runner.collect;

import dev.steward.runner.proxmox.estate.Guest;
import java.io.IOException;
import java.time.Duration;

/** Reads in containers, by the ways that runs have into them. */
@FunctionalInterface
public interface GuestFiles {

    /** No way into any. */
    GuestFiles NONE = (guest, limit) -> {
        throw new IOException("there is no way into containers");
    };

    /**
     * The text of /etc/os-release of a running container.
     *
     * @param limit for all of it
     * @throws IOException where there is no way in, or no such file, with words for the operator
     */
    String osRelease(Guest guest, Duration limit) throws IOException, InterruptedException;
}
