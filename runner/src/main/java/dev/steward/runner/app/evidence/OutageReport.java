package dev.steward.runner.app.evidence;

import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.power.PowerEvent.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a power run did, as a report in Markdown that can be kept: a fold of its events and nothing else. */
public final class OutageReport {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx");
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final ZoneId zone;
    private final Map<String, RunEvent.TaskStarted> begun = new LinkedHashMap<>();
    private final List<String> phases = new ArrayList<>();
    private final List<String> halts = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final List<String> power = new ArrayList<>();
    private final List<String> after = new ArrayList<>();
    private Instant last = Instant.EPOCH;
    private String title = "";
    private String end = "It is not over.";

    private OutageReport(ZoneId zone) {
        this.zone = zone;
    }

    /** The report of a run by its events, from the first on. */
    public static String of(String kind, List<NumberedEvent> events, ZoneId zone) {
        OutageReport report = new OutageReport(zone);
        events.forEach(report::take);
        return report.text(kind, events);
    }

    private void take(NumberedEvent at) {
        last = at.at();
        RunEvent event = at.event();
        if (event instanceof RunEvent.RunStarted started) {
            title = started.playbook() + ", run " + at.run();
        } else if (event instanceof RunEvent.TaskStarted started) {
            begun.put(started.step() + " " + started.host(), started);
        } else if (event instanceof RunEvent.TaskFinished finished) {
            finished(finished);
        } else if (event instanceof RunEvent.RunFinished over) {
            end = over.status().word() + ", exit " + over.exit()
                    + (over.message().isEmpty() ? "" : ": " + over.message());
        } else if (event instanceof RunEvent.Warned warned) {
            after.add(
                    "- " + hour() + " " + warned.host().map(host -> host + ": ").orElse("") + warned.text());
        } else {
            ofPower(event);
        }
    }

    private void ofPower(RunEvent event) {
        if (event instanceof RunEvent.PowerSaid said) {
            power.add("- " + hour() + " " + said.text()
                    + said.charge()
                            .map(charge -> ", charge " + Math.round(charge) + " %")
                            .orElse("")
                    + said.runtime()
                            .map(left -> ", " + Words.of(left) + " left")
                            .orElse(""));
        } else if (event instanceof RunEvent.PowerCommitted committed) {
            power.add("- " + hour() + " the point of no return: " + committed.name());
        } else if (event instanceof RunEvent.PhaseEnded ended) {
            phases.add(row(hour(), ended.name(), ended.state(), Words.of(ended.took()), ended.message()));
        }
    }

    private void finished(RunEvent.TaskFinished finished) {
        Optional<RunEvent.TaskStarted> task = Optional.ofNullable(begun.get(finished.step() + " " + finished.host()));
        String name = task.map(RunEvent.TaskStarted::name).orElse("step " + finished.step());
        steps.add(row(
                hour(),
                finished.host(),
                name,
                finished.status().word(),
                Words.of(finished.took()),
                finished.message()));
        boolean machine = task.map(RunEvent.TaskStarted::module)
                .filter(module -> module.equals("node") || module.equals("poweroff"))
                .isPresent();
        if (machine && finished.changed()) {
            halts.add(row(hour(), finished.host(), finished.message()));
        }
    }

    private String hour() {
        return HOUR.format(last.atZone(zone));
    }

    private static String row(String... cells) {
        StringBuilder row = new StringBuilder("|");
        for (String cell : cells) {
            row.append(' ')
                    .append(cell.replaceAll("\\p{Cntrl}+", " ").replace("|", "\\|"))
                    .append(" |");
        }
        return row.toString();
    }

    private String text(String kind, List<NumberedEvent> events) {
        StringBuilder all = new StringBuilder("# " + title + "\n\n");
        if (!events.isEmpty()) {
            all.append("- what: ").append(kind).append('\n');
            all.append("- began: ")
                    .append(DAY.format(events.get(0).at().atZone(zone)))
                    .append('\n');
            all.append("- ended: ").append(DAY.format(last.atZone(zone))).append('\n');
        }
        all.append("- result: ").append(end).append('\n');
        section(all, "Power", "", power);
        section(
                all,
                "Phases, as they ended",
                row("time", "phase", "state", "took", "what happened") + "\n|---|---|---|---|---|",
                phases);
        section(
                all,
                "Machines, in the order they went off or came on",
                row("time", "machine", "what happened") + "\n|---|---|---|",
                halts);
        section(
                all,
                "Steps",
                row("time", "host", "task", "status", "took", "what happened") + "\n|---|---|---|---|---|---|",
                steps);
        section(all, "What was found, quorum after the return with it", "", after);
        return all.toString();
    }

    private static void section(StringBuilder all, String title, String head, List<String> lines) {
        all.append("\n## ").append(title).append("\n\n");
        if (lines.isEmpty()) {
            all.append("nothing\n");
            return;
        }
        if (!head.isEmpty()) {
            all.append(head).append('\n');
        }
        all.append(String.join("\n", lines)).append('\n');
    }
}
