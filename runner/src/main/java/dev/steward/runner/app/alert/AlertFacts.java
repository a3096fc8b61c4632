package dev.steward.runner.app.alert;

import dev.steward.runner.store.alert.Alert;
import dev.steward.runner.store.alert.Silence;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Alerts and silences as plain data, the same words for CLI and REST. */
public final class AlertFacts {

    private AlertFacts() {}

    /** An alert. */
    public static Map<String, Object> of(AlertDesk.Listed listed) {
        Alert alert = listed.alert();
        Optional<Silence> silence = listed.silence();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", alert.id());
        facts.put("kind", alert.kind());
        facts.put("cluster", alert.cluster());
        facts.put("subject", alert.subject());
        facts.put("severity", alert.severity());
        facts.put("state", state(alert, silence));
        facts.put("title", alert.title());
        facts.put("text", alert.text());
        facts.put("raised", alert.raised().toString());
        facts.put("cleared", alert.cleared().map(one -> one.at().toString()).orElse(null));
        facts.put("cleared_by", alert.cleared().map(Alert.Cleared::by).orElse(null));
        facts.put("acknowledged", alert.acked().map(one -> one.at().toString()).orElse(null));
        facts.put("acknowledged_by", alert.acked().map(Alert.Acked::by).orElse(null));
        facts.put("reason", alert.acked().map(Alert.Acked::why).orElse(null));
        facts.put("silence", silence.map(Silence::id).orElse(null));
        facts.put("told", alert.told().raised());
        return facts;
    }

    private static String state(Alert alert, Optional<Silence> silence) {
        if (alert.cleared().isPresent()) {
            return "over";
        }
        if (alert.acked().isPresent()) {
            return "acknowledged";
        }
        return silence.isPresent() ? "silenced" : "raised";
    }

    /** A silence. */
    public static Map<String, Object> of(Silence silence, Instant now) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", silence.id());
        facts.put("kind", silence.kind());
        facts.put("subject", silence.subject());
        facts.put("reason", silence.reason());
        facts.put("by", silence.by());
        facts.put("made", silence.made().toString());
        facts.put("until", silence.until().toString());
        facts.put("holds", silence.holds(now));
        facts.put("ended_by", silence.ended().map(Silence.Ended::by).orElse(null));
        return facts;
    }
}
