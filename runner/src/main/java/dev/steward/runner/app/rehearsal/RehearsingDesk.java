package dev.steward.runner.app.rehearsal;

import dev.steward.runner.app.power.OutageLine;
import dev.steward.runner.app.power.PlanView;
import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerRefused;
import dev.steward.runner.app.power.PowerView;
import java.util.List;

/** A desk at which outages can be played too. */
public final class RehearsingDesk implements PowerDesk {

    private final PowerDesk desk;
    private final Rehearsal rehearsal;

    /** In front of another. */
    public RehearsingDesk(PowerDesk desk, Rehearsal rehearsal) {
        this.desk = desk;
        this.rehearsal = rehearsal;
    }

    @Override
    public PowerView view() {
        return desk.view();
    }

    @Override
    public PlanView plan() {
        return desk.plan();
    }

    @Override
    public void arm(boolean on, Who who) throws PowerRefused {
        desk.arm(on, who);
    }

    @Override
    public long apply(Apply how, Who who) throws PowerRefused {
        return desk.apply(how, who);
    }

    @Override
    public void abort(Who who) throws PowerRefused {
        desk.abort(who);
    }

    @Override
    public long recover(boolean check, Who who) throws PowerRefused {
        return desk.recover(check, who);
    }

    @Override
    public long rehearse(String scenario, Who who) throws PowerRefused {
        return rehearsal.begin(scenario, who.name());
    }

    @Override
    public List<OutageLine> history(int most) {
        return desk.history(most);
    }
}
