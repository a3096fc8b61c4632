package dev.steward.runner.lab.debian;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which packages of a machine cannot be set up, because their postinst script fails. */
public final class Postinsts {

    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    /** Their names; what is taken away can be set up from then on. */
    public Set<String> failing() {
        return failing;
    }
}
