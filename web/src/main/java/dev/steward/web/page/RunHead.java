package dev.steward.web.page;

import dev.steward.runner.app.git.Pin;
import dev.steward.runner.git.Revision;
import dev.steward.runner.store.Run;
import dev.steward.web.format.When;
import java.util.List;

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
        String tab) {

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
