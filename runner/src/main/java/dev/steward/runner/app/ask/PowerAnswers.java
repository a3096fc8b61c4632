package dev.steward.runner.app.ask;

import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerRefused;
import dev.steward.runner.control.Ask;
import java.util.Optional;

/** Answers what commands ask about power. */
public final class PowerAnswers {

    private final PowerDesk desk;

    /** At a desk. */
    public PowerAnswers(PowerDesk desk) {
        this.desk = desk;
    }

    /** An answer: facts, or a run that was begun. */
    public sealed interface Answer {

        /** Facts, or a sentence. */
        record Facts(Object data) implements Answer {}

        /** The number of a run. */
        record Begun(long run) implements Answer {}
    }

    /**
     * What is answered.
     *
     * @throws PowerRefused with what is to be done instead
     */
    public Answer answer(Ask.OfPower ask) throws PowerRefused {
        if (ask instanceof Ask.OfPower.Status) {
            return new Answer.Facts(desk.view());
        }
        if (ask instanceof Ask.OfPower.Plan) {
            return new Answer.Facts(desk.plan());
        }
        if (ask instanceof Ask.OfPower.History history) {
            return new Answer.Facts(desk.history(history.count()));
        }
        if (ask instanceof Ask.OfPower.Arm arm) {
            desk.arm(arm.on(), new PowerDesk.Who(arm.by(), arm.reason()));
            return new Answer.Facts(
                    arm.on()
                            ? "Power protection is ARMED: an outage carries the plan out."
                            : "Power protection is DISARMED: an outage is watched and told, and stops nothing.");
        }
        if (ask instanceof Ask.OfPower.Abort abort) {
            desk.abort(new PowerDesk.Who(abort.by(), abort.reason()));
            return new Answer.Facts("The outage is ended: no new phase begins, and what was stopped is brought back.");
        }
        return new Answer.Begun(begun(ask));
    }

    private long begun(Ask.OfPower ask) throws PowerRefused {
        if (ask instanceof Ask.OfPower.Apply apply) {
            PowerDesk.Apply how = new PowerDesk.Apply(
                    apply.now(), apply.check(), Optional.ofNullable(apply.phase()), Optional.ofNullable(apply.task()));
            return desk.apply(how, new PowerDesk.Who(apply.by(), apply.reason()));
        }
        if (ask instanceof Ask.OfPower.Recover recover) {
            return desk.recover(recover.check(), new PowerDesk.Who(recover.by(), recover.reason()));
        }
        Ask.OfPower.Rehearse rehearse = (Ask.OfPower.Rehearse) ask;
        return desk.rehearse(rehearse.scenario(), new PowerDesk.Who(rehearse.by(), ""));
    }
}
