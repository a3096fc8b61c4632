package dev.steward.web.design;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.web.account.TokenForm;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.git.GitBox;
import dev.steward.web.inventory.InventoryPage;
import dev.steward.web.page.PlaybooksPage;
import dev.steward.web.page.RunRow;
import dev.steward.web.patch.PatchLines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Playbooks, their repository, packages and tokens. */
public final class HouseSpecimens {

    private final Times times;
    private final Instant now;
    private final List<RunRow> runs;

    HouseSpecimens(Times times, Instant now, List<RunRow> runs) {
        this.times = times;
        this.now = now;
        this.runs = runs;
    }

    private When ago(Duration span) {
        return times.when(now.minus(span));
    }

    /** One that ran, one that never did, one with problems. */
    public List<PlaybooksPage.Line> playbooks() {
        return List.of(
                new PlaybooksPage.Line("weekly-updates.groovy", "Weekly updates", 2, 0, Optional.of(runs.get(2)), runs),
                new PlaybooksPage.Line("new.groovy", "Not run yet", 1, 0, Optional.empty(), List.of()),
                new PlaybooksPage.Line("broken.groovy", "broken", 0, 3, Optional.of(runs.get(3)), runs.subList(0, 3)));
    }

    /** A repository that is well, and one whose newest revision is not used. */
    public List<GitBox> git() {
        String where = "https://git.example.com/estate.git main";
        Optional<When> since = Optional.of(ago(Duration.ofHours(3)));
        Optional<When> asked = Optional.of(ago(Duration.ofMinutes(2)));
        return List.of(
                new GitBox(
                        true,
                        "Revision 1a2b3c4 is in effect.",
                        List.of(),
                        where,
                        "1a2b3c4",
                        "Mail is updated last",
                        since,
                        asked,
                        Optional.empty()),
                new GitBox(
                        false,
                        "Revision 5d6e7f8 is not used: it does not check.",
                        List.of("weekly-updates.groovy:12:9: unknown module 'atp'; did you mean 'apt'?"),
                        where,
                        "1a2b3c4",
                        "Mail is updated last",
                        since,
                        asked,
                        Optional.of("The branch's history was rewritten: 0a1b2c3 is not part of it any more.")));
    }

    /** Changed, new and removed. */
    public List<PatchLines.Change> packages() {
        return List.of(
                new PatchLines.Change(
                        "web-1", "openssl", "3.0.14-1", "3.0.15-1", "upgraded", 900_001, ago(Duration.ofHours(20))),
                new PatchLines.Change(
                        "web-1",
                        "linux-image-6.1.0-28-amd64",
                        "",
                        "6.1.119-1",
                        "installed",
                        900_001,
                        ago(Duration.ofHours(20))),
                new PatchLines.Change("mail", "libfoo1", "1.2-3", "", "removed", 900_001, ago(Duration.ofDays(8))));
    }

    /** Each way package work ends. */
    public List<PatchLines.Work> work() {
        return List.of(
                work("web-1", "completed", "2 upgraded", true),
                work("web-2", "running", "", false),
                work("mail", "failed", "cannot refresh the package index: mirror.example.com does not answer", false),
                work("git", "rolled back", "back to the snapshot of yesterday", false),
                work("wiki", "unreachable", "no route to wiki", false));
    }

    private PatchLines.Work work(String host, String status, String said, boolean back) {
        return new PatchLines.Work(host, "apply", status, said, 900_001, ago(Duration.ofHours(2)), back, host);
    }

    /** An inventory that cannot be read, may lack hosts, and could not be compared. */
    public InventoryPage.State inventory() {
        Problem wrong = new Problem(
                new SourceRef("hosts.yml", 12, 5),
                "unknown key 'hots'",
                Optional.of("did you mean 'hosts'?"),
                Problem.Severity.ERROR);
        Problem doubt = new Problem(
                new SourceRef("hosts.yml", 3, 1),
                "group 'old' has no host",
                Optional.empty(),
                Problem.Severity.WARNING);
        return new InventoryPage.State(
                false,
                List.of(wrong),
                List.of(doubt),
                List.of("the cluster away does not answer"),
                Optional.of("no cluster answers"));
    }

    /** One just made, one in use, one that is over. */
    public TokenForm.View tokens() {
        Optional<When> soon = Optional.of(times.when(now.plus(Duration.ofDays(80))));
        Optional<When> past = Optional.of(ago(Duration.ofDays(3)));
        return new TokenForm.View(
                "/tokens",
                List.of(
                        new TokenForm.Line(
                                "backup-script",
                                "operate",
                                "",
                                "backup*",
                                soon,
                                false,
                                Optional.of(ago(Duration.ofHours(6)))),
                        new TokenForm.Line("grafana", "metrics", "vera", "", Optional.empty(), false, Optional.empty()),
                        new TokenForm.Line("last-year", "read", "anna", "", past, true, past)),
                Optional.of(new TokenForm.Fresh("backup-script", "stw_this-is-shown-as-an-example-and-opens-nothing")),
                new TokenForm.Typed("", "", "90d"),
                List.of(new TokenForm.Scope("operate", "runs and steers"), new TokenForm.Scope("read", "reads")),
                true);
    }
}
