package dev.steward.runner.outage.comeback;

import dev.steward.runner.outage.aswas.Mark.What;
import dev.steward.runner.outage.aswas.Ours;
import dev.steward.runner.outage.cluster.NodeShell;
import dev.steward.runner.outage.comeback.Comeback.Gate;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.gate.Votes;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Has a cluster expect all its votes again, where an outage made it expect fewer; nodes that rejoin mostly see to it themselves. */
final class VotesBack {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern EXPECTED = Pattern.compile("(?m)^Expected votes:\\s+(\\d+)");
    private static final String NAME = "votes";

    private final Acting acting;
    private final NodeShell shell;

    VotesBack(Acting acting, NodeShell shell) {
        this.acting = acting;
        this.shell = shell;
    }

    /** What became of it; empty: the outage did not touch the votes. */
    Optional<Gate> back(Ours ours) throws PveException, InterruptedException {
        if (ours.of(acting.cluster(), What.VOTES_EXPECTED).isEmpty()) {
            return Optional.empty();
        }
        View view = acting.view();
        long votes = Votes.of(acting, view, List.of()).all();
        String node = view.nodes().values().stream()
                .filter(Node::online)
                .map(Node::name)
                .findFirst()
                .orElse("");
        try {
            if (expected(node) >= votes) {
                return Optional.of(new Gate(NAME, true, votes + " expected, as there are"));
            }
            shell.run(acting.cluster(), node, List.of("pvecm", "expected", Long.toString(votes)), LIMIT);
            long now = expected(node);
            return Optional.of(new Gate(NAME, now >= votes, now + " expected of " + votes));
        } catch (IOException e) {
            // nodes that rejoin bring the configured number with them; only a wish of ours could have lowered it
            boolean all = view.nodes().values().stream().allMatch(Node::online);
            return Optional.of(new Gate(
                    NAME,
                    all && view.cluster().quorate(),
                    "nobody could ask how many are expected, see pvecm status: " + e.getMessage()));
        }
    }

    private long expected(String node) throws IOException, InterruptedException {
        Matcher said = EXPECTED.matcher(shell.run(acting.cluster(), node, List.of("pvecm", "status"), LIMIT));
        if (!said.find()) {
            throw new IOException("pvecm status on " + node + " says nothing of expected votes");
        }
        return Long.parseLong(said.group(1));
    }
}
