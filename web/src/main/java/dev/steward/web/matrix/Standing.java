package dev.steward.web.matrix;

import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.RunQueries;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a host stands in a run, known from counts: its cells need not be read.
 *
 * @param host its name
 * @param worst the worst word of its tasks; empty: none has begun
 * @param words how many of its tasks have which word
 */
public record Standing(String host, String worst, Map<String, Integer> words) {

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** All hosts of a run, the worst first. */
    public static List<Standing> of(RunQueries queries, long run) {
        Map<String, Map<String, Integer>> by = new HashMap<>();
        for (Matrix.Count count : queries.counts(run)) {
            by.computeIfAbsent(count.host(), host -> new HashMap<>())
                    .merge(RunMatrix.word(count.status(), count.ignored()), count.tasks(), Integer::sum);
        }
        List<Standing> hosts = new ArrayList<>();
        for (String host : queries.hosts(run)) {
            Map<String, Integer> words = by.getOrDefault(host, Map.of());
            String worst = words.keySet().stream()
                    .min(Comparator.comparingInt(RunMatrix::rank))
                    .orElse("");
            hosts.add(new Standing(host, worst, words));
        }
        hosts.sort(Comparator.comparingInt((Standing one) -> RunMatrix.rank(one.worst()))
                .thenComparing(one -> natural(one.host())));
        return hosts;
    }

    /** So that web-10 comes after web-9. */
    private static String natural(String host) {
        return NUMBER.matcher(host)
                .replaceAll(number -> "0".repeat(Math.max(0, 12 - number.group().length())) + number.group());
    }
}
