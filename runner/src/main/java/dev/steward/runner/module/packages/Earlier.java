package dev.steward.runner.module.packages;

import dev.steward.runner.module.script.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Detached work that ended with nobody there: Steward had been killed, or the time of its task was up. What it did would
 * else be known to nobody, as the next task finds nothing to do.
 *
 * @param job its ticket
 * @param status its exit status; {@code died} where it ended without one
 * @param report what it did
 */
record Earlier(String job, String status, AptReport report) {

    /** What a host tells of such work beside its answer. */
    static List<Earlier> in(Answer answer) {
        List<Earlier> all = new ArrayList<>();
        for (String line : answer.texts("earlier")) {
            String[] parts = line.split(" ", 2);
            byte[] said = answer.raw("earlier" + (all.size() + 1)).orElse(new byte[0]);
            all.add(new Earlier(parts[1], parts[0], new AptReport(Answer.parse(said, 0), false)));
        }
        return List.copyOf(all);
    }

    /** For the run's log. */
    String words() {
        String changes = report.changes().stream()
                .map(c -> c.name() + " " + (c.from().isEmpty() ? "" : c.from() + " ")
                        + (c.to().isEmpty() ? c.action() : "-> " + c.to()))
                .collect(Collectors.joining(", "));
        String end = status.equals("died") ? "ended without a word" : "ended with status " + status;
        return "earlier package work, not told before (" + job + "), " + end
                + (changes.isEmpty() ? "; no package changed" : ": " + changes)
                + (status.equals("0") ? "" : "; see /var/lib/steward/jobs/" + job + "/log on the host");
    }

    Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("job", job);
        data.put("status", status);
        data.put("packages", report.changes().stream().map(Change::data).collect(Collectors.toList()));
        return data;
    }
}
