package dev.steward.runner.module.patch;

import dev.steward.runner.module.packages.Change;
import dev.steward.runner.module.script.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Package work that ended with nobody there, or that an earlier run had left going: what it did is told by the run that finds
 * it, once.
 *
 * @param job its ticket
 * @param status its exit status; {@code died} where it ended without one
 * @param changes what it did
 */
record EarlierUpdate(String job, String status, List<Change> changes) {

    /** What a host tells of such work beside its answer. */
    static List<EarlierUpdate> in(Answer answer) {
        List<EarlierUpdate> all = new ArrayList<>();
        for (String line : answer.texts("earlier")) {
            String[] parts = line.split(" ", 2);
            byte[] said = answer.raw("earlier" + (all.size() + 1)).orElse(new byte[0]);
            all.add(of(parts[1], parts[0], Answer.parse(said, 0)));
        }
        return List.copyOf(all);
    }

    /** Of its own answer. */
    static EarlierUpdate of(String job, String status, Answer answer) {
        return new EarlierUpdate(job, status, Change.between(answer.texts("before"), answer.texts("after")));
    }

    /** For the run's log. */
    String words() {
        String did = changes.stream()
                .map(c -> c.name() + " " + (c.from().isEmpty() ? "" : c.from() + " ")
                        + (c.to().isEmpty() ? c.action() : "-> " + c.to()))
                .collect(Collectors.joining(", "));
        String end = status.equals("died") ? "ended without a word" : "ended with status " + status;
        return "an earlier update, not told before (" + job + "), " + end
                + (did.isEmpty() ? "; no package changed" : ": " + did);
    }

    Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("job", job);
        data.put("status", status);
        data.put("packages", changes.stream().map(EarlierUpdate::data).collect(Collectors.toList()));
        return data;
    }

    private static Map<String, Object> data(Change change) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", change.name());
        data.put("from", change.from());
        data.put("to", change.to());
        data.put("action", change.action());
        data.put("security", null);
        return data;
    }
}
