package dev.steward.runner.app.evidence;

import dev.steward.runner.app.EventLine;
import dev.steward.runner.app.Runner;
import dev.steward.runner.app.Version;
import dev.steward.runner.app.backup.BackupDesk;
import dev.steward.runner.app.readiness.HistoryCheck;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.Desk;
import dev.steward.runner.control.Reply;
import dev.steward.runner.doctor.Finding;
import dev.steward.runner.store.migration.Migrations;
import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers what is asked of evidence, and hands everything else to the desk behind it. */
public final class EvidenceDesk implements Desk {

    /** What is asked for where it is no report. */
    public static final String CHECKLIST = "checklist";

    /** What is asked for where it is how much the history holds, and what of it goes next. */
    public static final String HISTORY = "history";

    private final Desk behind;
    private final Evidence evidence;
    private final Supplier<Finding> history;
    private final Supplier<List<Finding>> sealed;
    private final EventLine lines = new EventLine();

    private EvidenceDesk(Desk behind, Evidence evidence, Supplier<Finding> history, Supplier<List<Finding>> sealed) {
        this.behind = behind;
        this.evidence = evidence;
        this.history = history;
        this.sealed = sealed;
    }

    /** The desk of a Steward. */
    public static Desk of(Runner runner) {
        return new EvidenceDesk(
                BackupDesk.before(runner.desk(), runner),
                new Evidence(runner, ZoneId.systemDefault()),
                () -> HistoryCheck.of(runner.store(), runner.config()),
                () -> HistoryCheck.sealed(runner.store()));
    }

    @Override
    public void handle(Ask ask, Replies replies) throws IOException, InterruptedException {
        if (ask instanceof Ask.OfEvidence of) {
            answer(of, replies);
        } else {
            behind.handle(ask, replies);
        }
    }

    private void answer(Ask.OfEvidence ask, Replies replies) throws IOException, InterruptedException {
        Optional<Report> report = Report.of(ask.what());
        if (ask.what().equals(CHECKLIST)) {
            data(facts(evidence.checklist(ask.offline())), replies);
        } else if (ask.what().equals(Ask.OfEvidence.ABOUT)) {
            data(Map.of("version", Version.read().version(), "migrations", Migrations.scripts()), replies);
        } else if (ask.what().equals(HISTORY)) {
            List<String> closed = sealed.get().stream().map(Finding::said).toList();
            data(Map.of("said", history.get().said(), "sealed", closed), replies);
        } else if (report.isPresent()) {
            data(Map.of("text", evidence.report(report.get(), ask.offline())), replies);
        } else {
            replies.accept(new Reply.Refused(
                    List.of("The Steward at work here is another version: it does not know '" + ask.what() + "'."),
                    false));
            return;
        }
        replies.accept(new Reply.Done());
    }

    /** A checklist as plain data, with its text. */
    public static Map<String, Object> facts(Checklist list) {
        String when = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx")
                .format(list.at().atZone(ZoneId.systemDefault()));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("at", list.at().toString());
        facts.put("shown", list.shown());
        facts.put("total", list.criteria().size());
        facts.put("criteria", list.criteria().stream().map(EvidenceDesk::facts).toList());
        facts.put("text", list.text(when));
        return facts;
    }

    private static Map<String, Object> facts(Criterion one) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("group", one.group().title());
        facts.put("criterion", one.text());
        facts.put("standing", one.proof().standing().word());
        facts.put("evidence", one.proof().evidence());
        facts.put("next", one.proof().next());
        return facts;
    }

    private void data(Object data, Replies replies) throws IOException {
        replies.accept(new Reply.Data(lines.tree(data)));
    }
}
