package dev.steward.runner.store.keep;

import dev.steward.runner.config.keep.Bytes;
import dev.steward.runner.config.keep.PlaybookKeep;
import dev.steward.runner.config.keep.RetentionConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is kept, in words. */
public final class KeepText {

    private KeepText() {}

    /** The rule for all, as "365 days, and at most 100000 runs". */
    public static String all(RetentionConfig config) {
        return rule(Optional.of(config.days()), Optional.of(config.runs()), config.size());
    }

    /** A playbook's own rule, as "30 days, and at most 200 runs of its own". */
    public static String own(PlaybookKeep rule) {
        return rule(rule.days(), rule.runs(), rule.size())
                + (rule.runs().isPresent() || rule.size().isPresent() ? " of its own" : "");
    }

    private static String rule(Optional<Integer> days, Optional<Integer> runs, Optional<Bytes> size) {
        List<String> most = Stream.concat(
                        runs.map(n -> n == 1 ? "1 run" : n + " runs").stream(), size.map(Bytes::toString).stream())
                .toList();
        List<String> parts = new ArrayList<>();
        days.ifPresent(n -> parts.add(n == 1 ? "1 day" : n + " days"));
        if (!most.isEmpty()) {
            parts.add("at most " + String.join(" and ", most));
        }
        return String.join(", and ", parts);
    }

    /** All rules in one line. */
    public static String rules(RetentionConfig config) {
        return Stream.concat(
                        Stream.of(all(config)),
                        config.playbooks().entrySet().stream().map(one -> one.getKey() + ": " + own(one.getValue())))
                .collect(Collectors.joining("; "));
    }

    /** What is past them now. */
    public static String past(Swept swept) {
        if (swept.runs() == 0) {
            return "no run";
        }
        String many = swept.runs() == 1 ? "1 run" : (swept.more() ? "more than " : "") + swept.runs() + " runs";
        return many + ", gone with the next daily tidying: " + swept.words();
    }
}
