package dev.steward.runner.config.guardian;

import dev.steward.runner.config.guardian.GuardianFile.Action;
import dev.steward.runner.config.guardian.GuardianFile.Health;
import dev.steward.runner.config.guardian.GuardianFile.Kind;
import dev.steward.runner.config.guardian.GuardianFile.OnError;
import dev.steward.runner.config.guardian.GuardianFile.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An action as tasks of a playbook. */
final class TaskWriter {

    private final SecretsFile secrets;
    private final List<Note> notes;

    TaskWriter(SecretsFile secrets, List<Note> notes) {
        this.secrets = secrets;
        this.notes = notes;
    }

    /** Its tasks, as lines; the id is unique in the playbook. Guests are the hosts themselves, or chosen by one host for all. */
    List<String> of(Action action, String id, boolean off, boolean guests) {
        List<String> lines = new ArrayList<>();
        if (action.kind() == Kind.GUEST) {
            guest(action, guests, lines);
            return lines;
        }
        lines.add("task(" + Groovy.name(off ? "Switch off this machine" : action.command()) + ") {");
        if (off) {
            lines.add("    poweroff message: 'The battery of the UPS runs out'");
            notes.add(new Note(
                    action.at(),
                    "this machine is switched off by the module poweroff, as the last of the run and without the delay of '"
                            + action.command().strip() + "'"));
        } else {
            command(action.command(), action, lines);
            retry(action, lines);
        }
        boolean health = action.health().isPresent();
        if (health) {
            lines.add("    register 'done" + id + "'");
        }
        goOn(action, lines);
        lines.add("}");
        action.health().ifPresent(h -> health(h, action, id, lines));
        return lines;
    }

    /** What undoes it, on the same host and within the same time. */
    List<String> undo(Action action) {
        List<String> lines = new ArrayList<>();
        String command = action.recovery().orElseThrow();
        lines.add("task(" + Groovy.name(command) + ") {");
        command(command, action, lines);
        lines.add("}");
        return lines;
    }

    private void command(String command, Action action, List<String> lines) {
        lines.add("    shell " + Groovy.text(command));
        lines.add("    timeout " + Groovy.duration(action.timeout()));
        action.env().forEach((name, value) -> lines.add("    environment " + name + ": " + secrets.kept(name, value)));
    }

    private static void retry(Action action, List<String> lines) {
        int further = action.retry().attempts() - 1;
        if (further > 0) {
            lines.add("    retries " + further + ", delay: "
                    + Groovy.duration(action.retry().delay())
                    + action.retry()
                            .backoff()
                            .map(b -> ", backoff: '" + b + "'")
                            .orElse(""));
        }
    }

    private static void goOn(Action action, List<String> lines) {
        if (action.onError() == OnError.CONTINUE) {
            lines.add("    ignoreErrors()");
            lines.add("    ignoreUnreachable()");
        }
    }

    private void health(Health health, Action action, String id, List<String> lines) {
        lines.add("task(" + Groovy.name((health.succeeds() ? "Well: " : "Down: ") + health.command()) + ") {");
        lines.add("    when { !done" + id + ".failed && !done" + id + ".unreachable }");
        lines.add("    shell " + Groovy.text(health.command()));
        lines.add("    timeout 10.seconds");
        action.env().forEach((name, value) -> lines.add("    environment " + name + ": " + secrets.kept(name, value)));
        lines.add("    register 'health" + id + "'");
        lines.add("    changedWhen { false }");
        lines.add("    failedWhen { health" + id + ".rc " + (health.succeeds() ? "!=" : "==") + " 0 }");
        goOn(action, lines);
        lines.add("}");
    }

    private void guest(Action action, boolean each, List<String> lines) {
        String state = action.hard() ? "stopped" : "shutdown";
        Selector guests = action.guests().orElseThrow();
        lines.add("task(" + Groovy.name((action.hard() ? "Stop " : "Shut down ") + words(guests)) + ") {");
        lines.add("    guest " + (each ? "" : "select: [" + select(guests) + "], ") + "state: '" + state
                + "', timeout: " + Groovy.duration(action.timeout()));
        retry(action, lines);
        goOn(action, lines);
        lines.add("}");
        if (action.health().isPresent()) {
            notes.add(new Note(action.at(), "its healthcheck is left out: the module guest waits until no guest runs"));
        }
        if (action.recovery().isPresent()) {
            notes.add(new Note(
                    action.at(),
                    "its recovery is left out: the guests that an outage stopped, and no others, are started again"));
        }
        if (!action.env().isEmpty()) {
            notes.add(new Note(action.at(), "its env is left out: no command is run for guests"));
        }
    }

    private static String words(Selector guests) {
        List<String> words = new ArrayList<>();
        words.add(guests.type()
                .map(t -> t.equals("lxc") ? "containers" : "virtual machines")
                .orElse("guests"));
        if (!guests.tags().isEmpty()) {
            words.add("with " + String.join(", ", guests.tags()));
        }
        if (!guests.excludeTags().isEmpty()) {
            words.add("without " + String.join(", ", guests.excludeTags()));
        }
        return String.join(" ", words);
    }

    private static String select(Selector guests) {
        List<String> said = new ArrayList<>();
        guests.type().ifPresent(t -> said.add("kind: '" + (t.equals("lxc") ? "lxc" : "vm") + "'"));
        if (!guests.tags().isEmpty()) {
            said.add("tags: " + list(guests.tags()));
        }
        if (!guests.excludeTags().isEmpty()) {
            said.add("excludeTags: " + list(guests.excludeTags()));
        }
        guests.nameRegex().ifPresent(n -> said.add("name: " + Groovy.text(n)));
        if (!guests.vmidRange().isEmpty()) {
            said.add(String.format(
                    Locale.ROOT,
                    "vmidRange: [%d, %d]",
                    guests.vmidRange().get(0),
                    guests.vmidRange().get(1)));
        }
        return said.isEmpty() ? "vmidRange: [100, 999999999]" : String.join(", ", said);
    }

    private static String list(List<String> texts) {
        return "[" + String.join(", ", texts.stream().map(Groovy::text).toList()) + "]";
    }
}
