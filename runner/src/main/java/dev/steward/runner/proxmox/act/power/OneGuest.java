package dev.steward.runner.proxmox.act.power;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.PveVersion;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Change;
import dev.steward.runner.proxmox.act.GuestState;
import dev.steward.runner.proxmox.act.power.Reached.Result;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.task.GuestAction;
import dev.steward.runner.proxmox.task.TaskEnd;
import dev.steward.runner.proxmox.text.Startup;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** One guest on its way to a goal. Used once, by one thread. */
final class OneGuest {

    /** From PVE's own time limit to the end of its UPID: a lock to wait for, a SIGTERM, a SIGKILL 10 s later. */
    private static final Duration AFTER_LIMIT = Duration.ofSeconds(40);

    /** What a hard stop may take. */
    private static final Duration HARD = Duration.ofSeconds(60);

    /** Until a node shows what its UPID did. */
    private static final Duration TO_SHOW = Duration.ofSeconds(20);

    /** The HA manager acts on its next rounds, up to 20 s after it was asked. */
    private static final Duration HA_ROUNDS = Duration.ofSeconds(60);

    /** A guest may just have followed when its UPID gave up, or do so though its answer was lost. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Acting acting;
    private final Wish wish;
    private Guest guest;
    private GuestState before;
    private long begun;

    OneGuest(Acting acting, Guest guest, Wish wish) {
        this.acting = acting;
        this.guest = guest;
        this.wish = wish;
    }

    Reached reach() throws PveException, ActException, InterruptedException {
        if (guest.template()) {
            throw new ActException("is a template, and never runs");
        }
        before = state();
        Decision decision = Decision.of(wish.goal(), guest.kind(), before, wish.force());
        return switch (decision.kind()) {
            case ALREADY -> reached(Result.ALREADY, before, decision.words());
            case LEFT -> reached(Result.LEFT, before, decision.words());
            case REFUSED -> reached(Result.FAILED, before, decision.words());
            case ACT -> wish.check() ? would() : done(decision.action().get());
        };
    }

    private Reached would() {
        String words = "would be " + wish.goal().past() + " (is " + before.word() + ")";
        return new Reached(guest, Result.CHANGED, before.word(), wish.goal().word(), words);
    }

    private Reached done(GuestAction action) throws PveException, ActException, InterruptedException {
        begun = acting.time().nanos();
        if (wish.goal().down()) {
            // with the order, not with its end: a guest that was asked goes down even when nobody waits for it any more
            acting.rules().stops(guest);
        }
        boolean hard = action == GuestAction.REBOOT && before.suspended();
        Optional<String> failure = hard ? Optional.of("it is suspended") : asked(action);
        GuestState after = awaited(failure.isPresent() ? AFTER_FAILURE : toShow(action));
        if (there(after)) {
            return reached(Result.CHANGED, after, "was " + wish.goal().past() + ha());
        }
        if (wish.force() && (action == GuestAction.SHUTDOWN || action == GuestAction.REBOOT)) {
            return forced(action, failure.orElse("it did not follow in time"));
        }
        return reached(Result.FAILED, after, failed(action, failure, after));
    }

    private String failed(GuestAction action, Optional<String> failure, GuestState after) {
        String words = "is " + after.word() + " still: "
                + failure.orElse("PVE took the " + action + " as done, but its node does not show it");
        if (guest.kind() == GuestKind.LXC && action == GuestAction.SUSPEND) {
            return words + "; PVE suspends containers by an experiment (CRIU) that seldom works: shut it down instead";
        }
        boolean graceful = action == GuestAction.SHUTDOWN || action == GuestAction.REBOOT;
        return words + (graceful ? "; force: true stops it hard after the timeout" : "");
    }

    /** Pulls the plug, and starts it again where it shall run. */
    private Reached forced(GuestAction action, String why) throws PveException, ActException, InterruptedException {
        asked(GuestAction.STOP);
        GuestState off = awaited(toShow(GuestAction.STOP), GuestState::stopped);
        if (!off.stopped()) {
            return reached(Result.FAILED, off, "is " + off.word() + " still, although it was stopped hard: " + why);
        }
        if (action == GuestAction.SHUTDOWN) {
            return reached(Result.CHANGED, off, "was stopped hard: " + why + ha());
        }
        Optional<String> failure = asked(GuestAction.START);
        GuestState after = failure.isPresent() ? state() : awaited(toShow(GuestAction.START));
        return there(after)
                ? reached(Result.CHANGED, after, "was stopped hard and started: " + why)
                : reached(
                        Result.FAILED,
                        after,
                        "was stopped hard, and does not start: " + failure.orElse("no reason told"));
    }

    /** Asks PVE for an action; what went wrong, where something did. */
    private Optional<String> asked(GuestAction action) throws PveException, InterruptedException {
        String words = action.word() + " " + Reached.name(guest);
        PvePath path = action.path(guest.kind(), guest.node(), guest.vmid());
        Change change = Change.post(words, path, form(action)).within(patience(action));
        try {
            Optional<TaskEnd> end = acting.carryOut(change);
            return end.filter(e -> !e.ok()).map(e -> Acting.failure(words, e));
        } catch (PveException e) {
            // it is, or is not, in the state the call needs: a look tells whether that is the goal
            if (e.kind() == Kind.STATE || e.kind() == Kind.BUSY || e.kind() == Kind.UNKNOWN_OUTCOME) {
                return Optional.of(e.getMessage());
            }
            throw e;
        }
    }

    private Map<String, Object> form(GuestAction action) throws PveException, InterruptedException {
        Map<String, Object> form = new LinkedHashMap<>();
        if (action == GuestAction.SHUTDOWN || action == GuestAction.REBOOT) {
            form.put("timeout", Math.max(1, timeout().toSeconds()));
        }
        if (action == GuestAction.SHUTDOWN && wish.force()) {
            form.put("forceStop", true);
        }
        if (action == GuestAction.SUSPEND && wish.goal() == Goal.HIBERNATED) {
            form.put("todisk", true);
        }
        if (action == GuestAction.STOP && !before.managed() && wish.goal() != Goal.STOPPED && overrules()) {
            form.put("overrule-shutdown", true);
        }
        return form;
    }

    /** Whether this release can stop a guest whose shutdown still hangs (since 8.2). */
    private boolean overrules() throws PveException, InterruptedException {
        return acting
                .api()
                .get(PvePath.of("version"), Map.of())
                .fields()
                .text("version")
                .flatMap(PveVersion::find)
                .stream()
                .anyMatch(version -> version.atLeast(8, 2));
    }

    private Duration patience(GuestAction action) throws PveException, InterruptedException {
        return switch (action) {
            case SHUTDOWN, REBOOT -> timeout().plus(AFTER_LIMIT);
            case STOP -> HARD;
            default -> wish.timeout().orElse(acting.limit());
        };
    }

    private Duration timeout() throws PveException, InterruptedException {
        if (wish.timeout().isPresent()) {
            return wish.timeout().get();
        }
        return Startup.parse(acting.config(guest).text("startup", "")).down().orElse(acting.limit());
    }

    private Duration toShow(GuestAction action) throws PveException, InterruptedException {
        boolean ha = before.managed();
        Duration rounds = ha ? HA_ROUNDS : TO_SHOW;
        return ha && action == GuestAction.SHUTDOWN || action == GuestAction.REBOOT ? rounds.plus(timeout()) : rounds;
    }

    private boolean there(GuestState state) {
        return switch (wish.goal()) {
            case STARTED, RESUMED -> state.running() && !state.suspended();
            case STOPPED, SHUTDOWN -> state.stopped();
            case REBOOTED -> state.running() && !state.suspended() && another(state);
            case SUSPENDED -> state.suspended() || state.stopped();
            case HIBERNATED -> state.hibernated();
        };
    }

    /** Whether it is another process than before: "running" alone was true before too. */
    private boolean another(GuestState state) {
        if (state.pid().isPresent() && before.pid().isPresent()) {
            return state.pid().getAsLong() != before.pid().getAsLong();
        }
        long since = Duration.ofNanos(acting.time().nanos() - begun).toSeconds();
        return state.uptime() < before.uptime() && state.uptime() <= since + 1;
    }

    private GuestState awaited(Duration limit) throws PveException, ActException, InterruptedException {
        return awaited(limit, this::there);
    }

    private GuestState awaited(Duration limit, Predicate<GuestState> there)
            throws PveException, ActException, InterruptedException {
        long start = acting.time().nanos();
        GuestState now = state();
        while (!there.test(now)
                && !now.haState().filter("error"::equals).isPresent()
                && acting.time().nanos() - start < limit.toNanos()) {
            acting.time().sleep(PAUSE);
            now = state();
        }
        return now;
    }

    /** What it does now; a guest that moved is found again. */
    private GuestState state() throws PveException, ActException, InterruptedException {
        try {
            return acting.state(guest);
        } catch (PveException e) {
            if (e.kind() != Kind.MISSING) {
                throw e;
            }
            guest = acting.guest(guest.vmid());
            return acting.state(guest);
        }
    }

    /* PVE writes this down in the HA configuration, and so it stays off after a power cut. */
    private String ha() {
        return before.managed() && wish.goal().down() ? "; HA keeps it stopped until it is started again" : "";
    }

    private Reached reached(Result result, GuestState after, String words) {
        return new Reached(guest, result, before.word(), after.word(), words);
    }
}
