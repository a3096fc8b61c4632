package dev.steward.runner.engine;

import java.util.Optional;

/** Asked before a host begins a play: a run that must end in time does not start what it could not finish. */
@FunctionalInterface
public interface StartGate {

    /** Lets every host begin. */
    StartGate OPEN = (play, host) -> Optional.empty();

    /**
     * Why a host does not begin.
     *
     * @param play the play's name
     * @param host by name
     * @return one sentence for people; empty: it begins
     */
    Optional<String> closed(String play, String host);
}
