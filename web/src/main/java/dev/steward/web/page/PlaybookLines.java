package dev.steward.web.page;

import dev.steward.dsl.check.Checked;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import dev.steward.web.parts.WebParts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The playbooks of the folder with their last results. */
final class PlaybookLines {

    private static final int STRIP = 12;

    private final WebParts parts;
    private final RunRows rows;

    PlaybookLines(WebParts parts, RunRows rows) {
        this.parts = parts;
        this.rows = rows;
    }

    List<PlaybooksPage.Line> all() {
        return parts.playbooks().names().stream().map(this::line).toList();
    }

    PlaybooksPage.Line line(String file) {
        Checked checked = parts.playbooks().check(parts.playbooks().folder().resolve(file), Map.of());
        String name =
                checked instanceof Checked.Accepted accepted ? accepted.plan().name() : stem(file);
        int plays = checked instanceof Checked.Accepted accepted
                ? accepted.plan().allPlays().size()
                : 0;
        int errors =
                checked instanceof Checked.Refused refused ? refused.problems().size() : 0;
        List<RunRow> runs = new ArrayList<>(rows.of(runs(name, file)));
        Optional<RunRow> last = runs.stream().findFirst();
        Collections.reverse(runs);
        return new PlaybooksPage.Line(file, name, plays, errors, last, runs);
    }

    private List<Run> runs(String name, String file) {
        String path = parts.playbooks().folder().resolve(file).toString();
        RunFilter filter = RunFilter.ALL.and(RunFilter.Field.PLAYBOOK, name, file, path);
        return parts.store().queries().page(filter, Optional.empty(), STRIP);
    }

    private static String stem(String file) {
        return file.replaceFirst("\\.groovy$", "");
    }
}
