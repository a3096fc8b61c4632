package dev.steward.runner.patch;

import dev.steward.runner.inventory.Host;
import java.util.List;

/** What people want left out of patch runs for longer than one of them. */
public interface Exceptions {

    /** Nobody wants any. */
    Exceptions NONE = host -> List.of();

    /** Those that hold now for a host: its own, and those of its groups and tags. */
    List<Excluded> of(Host host);
}
