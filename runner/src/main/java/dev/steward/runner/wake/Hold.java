package dev.steward.runner.wake;

import java.util.List;
import java.util.Optional;

/** Says when nothing may be woken: maintenance, an outage, a UPS on battery. */
@FunctionalInterface
public interface Hold {

    /** Why nothing may be woken now; empty: it may. */
    Optional<String> why();

    /** The first of these that holds. */
    static Hold any(List<Hold> holds) {
        List<Hold> all = List.copyOf(holds);
        return () -> all.stream().flatMap(hold -> hold.why().stream()).findFirst();
    }
}
