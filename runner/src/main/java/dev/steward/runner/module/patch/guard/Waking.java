package dev.steward.runner.module.patch.guard;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Command.Limits;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.guest.Running;
import dev.steward.runner.proxmox.act.power.Goal;
import dev.steward.runner.proxmox.act.power.GuestPower;
import dev.steward.runner.proxmox.act.power.Reached;
import dev.steward.runner.proxmox.act.power.Wish;
import java.time.Duration;
import java.util.Optional;

/** Starts a guest that is off for its update, and stops it again whatever becomes of that. */
final class Waking {

    private static final Duration ANSWERS = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** A default route is there as soon as the network is: without it no package index can be refreshed. */
    private static final String NETWORK =
            "i=0; while [ $i -lt 30 ]; do while read -r dev dest rest; do [ \"$dest\" != 00000000 ] || exit 0; done"
                    + " </proc/net/route; i=$((i + 1)); sleep 1; done; exit 0";

    private final Subject subject;
    private final Target target;
    private boolean started;
    private Optional<String> kept = Optional.empty();

    Waking(Subject subject, Target target) {
        this.subject = subject;
        this.target = target;
    }

    void start() throws ActException, ConnectionException, InterruptedException {
        if (subject.ran()) {
            return;
        }
        started = new Running(subject.acting()).started(subject.guest(), false);
        target.log("started for its update");
        try {
            answered();
            target.probe(Command.script(NETWORK).within(Limits.of(Duration.ofSeconds(60))));
        } catch (ConnectionException | InterruptedException e) {
            stopAfter(e);
            throw e;
        }
    }

    private void answered() throws ConnectionException, InterruptedException {
        long begun = target.time().nanos();
        while (true) {
            try {
                if (target.probe(Command.argv("true").within(Limits.of(Duration.ofSeconds(20))))
                        .good()) {
                    return;
                }
            } catch (ConnectionException e) {
                if (target.time().nanos() - begun > ANSWERS.toNanos()) {
                    throw e;
                }
            }
            if (target.time().nanos() - begun > ANSWERS.toNanos()) {
                return;
            }
            target.time().sleep(PAUSE);
        }
    }

    /** It is left on. */
    void keep(String why) {
        kept = Optional.of(why);
    }

    /** Stops it where it was started. */
    Outcome stopped(Outcome outcome) throws InterruptedException {
        if (!started) {
            return outcome;
        }
        if (kept.isPresent()) {
            return Results.said(outcome, "it was off before and is left running, as " + kept.get());
        }
        Reached reached = stop();
        return reached.result() == Reached.Result.FAILED
                ? Results.failed(outcome, outcome.message() + "; it could not be stopped again: " + reached.sentence())
                : Results.said(outcome, "started for it and stopped again");
    }

    private Reached stop() throws InterruptedException {
        return new GuestPower(subject.acting())
                .one(subject.guest(), new Wish(Goal.SHUTDOWN, Optional.empty(), true, false));
    }

    /** Stops it where it was started, when something came between. */
    void stopAfter(Exception cause) throws InterruptedException {
        if (!started) {
            return;
        }
        started = false;
        if (cause instanceof ConnectionException lost && lost.kind() == ConnectionException.Kind.LOST) {
            target.log("it was off before and is left running: its package work may go on");
            return;
        }
        Reached reached = stop();
        target.log(
                reached.result() == Reached.Result.FAILED
                        ? "it could not be stopped again: " + reached.sentence()
                        : "stopped again");
    }
}
