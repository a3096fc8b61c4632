package dev.steward.runner.collect;

import dev.steward.runner.secret.Secret;
import java.util.Optional;

/** Keeps the refresh token between two starts: the other side may take each one only once. */
public interface PushMemory {

    /** The last one that was given; empty: none, the configured one counts. */
    Optional<Secret> refresh();

    /** It counts from now on. */
    void keep(Secret refresh);
}
