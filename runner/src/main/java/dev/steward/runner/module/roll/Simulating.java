package dev.steward.runner.module.roll;

import dev.steward.runner.module.LentTarget;
import dev.steward.runner.module.Target;

/** A target on which nothing may be changed, whatever the run may. */
final class Simulating extends LentTarget {

    Simulating(Target target) {
        super(target);
    }

    @Override
    public boolean check() {
        return true;
    }
}
