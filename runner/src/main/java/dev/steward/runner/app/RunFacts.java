package dev.steward.runner.app;

import dev.steward.runner.event.Recap;
import dev.steward.runner.store.Run;
import java.util.LinkedHashMap;
import java.util.Map;

/** The facts of a run as plain data, the same words for CLI and REST. */
public final class RunFacts {

    private RunFacts() {}

    /** One line of the history. */
    public static Map<String, Object> of(Run run) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", run.id());
        facts.put("status", run.status().word());
        facts.put("playbook", run.playbook());
        facts.put("file", run.file());
        facts.put("cause", run.cause().kind().word());
        facts.put("by", run.cause().name());
        facts.put("schedule", run.schedule().orElse(null));
        facts.put("scheduledAt", run.scheduledAt().map(Object::toString).orElse(null));
        facts.put("limit", run.options().get("limit"));
        facts.put("check", run.options().getOrDefault("check", false));
        facts.put("created", run.times().created().toString());
        facts.put("started", run.times().started().map(Object::toString).orElse(null));
        facts.put("finished", run.times().finished().map(Object::toString).orElse(null));
        facts.put("seconds", run.times().took().map(t -> t.toMillis() / 1000.0).orElse(null));
        facts.put("exit", run.exit().orElse(null));
        facts.put("message", run.message());
        facts.put("lastStep", run.lastStep().orElse(null));
        facts.put("hosts", run.hosts());
        return facts;
    }

    /** With what explains it. */
    public static Map<String, Object> of(Run run, Recap recap) {
        Map<String, Object> facts = of(run);
        facts.put("parameters", run.parameters());
        facts.put("options", run.options());
        facts.put("recap", recap.hosts());
        return facts;
    }
}
