package dev.steward.runner.app.audit;

import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.Desk;
import dev.steward.runner.control.Reply;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.account.Audit;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps in the audit what commands changed, from what to what; accounts and tokens tell of themselves. */
public final class AuditedDesk implements Desk {

    private static final Set<String> PATCHES =
            Set.of("begin", "rollback", "hold", "exempt", "end-exception", "end-exemption", "reboot", "roll-abandon");
    private static final Set<String> ALERTS = Set.of("ack", "silence", "unsilence");
    private static final Set<String> APPROVALS = Set.of("approve", "reject", "apply");

    private final Desk desk;
    private final Audit audit;
    private final States states;

    /** Before another desk. */
    public AuditedDesk(Desk desk, Audit audit, States states) {
        this.desk = desk;
        this.audit = audit;
        this.states = states;
    }

    /** The same on a store and power protection. */
    public static Desk before(Desk desk, Store store, PowerDesk power, Time time) {
        return new AuditedDesk(desk, store.audit(), States.of(store, power, time));
    }

    @Override
    public void handle(Ask ask, Replies replies) throws IOException, InterruptedException {
        Optional<Thing> thing = thing(ask);
        if (thing.isEmpty()) {
            desk.handle(ask, replies);
            return;
        }
        String before = states.of(thing.get().kind(), thing.get().id());
        AtomicBoolean noted = new AtomicBoolean();
        desk.handle(ask, reply -> {
            // a run is kept when it begins, not when whoever watches it goes away
            boolean begun = reply instanceof Reply.Begun || reply instanceof Reply.Done;
            if (begun && noted.compareAndSet(false, true)) {
                note(thing.get(), before, reply);
            }
            replies.accept(reply);
        });
    }

    private void note(Thing thing, String before, Reply reply) {
        String after = states.of(thing.kind(), thing.id());
        String made = reply instanceof Reply.Begun begun ? "run " + begun.run() : "";
        String now = after.equals(before) && !made.isEmpty() ? made : after;
        audit.note(new Audit.Change(thing.by(), "cli", thing.what(), thing.id(), before, now));
    }

    /** What a command changes. */
    private record Thing(String by, String what, String kind, String id) {}

    private static Optional<Thing> thing(Ask ask) {
        if (ask instanceof Ask.Begin begin) {
            return Optional.of(new Thing(begin.by(), "run begun", "", begin.playbook()));
        } else if (ask instanceof Ask.Again again) {
            return Optional.of(new Thing(again.by(), "run repeated", "run", Long.toString(again.run())));
        } else if (ask instanceof Ask.Resume one) {
            return Optional.of(new Thing(one.by(), "run resumed", "run", Long.toString(one.run())));
        } else if (ask instanceof Ask.Cancel cancel) {
            return Optional.of(new Thing(cancel.by(), "run cancelled", "run", Long.toString(cancel.run())));
        } else if (ask instanceof Ask.Steer steer) {
            return Optional.of(new Thing(steer.by(), "schedule " + steer.what(), "schedule", steer.name()));
        } else if (ask instanceof Ask.ForApproval wanted) {
            return Optional.of(new Thing(
                    wanted.run().by(), "approval asked for", "", wanted.run().playbook()));
        } else if (ask instanceof Ask.OfApproval one && APPROVALS.contains(one.verb())) {
            return Optional.of(new Thing(one.by(), "approval " + one.verb(), "approval", Long.toString(one.id())));
        } else if (ask instanceof Ask.OfPower power) {
            return power(power);
        }
        return verbs(ask);
    }

    private static Optional<Thing> verbs(Ask ask) {
        if (ask instanceof Ask.OfPatch one && PATCHES.contains(one.verb())) {
            String kind = one.verb().startsWith("end-") ? "exception" : "";
            return Optional.of(new Thing(one.by(), "patches " + one.verb(), kind, said(one.said())));
        } else if (ask instanceof Ask.OfAlert one && ALERTS.contains(one.verb())) {
            String kind = one.verb().equals("ack") ? "alert" : "silence";
            return Optional.of(new Thing(one.by(), "alerts " + one.verb(), kind, said(one.said())));
        } else if (ask instanceof Ask.OfServer one && !one.verb().equals("list")) {
            return Optional.of(new Thing(
                    one.by(),
                    "servers " + one.verb(),
                    "server",
                    String.valueOf(one.said().getOrDefault("server", ""))));
        }
        return Optional.empty();
    }

    private static Optional<Thing> power(Ask.OfPower ask) {
        if (ask instanceof Ask.OfPower.Arm one) {
            return Optional.of(new Thing(one.by(), one.on() ? "power arm" : "power disarm", "power", one.reason()));
        } else if (ask instanceof Ask.OfPower.Apply one) {
            return Optional.of(new Thing(one.by(), "power apply", "power", one.reason()));
        } else if (ask instanceof Ask.OfPower.Abort one) {
            return Optional.of(new Thing(one.by(), "power abort", "power", one.reason()));
        } else if (ask instanceof Ask.OfPower.Recover one) {
            return Optional.of(new Thing(one.by(), "power recover", "power", one.reason()));
        }
        return Optional.empty();
    }

    /** What is meant: its number where it has one, else what was said of it. */
    private static String said(Map<String, Object> said) {
        return said.get("id") != null ? String.valueOf(said.get("id")) : said.isEmpty() ? "" : String.valueOf(said);
    }
}
