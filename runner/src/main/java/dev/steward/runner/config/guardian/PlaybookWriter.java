package dev.steward.runner.config.guardian;

import dev.steward.runner.config.guardian.GuardianFile.Action;
import dev.steward.runner.config.guardian.GuardianFile.Kind;
import dev.steward.runner.config.guardian.GuardianFile.OnError;
import dev.steward.runner.config.guardian.GuardianFile.Phase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A guardian.yaml as the text of a power playbook. For one use. */
final class PlaybookWriter {

    private static final Pattern OFF = Pattern.compile(
            "(?s)\\s*(sudo\\s+)?(/[\\w/]*/)?(shutdown|poweroff|halt|systemctl\\s+(poweroff|halt))(?![\\w-])(?!.*(\\s-r\\b|\\s-c\\b|--reboot)).*");

    private final GuardianFile file;
    private final Hosts hosts;
    private final List<Note> notes;
    private final TaskWriter tasks;
    private final StringBuilder text = new StringBuilder();
    private final Set<String> names = new HashSet<>();

    PlaybookWriter(GuardianFile file, Hosts hosts, SecretsFile secrets, List<Note> notes) {
        this.file = file;
        this.hosts = hosts;
        this.notes = notes;
        this.tasks = new TaskWriter(secrets, notes);
    }

    /** The text. */
    String write(String ups) {
        line(
                0,
                "// Made from a guardian.yaml. What it could not say here was told when it was made; rehearse it before you trust it:");
        line(0, "//   steward power rehearse");
        line(0, "playbook('UPS shutdown') {");
        line(0, "");
        line(1, "onBattery ups: " + Groovy.text(ups));
        line(1, "onPowerRestored stableFor: " + Groovy.duration(file.recovery().stable()));
        line(
                1,
                "emergencyWhen { ups.lowBattery || ups.forcedShutdown || ups.charge <= "
                        + file.ups().emergency() + " }");
        line(0, "");
        line(1, "// Say how machines come on again; a guardian.yaml has no word for it.");
        line(1, "// wayBack upsReturn: true, wake: ['NODE'], note: 'BIOS: power on after AC loss'");
        boolean off = false;
        for (int i = 0; i < file.phases().size(); i++) {
            off |= phase(file.phases().get(i), i + 1, off);
        }
        if (!off) {
            last();
        }
        line(0, "}");
        return text.toString();
    }

    /** Whether it switches Steward's own machine off. */
    private boolean phase(Phase phase, int number, boolean before) {
        boolean off = phase.actions().stream().anyMatch(PlaybookWriter::off);
        boolean machines = off || phase.actions().stream().anyMatch(a -> a.kind() == Kind.GUEST);
        line(0, "");
        line(1, "phase(" + Groovy.text(unique(phase.name())) + ") {");
        gate(phase, number);
        phase.timeout().filter(t -> !t.isZero()).ifPresent(t -> line(2, "timeout " + Groovy.duration(t)));
        if (!machines) {
            line(
                    2,
                    "shrink order: " + number
                            + ", to: 0.seconds      // left out in an emergency: guests and machines come first");
        }
        if (off && !before) {
            line(2, "pointOfNoReturn()");
        }
        onError(phase);
        plays(phase, number);
        recover(phase, number);
        line(1, "}");
        return off;
    }

    private void gate(Phase phase, int number) {
        List<String> gates = new ArrayList<>();
        if (number == 1) {
            gates.add("ups.charge <= " + file.ups().critical());
        }
        phase.gate().ifPresent(g -> gates.add(gates.isEmpty() ? g : "(" + g + ")"));
        if (!gates.isEmpty()) {
            line(2, "startWhen { " + String.join(" && ", gates) + " }");
        }
        phase.gate()
                .ifPresent(g -> notes.add(new Note(
                        phase.at(),
                        "phase " + phase.name() + ": it waits until { " + g
                                + " } holds; Guardian looked once and left the phase out")));
    }

    private void onError(Phase phase) {
        Set<OnError> said = new TreeSet<>();
        phase.actions().forEach(a -> said.add(a.onError()));
        if (said.contains(OnError.ABORT_ALL) && said.contains(OnError.ABORT_PHASE)) {
            notes.add(
                    new Note(
                            phase.at(),
                            "phase " + phase.name()
                                    + ": it has abort_phase and abort_all; here one word holds for a phase, and abortAll was taken"));
        }
        if (said.contains(OnError.ABORT_ALL)) {
            line(2, "onError 'abortAll'");
        } else if (said.contains(OnError.ABORT_PHASE)) {
            line(2, "onError 'abortPhase'");
        }
    }

    private void plays(Phase phase, int number) {
        List<String> on = phase.actions().stream().map(hosts::of).distinct().toList();
        if (phase.parallel() && on.size() > 1) {
            together(phase, number, on);
            return;
        }
        for (int i = 0; i < phase.actions().size(); i++) {
            Action action = phase.actions().get(i);
            String label = number + "." + (i + 1);
            line(0, "");
            line(2, "play(" + Groovy.text(label + " " + of(action)) + ") {");
            Optional<String> guests = action.guests().flatMap(Hosts::pattern);
            line(3, "hosts " + Groovy.text(guests.orElse(hosts.of(action))));
            guests.ifPresent(g -> line(3, "forks 100"));
            line(3, "tasks {");
            body(tasks.of(action, label.replace('.', '_'), off(action), guests.isPresent()), 4);
            line(3, "}");
            line(2, "}");
        }
    }

    /** Hosts side by side, each at its own pace; what is on one host is done in order. */
    private void together(Phase phase, int number, List<String> on) {
        line(0, "");
        line(2, "play('" + number + " side by side') {");
        line(3, "hosts " + Groovy.text(String.join(":", on)));
        line(3, "strategy 'free'");
        line(3, "forks " + on.size());
        line(3, "tasks {");
        for (int i = 0; i < phase.actions().size(); i++) {
            Action action = phase.actions().get(i);
            line(4, "block('" + number + "." + (i + 1) + " " + escaped(of(action)) + "') {");
            line(5, "when { host.name == " + Groovy.text(hosts.of(action)) + " }");
            body(tasks.of(action, number + "_" + (i + 1), off(action), false), 5);
            line(4, "}");
        }
        line(3, "}");
        line(2, "}");
        long doubled = phase.actions().size() - on.size();
        if (doubled > 0) {
            notes.add(new Note(
                    phase.at(),
                    "phase " + phase.name()
                            + ": its hosts are done side by side, the actions of one host one after another"));
        }
    }

    private void recover(Phase phase, int number) {
        List<Integer> undone = new ArrayList<>();
        for (int i = phase.actions().size() - 1; i >= 0; i--) {
            Action action = phase.actions().get(i);
            if (action.recovery().isPresent() && action.kind() != Kind.GUEST) {
                undone.add(i);
            }
        }
        if (undone.isEmpty()) {
            return;
        }
        line(0, "");
        line(2, "recover {");
        for (int i : undone) {
            Action action = phase.actions().get(i);
            line(3, "play(" + Groovy.text("Undo " + number + "." + (i + 1) + " " + of(action)) + ") {");
            line(4, "hosts " + Groovy.text(hosts.of(action)));
            line(4, "tasks {");
            body(tasks.undo(action), 5);
            line(4, "}");
            line(3, "}");
        }
        line(2, "}");
    }

    /** Guardian ends every sequence so. */
    private void last() {
        line(0, "");
        line(1, "// Guardian switched its own machine off at the end, whatever its phases said.");
        line(1, "phase(" + Groovy.text(unique("Switch off this machine")) + ") {");
        line(2, "pointOfNoReturn()");
        line(2, "play('This machine') {");
        line(3, "hosts '" + Hosts.HERE + "'");
        line(3, "tasks { task('Switch off') { poweroff message: 'The battery of the UPS runs out' } }");
        line(2, "}");
        line(1, "}");
    }

    private void body(List<String> lines, int depth) {
        lines.forEach(l -> line(depth, l));
    }

    private static String of(Action action) {
        return switch (action.kind()) {
            case SSH, EXEC -> action.kind().word() + " " + action.on();
            case GUEST -> "guests";
            case LOCAL -> "this machine";
        };
    }

    static boolean off(Action action) {
        return action.kind() == Kind.LOCAL && OFF.matcher(action.command()).matches();
    }

    private static String escaped(String of) {
        String quoted = Groovy.text(of);
        return quoted.substring(1, quoted.length() - 1);
    }

    private String unique(String name) {
        String unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique = name + " " + i;
        }
        return unique;
    }

    private void line(int depth, String line) {
        text.append(line.isEmpty() ? "" : "    ".repeat(depth)).append(line).append('\n');
    }
}
