package dev.steward.runner.metrics.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was counted since the start of this process. Thread-safe. */
public final class Counts {

    private final String name;
    private final String help;
    private final Map<List<String>, Long> series = new LinkedHashMap<>();

    /**
     * None yet.
     *
     * @param name ends in {@code _total}
     */
    public Counts(String name, String help) {
        this.name = name;
        this.help = help;
    }

    /** Counts so many; 0 makes the series known, so that its first growth is seen. */
    public synchronized void add(long more, String... labels) {
        series.merge(List.of(labels), more, Long::sum);
    }

    /** Tells them. */
    public synchronized void tell(Families families) {
        Family family = families.counter(name, help);
        series.forEach((labels, count) -> family.add(count, labels.toArray(String[]::new)));
    }
}
