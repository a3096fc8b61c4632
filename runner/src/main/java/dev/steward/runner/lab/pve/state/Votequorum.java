package dev.steward.runner.lab.pve.state;

import java.util.Optional;

/** What corosync counts besides the nodes. The cluster's monitor guards it. */
public final class Votequorum {

    private Boolean device;
    private int expected;

    /** Whether a QDevice votes; empty: there is none. */
    public Optional<Boolean> device() {
        return Optional.ofNullable(device);
    }

    /** There is a QDevice, which votes or does not. */
    public void device(boolean votes) {
        device = votes;
    }

    /** The votes expected at run time ({@code pvecm expected}); as many as there are where nobody said. */
    public int expected(int all) {
        return expected > 0 ? expected : all;
    }

    /** Sets them; 0: as configured. A node that joins brings the configured number back. */
    public void expect(int votes) {
        expected = votes;
    }
}
