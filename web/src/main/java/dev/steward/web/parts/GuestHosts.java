package dev.steward.web.parts;

import dev.steward.runner.proxmox.estate.Guest;
import java.util.List;

/** Under which names runs know a guest. */
@FunctionalInterface
public interface GuestHosts {

    /** The hosts of the configured inventory that are this guest; where it cannot be read, the names it would have there. */
    List<String> of(Guest guest);
}
