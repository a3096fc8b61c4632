package dev.steward.runner.app.approve;

import dev.steward.runner.notice.Notice;
import dev.steward.runner.store.approve.Approval;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells people of a plan that waits for their word. */
public final class ApprovalNotices implements ApprovalDesk.Waiting {

    private final Consumer<Notice> tell;
    private final Optional<String> url;

    /**
     * Notices.
     *
     * @param tell returns at once
     * @param url of the page; empty: none
     */
    public ApprovalNotices(Consumer<Notice> tell, Optional<String> url) {
        this.tell = tell;
        this.url = url;
    }

    @Override
    public void tell(Approval approval, Instant now) {
        String by = approval.asked().by();
        tell.accept(new Notice(
                "approval-" + approval.id() + "-" + approval.asked().at(),
                Notice.Kind.ASKED,
                Notice.Severity.WARNING,
                approval.plan().playbook(),
                "Approval " + approval.id() + " waits: " + by + " wants to run "
                        + approval.plan().playbook(),
                by + " says why: " + approval.asked().why() + "\n\nIt can be approved by somebody else until "
                        + approval.expires() + ".\n\nsteward approvals show " + approval.id() + "    what it would do\n"
                        + "steward approvals approve " + approval.id() + "\n",
                url.map(page -> page.replaceFirst("/$", "") + "/approvals/" + approval.id()),
                now,
                approval.checkRun()));
    }
}
