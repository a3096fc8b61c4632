package dev.steward.runner.app.ask;

import dev.steward.runner.event.Recap;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunDetail;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.upid.UpidRow;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Lines of the history. */
    public static List<Map<String, Object>> of(List<Run> runs) {
        return runs.stream().map(RunFacts::of).toList();
    }

    /** A UPID that it began, as plain data. */
    public static Map<String, Object> of(UpidRow row) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cluster", row.cluster());
        facts.put("upid", row.upid().text());
        facts.put("node", row.upid().node());
        facts.put("type", row.upid().type());
        facts.put("guest", row.upid().vmid().map(vmid -> (long) vmid.value()).orElse(null));
        facts.put("action", row.action());
        facts.put("step", row.origin().map(UpidRow.Origin::step).orElse(null));
        facts.put("host", row.origin().map(UpidRow.Origin::host).orElse(null));
        facts.put("started", row.started().toString());
        facts.put("ended", row.end().map(end -> end.at().toString()).orElse(null));
        facts.put("status", row.end().map(UpidRow.End::result).orElse("running"));
        facts.put("exitStatus", row.end().map(UpidRow.End::exitStatus).orElse(null));
        facts.put("seconds", row.took().map(t -> t.toMillis() / 1000.0).orElse(null));
        facts.put("page", row.page().orElse(null));
        return facts;
    }

    /** With what explains it, from where it is kept. */
    public static Map<String, Object> of(Store store, RunDetail detail) {
        long run = detail.run().id();
        Map<String, Object> facts =
                of(detail.run(), detail.recap(), store.upids().of(run));
        facts.put("resumes", store.resumed().before(run).orElse(null));
        facts.put("resumedBy", store.resumed().after(run).orElse(null));
        return facts;
    }

    /** With what explains it. */
    public static Map<String, Object> of(Run run, Recap recap, List<UpidRow> upids) {
        Map<String, Object> facts = of(run);
        facts.put("upids", upids.stream().map(RunFacts::of).toList());
        facts.put("parameters", run.parameters());
        facts.put("options", run.options());
        facts.put("recap", recap.hosts());
        return facts;
    }
}
