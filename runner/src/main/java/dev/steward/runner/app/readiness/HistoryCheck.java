package dev.steward.runner.app.readiness;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.config.keep.RetentionConfig;
import dev.steward.runner.doctor.Finding;
import dev.steward.runner.seal.Seal;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.file.HistoryContent;
import dev.steward.runner.store.file.HistoryFile;
import dev.steward.runner.store.keep.KeepRules;
import dev.steward.runner.store.keep.KeepText;
import dev.steward.runner.store.keep.Kept;
import dev.steward.runner.store.migration.Migrations;
import dev.steward.runner.time.Time;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How long the history is kept, and how much it is. */
public final class HistoryCheck {

    private static final String FILE = "history file";
    private static final String CONTENT = "history content";

    /** Runs named of those that are spoilt. */
    private static final int FEW = 5;

    private HistoryCheck() {}

    /**
     * The rules, as they are written.
     *
     * @param playbooks the names of those in the folder, for one that is written wrong
     */
    static List<Finding> rules(StewardConfig config, List<String> playbooks) {
        RetentionConfig retention = config.retention();
        List<Finding> all = new ArrayList<>();
        all.add(Finding.good("retention", KeepText.rules(retention)));
        List<String> names = playbooks.stream()
                .map(name -> name.substring(0, name.length() - RetentionConfig.ENDING.length()))
                .toList();
        for (String name : retention.playbooks().keySet()) {
            String file = RetentionConfig.file(name);
            if (!Files.isRegularFile(config.playbooks().resolve(file))) {
                all.add(Finding.note(
                        "retention",
                        "there is no playbook " + file + " in " + config.playbooks()
                                + "; its rule holds for the runs it left, if there are any"
                                + Suggestion.question(name, names)
                                        .map(said -> "; " + said)
                                        .orElse("")));
            }
        }
        return all;
    }

    /** The database file of a state directory that no Steward works with; nothing of it changes, and none is made. */
    public static List<Finding> file(StewardConfig config, Time time) {
        Path dir = config.stateDir();
        if (!HistoryFile.isThere(dir)) {
            return List.of();
        }
        if (HistoryFile.isOpen(dir)) {
            return inUse(dir);
        }
        long changed = HistoryFile.changed(dir);
        HistoryFile looked = HistoryFile.look(dir, Seal.unread(config.secrets().sealKey(), dir, true), time);
        if (HistoryFile.isOpen(dir) || HistoryFile.changed(dir) != changed) {
            // what was read while another wrote means nothing
            return inUse(dir);
        }
        if (looked.trouble().isPresent()) {
            return List.of(Finding.problem(FILE, looked.trouble().get()));
        }
        List<Finding> all = new ArrayList<>(List.of(
                Finding.good(
                        FILE,
                        looked.file() + " opens: " + looked.runs()
                                + (looked.runs() == 1 ? " run" : " runs")
                                + (looked.runs() > 0 ? ", the newest is run " + looked.newestRun() : "")),
                schema(looked.scripts()),
                looked.whole()
                        ? Finding.good(CONTENT, "the newest of what was written is whole")
                        : Finding.problem(
                                CONTENT,
                                "the newest of what was written to " + looked.file()
                                        + " is not whole, so that it would go on from an older state without a word; put a"
                                        + " backup in its place, or go on without what came last")));
        if (looked.content().texts() > 0) {
            all.add(content(looked.content()));
        }
        all.addAll(sealed(looked.sealed()));
        return all;
    }

    /** What is sealed in a store that is open and could not be opened after a restart. */
    public static List<Finding> sealed(Store store) {
        return sealed(store.settings().sealTroubles());
    }

    /** What is sealed and cannot be opened. */
    static List<Finding> sealed(List<String> sentences) {
        return sentences.stream().map(said -> Finding.problem("sealed", said)).toList();
    }

    private static List<Finding> inUse(Path dir) {
        return List.of(Finding.note(
                FILE,
                dir.resolve("steward.mv.db")
                        + " was not closed at the end of the last Steward, or is in use: the next one brings back what its"
                        + " journal holds; look again when that has ended"));
    }

    /** What was read of texts and events, how far, and what of it is not what was written. */
    private static Finding content(HistoryContent read) {
        String what = count(read.texts(), "text") + " and " + count(read.rows(), "row") + " of events";
        String sums = read.unsure() == 0
                ? ""
                : "; an older Steward wrote " + read.unsure() + " of these rows, without a sum to tell it by";
        String far = read.whole()
                ? ""
                : "; in " + HistoryFile.READING.toSeconds() + " seconds it came "
                        + (read.from() == 0
                                ? "through some of the newest runs"
                                : "from the newest run to run " + read.from())
                        + ", and says nothing of those before";
        if (read.spoilt().isEmpty()) {
            return Finding.good(CONTENT, what + " are as they were written" + sums + far);
        }
        int more = read.spoilt().size() - FEW;
        return Finding.problem(
                CONTENT,
                read.spoilt().stream().limit(FEW).map(run -> "run " + run).collect(Collectors.joining(", "))
                        + (more > 0 ? " and " + more + " more" : "")
                        + ": of what was read of them, not all is what was written; look at the disk with dmesg, and put a backup in"
                        + " its place, or go on without what these runs tell (read: " + what + sums + far + ")");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static Finding schema(List<String> scripts) {
        String what = "history schema";
        List<String> known = Migrations.names();
        int ours = Migrations.version(known.get(known.size() - 1));
        int theirs = scripts.stream().mapToInt(Migrations::version).max().orElse(0);
        if (!known.containsAll(scripts) && theirs <= ours) {
            return Finding.problem(
                    what,
                    "it was made with "
                            + scripts.stream()
                                    .filter(script -> !known.contains(script))
                                    .collect(Collectors.joining(", "))
                            + ", which this Steward does not know; use the Steward that made it, or put a backup in its place");
        }
        if (!known.containsAll(scripts)) {
            return Finding.problem(
                    what,
                    "version " + theirs + " is of a newer Steward, this one knows up to " + ours
                            + "; use that Steward, or set STEWARD_HOME to another directory");
        }
        return theirs < ours
                ? Finding.note(
                        what,
                        "version " + theirs + ": the next start brings it to " + ours
                                + ", and an older Steward cannot read it then")
                : Finding.good(what, "version " + ours + ", that of this Steward");
    }

    /** What a store that is open holds, and what of it goes next. */
    public static Finding of(Store store, StewardConfig config) {
        KeepRules rules = KeepRules.of(config.retention(), config.playbooks());
        Kept kept = store.keeping().kept(rules);
        return Finding.good(
                "history",
                kept.runs() + (kept.runs() == 1 ? " run" : " runs") + " with " + (kept.bytes() >> 20) + " MiB of text"
                        + (kept.measured() ? "" : ", and older ones that are not measured yet")
                        + "; past retention: " + KeepText.past(store.keeping().look(rules))
                        + kept.elsewhere().entrySet().stream()
                                .map(one -> "; kept by the rule of " + one.getKey()
                                        + " or longer, for the end of the path: " + String.join(", ", one.getValue()))
                                .collect(Collectors.joining()));
    }
}
