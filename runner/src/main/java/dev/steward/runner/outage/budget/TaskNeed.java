package dev.steward.runner.outage.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A task on its hosts.
 *
 * @param step its id in the whole plan
 * @param hosts in order, with the time each takes
 * @param places how many at once
 * @param untimed how many of them were never timed: what they take is guessed
 */
record TaskNeed(String step, Map<String, Need> hosts, int places, int untimed) {

    /** On all hosts. */
    Need all() {
        return of(new ArrayList<>(hosts.values()));
    }

    /** On those hosts that have not begun yet and find no free place beside those that have. */
    Need without(Set<String> begun) {
        return of(hosts.entrySet().stream()
                .filter(host -> !begun.contains(host.getKey()))
                .skip(Math.max(0, places - begun.size()))
                .map(Map.Entry::getValue)
                .toList());
    }

    private Need of(List<Need> needs) {
        return new Need(span(needs, Need::typical), span(needs, Need::likely), span(needs, Need::worst));
    }

    private Duration span(List<Need> needs, Function<Need, Duration> value) {
        return Makespan.of(needs.stream().map(value).toList(), places);
    }
}
