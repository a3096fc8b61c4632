package dev.steward.runner.module.roll;

import dev.steward.runner.module.LentTarget;
import dev.steward.runner.module.Target;

/** A target whose work on the host goes by another name: that of a run that died, to attach to what it began. */
final class Ticketed extends LentTarget {

    private final String ticket;

    Ticketed(Target target, String ticket) {
        super(target);
        this.ticket = ticket;
    }

    @Override
    public String ticket() {
        return ticket;
    }
}
