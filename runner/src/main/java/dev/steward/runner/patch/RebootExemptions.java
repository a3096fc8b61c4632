package dev.steward.runner.patch;

import dev.steward.runner.inventory.Host;
import java.util.Optional;

/** Which hosts nothing automatic reboots. */
@FunctionalInterface
public interface RebootExemptions {

    /** None is. */
    RebootExemptions NONE = host -> Optional.empty();

    /** Why a host is exempt, in one line; empty: it is not. */
    Optional<String> why(Host host);

    /** Whether every reboot of the run is an automatic one, since nobody but a schedule began it. */
    default boolean automatic() {
        return false;
    }
}
