package dev.steward.web.admin;

import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.config.keep.Bytes;
import dev.steward.runner.config.keep.RetentionConfig;
import dev.steward.runner.store.keep.KeepRules;
import dev.steward.runner.store.keep.Kept;
import dev.steward.runner.store.keep.Swept;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.WebParts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How long the history is kept, as JSON. */
public final class RetentionApi {

    private final WebParts parts;

    /** On what the pages stand on. */
    public RetentionApi(WebParts parts) {
        this.parts = parts;
    }

    /**
     * The way in.
     *
     * @param root where the API is
     */
    public Route route(String root) {
        return Route.admin(Verb.GET, root + "/retention", request -> Reply.json(facts()))
                .as(Operation.json(
                        "The rules by which runs are kept, how much is kept, and what the rules would remove now",
                        "rules",
                        "kept",
                        "past"));
    }

    private Map<String, Object> facts() {
        StewardConfig config = parts.house().config().config();
        KeepRules rules = KeepRules.of(config.retention(), config.playbooks());
        return Map.of(
                "rules", rules(config.retention()),
                "kept", kept(parts.store().keeping().kept(rules)),
                "past", past(parts.store().keeping().look(rules)));
    }

    private static List<Map<String, Object>> rules(RetentionConfig config) {
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(rule(null, Optional.of(config.days()), Optional.of(config.runs()), config.size()));
        config.playbooks().forEach((name, own) -> all.add(rule(name, own.days(), own.runs(), own.size())));
        return all;
    }

    private static Map<String, Object> rule(
            String playbook, Optional<Integer> days, Optional<Integer> runs, Optional<Bytes> size) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("playbook", playbook);
        facts.put("days", days.orElse(null));
        facts.put("runs", runs.orElse(null));
        facts.put("bytes", size.map(Bytes::count).orElse(null));
        return facts;
    }

    private static Map<String, Object> kept(Kept kept) {
        return Map.of("runs", kept.runs(), "bytes", kept.bytes(), "measured", kept.measured(), "playbooks", kept.own());
    }

    private static Map<String, Object> past(Swept swept) {
        return Map.of(
                "runs",
                swept.runs(),
                "more",
                swept.more(),
                "by",
                swept.by().stream().map(RetentionApi::taken).toList());
    }

    private static Map<String, Object> taken(Swept.Taken taken) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("playbook", taken.rule().playbook().orElse(null));
        facts.put("rule", taken.rule().kind().name().toLowerCase(Locale.ROOT));
        facts.put("runs", taken.runs());
        facts.put("bytes", taken.bytes());
        return facts;
    }
}
