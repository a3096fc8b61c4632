package dev.steward.runner.app.readiness;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.config.keep.RetentionConfig;
import dev.steward.runner.doctor.Finding;
import dev.steward.runner.store.HistoryFile;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.keep.KeepRules;
import dev.steward.runner.store.keep.KeepText;
import dev.steward.runner.store.keep.Kept;
import dev.steward.runner.store.migration.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How long the history is kept, and how much it is. */
public final class HistoryCheck {

    private static final String FILE = "history file";

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

    /** The database file in a state directory that no Steward works with; nothing of it changes, and none is made. */
    public static List<Finding> file(Path dir) {
        if (!HistoryFile.isThere(dir)) {
            return List.of();
        }
        if (HistoryFile.isOpen(dir)) {
            return List.of(Finding.note(
                    FILE,
                    dir.resolve("steward.mv.db")
                            + " was not closed at the end of the last Steward, or is in use: the next one brings back what its"
                            + " journal holds; look again when that has ended"));
        }
        HistoryFile looked = HistoryFile.look(dir);
        if (looked.trouble().isPresent()) {
            return List.of(Finding.problem(FILE, looked.trouble().get()));
        }
        return List.of(
                Finding.good(
                        FILE,
                        looked.file() + " opens: " + looked.runs()
                                + (looked.runs() == 1 ? " run" : " runs")
                                + (looked.runs() > 0 ? ", the newest is run " + looked.newestRun() : "")),
                schema(looked.scripts()),
                looked.whole()
                        ? Finding.good("history content", "the newest of what was written is whole")
                        : Finding.problem(
                                "history content",
                                "the newest of what was written to " + looked.file()
                                        + " is not whole, so that it would go on from an older state without a word; put a"
                                        + " backup in its place, or go on without what came last"));
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
