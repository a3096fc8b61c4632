package dev.steward.web.page;

import dev.steward.runner.app.git.Pin;
import dev.steward.runner.app.resume.Resumable;
import dev.steward.runner.git.Revision;
import dev.steward.runner.store.Run;
import dev.steward.web.format.When;
import java.util.List;
import java.util.Set;

/**
 * What stands on top of every page of a run.
 *
 * @param row its facts
 * @param ended whether nothing more will come
 * @param diff whether it collects diffs
 * @param finished when; the present where it goes on
 * @param failed how many hosts a re-run of the failed would take
 * @param changed files of its playbook that changed since; none while it goes on
 * @param revision of the git repository it was made by, in short; empty: by none
 * @param approval the page of the plan that it is or waits for; empty: none
 * @param resume whether it can be gone on with
 * @param tab which of its pages this is
 */
public record RunHead(
        RunRow row,
        boolean ended,
        boolean diff,
        When finished,
        int failed,
        List<String> changed,
        String revision,
        String approval,
        Resumable resume,
        String tab) {

    private static final Set<String> BROKEN = Set.of("failed", "cancelled", "lost");

    /** Whether it can be gone on with. */
    public boolean resumable() {
        return resume.whyNot().isEmpty();
    }

    /** Why it cannot be gone on with, where somebody may want to; empty: nothing to say. */
    public String whyNotResumed() {
        boolean wanted = resume != Resumable.NEVER
                && BROKEN.contains(row.status())
                && resume.resumedBy().isEmpty();
        return wanted ? resume.whyNot().orElse("") : "";
    }

    static String revision(Run run) {
        return run.options().get(Pin.OPTION) instanceof String commit ? Revision.brief(commit) : "";
    }

    static String approval(Run run) {
        return run.options().get("approval") instanceof Number id ? "/approvals/" + id : "";
    }

    static int failed(Run run) {
        Run.Hosts hosts = run.hosts();
        return hosts.failed() + hosts.unreachable() + hosts.aborted() + hosts.notReached();
    }
}
