package dev.steward.runner.app.power;

import java.util.ArrayList;
import java.util.List;

/** Power protection of a Steward that could start nothing else: it says so first, whoever asks. */
public record Troubled(PowerDesk desk, List<String> troubles) implements PowerDesk {

    public Troubled {
        troubles = List.copyOf(troubles);
    }

    /** The desk itself where nothing is wrong. */
    public static PowerDesk of(PowerDesk desk, List<String> troubles) {
        return troubles.isEmpty() ? desk : new Troubled(desk, troubles);
    }

    @Override
    public PowerView view() {
        PowerView view = desk.view();
        List<String> all = new ArrayList<>(troubles);
        all.addAll(view.troubles());
        return new PowerView(
                view.configured(),
                view.armed(),
                view.state(),
                view.upses(),
                view.plan(),
                view.planHash(),
                view.outage(),
                all);
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
        return desk.rehearse(scenario, who);
    }

    @Override
    public List<OutageLine> history(int most) {
        return desk.history(most);
    }
}
