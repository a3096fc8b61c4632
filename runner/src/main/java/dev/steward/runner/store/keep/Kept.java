package dev.steward.runner.store.keep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the history holds.
 *
 * @param runs that have ended
 * @param bytes of text that came with them, as far as they are measured
 * @param measured false: runs of an older Steward wait for the next daily tidying to be measured
 * @param own of the playbooks that have rules of their own, by the name they have there
 * @param elsewhere paths that only end like one of those, whose runs are kept as long as its rule says or longer, by the same name
 */
public record Kept(
        long runs, long bytes, boolean measured, Map<String, Part> own, Map<String, List<String>> elsewhere) {

    /** Of one playbook. */
    public record Part(long runs, long bytes) {}

    static Kept of(KeepRules rules, Map<String, Sizes.Sum> sums, boolean measured) {
        Map<String, Part> own = new LinkedHashMap<>();
        rules.all().forEach(rule -> rule.playbook().ifPresent(name -> own.put(name, part(rule, sums))));
        return new Kept(
                sums.values().stream().mapToLong(Sizes.Sum::runs).sum(),
                sums.values().stream().mapToLong(Sizes.Sum::bytes).sum(),
                measured,
                own,
                rules.elsewhere(sums.keySet()));
    }

    private static Part part(KeepRule rule, Map<String, Sizes.Sum> sums) {
        return rule.files().stream()
                .filter(sums::containsKey)
                .map(sums::get)
                .map(sum -> new Part(sum.runs(), sum.bytes()))
                .reduce(new Part(0, 0), (a, b) -> new Part(a.runs() + b.runs(), a.bytes() + b.bytes()));
    }
}
