package dev.steward.runner.app.power;

import dev.steward.runner.power.PowerState;
import java.util.List;
import java.util.Optional;

/** No UPS is configured: there is nothing to see, and nothing is done. */
public final class NoPower implements PowerDesk {

    private static final List<String> HINT = List.of("No UPS is configured: add a section 'power' to steward.yml.");

    @Override
    public PowerView view() {
        return new PowerView(
                false,
                false,
                false,
                PowerState.UNKNOWN,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    @Override
    public PlanView plan() {
        return PlanView.none("", HINT);
    }

    @Override
    public void arm(boolean on, Who who) throws PowerRefused {
        throw new PowerRefused(HINT);
    }

    @Override
    public long apply(Apply how, Who who) throws PowerRefused {
        throw new PowerRefused(HINT);
    }

    @Override
    public void abort(Who who) throws PowerRefused {
        throw new PowerRefused(HINT);
    }

    @Override
    public long recover(boolean check, Who who) throws PowerRefused {
        throw new PowerRefused(HINT);
    }

    @Override
    public long rehearse(String scenario, Who who) throws PowerRefused {
        throw new PowerRefused(HINT);
    }

    @Override
    public List<OutageLine> history(int most) {
        return List.of();
    }
}
