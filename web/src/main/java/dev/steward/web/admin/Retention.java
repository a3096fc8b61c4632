package dev.steward.web.admin;

import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.config.keep.PlaybookKeep;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.keep.KeepRules;
import dev.steward.runner.store.keep.KeepText;
import dev.steward.runner.store.keep.Kept;
import dev.steward.runner.store.keep.Swept;
import dev.steward.web.format.Amounts;
import java.util.List;
import java.util.Map;

/**
 * What is under the rules by which the history is kept.
 *
 * @param own of playbooks
 * @param now how much is kept, in words
 * @param past what of it the next tidying removes
 */
public record Retention(List<Own> own, String now, Swept past) {

    /**
     * A playbook's own rule.
     *
     * @param playbook as the configuration names it
     * @param rule in words
     * @param now how much of it is kept, in words
     */
    public record Own(String playbook, String rule, String now) {}

    static Retention of(Store store, StewardConfig config) {
        KeepRules rules = KeepRules.of(config.retention(), config.playbooks());
        Kept kept = store.keeping().kept(rules);
        Swept swept = store.keeping().look(rules);
        List<Own> own = config.retention().playbooks().entrySet().stream()
                .map(one -> own(one, kept.own().get(one.getKey())))
                .toList();
        return new Retention(
                own,
                amount(kept.runs(), kept.bytes())
                        + (kept.measured() ? "" : ", and older runs that the next daily tidying measures"),
                swept);
    }

    private static Own own(Map.Entry<String, PlaybookKeep> rule, Kept.Part part) {
        return new Own(rule.getKey(), KeepText.own(rule.getValue()), amount(part.runs(), part.bytes()));
    }

    private static String amount(long runs, long bytes) {
        return (runs == 1 ? "1 run" : runs + " runs") + " with " + Amounts.bytes(bytes) + " of text";
    }
}
