package dev.steward.web.run;

import dev.steward.dsl.check.Checked;
import dev.steward.runner.app.Playbooks;
import dev.steward.runner.app.RecordedTexts;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunDetail;
import dev.steward.runner.store.RunQueries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The plan of a run, from the texts and parameters that were recorded with it; the folder of today is not looked at. */
public final class RecordedPlan {

    private final RunQueries queries;
    private final Playbooks playbooks;

    /** Plans of a store's runs. */
    public RecordedPlan(RunQueries queries, Playbooks playbooks) {
        this.queries = queries;
        this.playbooks = playbooks;
    }

    /** The plan; refused where the language changed since so that the script is none any more. */
    public Checked of(Run run) {
        List<RunDetail.SourceText> sources =
                queries.detail(run.id()).map(RunDetail::sources).orElse(List.of());
        if (sources.isEmpty()) {
            return new Checked.Refused(List.of());
        }
        RecordedTexts texts = RecordedTexts.of(queries, sources);
        return playbooks.check(texts, texts.playbook(), given(run));
    }

    private static Map<String, Object> given(Run run) {
        Map<String, Object> given = new LinkedHashMap<>();
        if (run.options().get("given") instanceof Map<?, ?> said) {
            said.forEach((name, value) -> given.put(String.valueOf(name), value));
        }
        return given;
    }
}
