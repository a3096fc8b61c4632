package dev.steward.runner.app.readiness;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.config.keep.RetentionConfig;
import dev.steward.runner.doctor.Finding;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.keep.KeepRules;
import dev.steward.runner.store.keep.KeepText;
import dev.steward.runner.store.keep.Kept;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How long the history is kept, and how much it is. */
public final class HistoryCheck {

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
