package dev.steward.runner.lab.pve.state;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A command the guest agent started. */
public final class AgentRun {

    private final AtomicReference<GuestShell.Ended> ended = new AtomicReference<>();

    /** It ended. */
    public void end(GuestShell.Ended how) {
        ended.set(how);
    }

    /** How it ended, where it did. */
    public Optional<GuestShell.Ended> ended() {
        return Optional.ofNullable(ended.get());
    }
}
