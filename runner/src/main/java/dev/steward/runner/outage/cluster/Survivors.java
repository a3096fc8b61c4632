package dev.steward.runner.outage.cluster;

import dev.steward.runner.outage.aswas.Mark;
import dev.steward.runner.outage.aswas.Mark.What;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes that stay on when others went off. Where they have lost the majority of the votes, and the plan says that may be, they
 * are told to expect only the votes that are left; but never while HA could reset one of them, nor while a node that was told to go
 * is seen.
 */
final class Survivors {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Acting acting;
    private final PowerClusters.Parts parts;
    private final Set<String> gone;

    Survivors(Acting acting, PowerClusters.Parts parts, Set<String> gone) {
        this.acting = acting;
        this.parts = parts;
        this.gone = gone;
    }

    /** What became of the quorum, to be added to a sentence; empty text: nothing is to be said. */
    String after(String node, boolean mayBreak) throws InterruptedException {
        try {
            View view = acting.within(LIMIT).clearView();
            List<String> alive = view.nodes().values().stream()
                    .filter(Node::online)
                    .map(Node::name)
                    .toList();
            boolean fine = !view.cluster().clustered() || view.cluster().quorate() || alive.isEmpty();
            if (fine || gone.containsAll(alive)) {
                return "";
            }
            if (!mayBreak) {
                return "; the cluster has no quorum now: what runs goes on, nothing can be started or changed";
            }
            return "; " + expected(alive);
        } catch (PveException e) {
            return "";
        }
    }

    private String expected(List<String> alive) throws PveException, InterruptedException {
        Optional<String> danger = danger(alive);
        if (danger.isPresent()) {
            return "the cluster has no quorum now, and it is left so: " + danger.get();
        }
        String votes = Integer.toString(alive.size());
        try {
            parts.diary().note(new Mark(acting.cluster(), What.VOTES_EXPECTED, votes));
            parts.shell().run(acting.cluster(), alive.get(0), List.of("pvecm", "expected", votes), LIMIT);
        } catch (IOException e) {
            return "the cluster has no quorum now, and " + alive.get(0) + " could not be told to expect " + votes
                    + " votes: " + e.getMessage();
        }
        return quorate()
                ? alive.get(0) + " was told to expect " + votes + " votes, and has quorum alone"
                : alive.get(0) + " was told to expect " + votes + " votes, and has no quorum yet";
    }

    private Optional<String> danger(List<String> alive) throws PveException, InterruptedException {
        List<String> still = alive.stream().filter(gone::contains).toList();
        if (!still.isEmpty()) {
            return Optional.of(String.join(", ", still) + " is not off yet");
        }
        HaAside ha = new HaAside(acting.within(LIMIT), mark -> {}, Told.NOBODY);
        boolean aside = ha.armed().filter("disarmed"::equals).isPresent()
                || ha.wanted().values().stream().allMatch("ignored"::equals);
        return aside ? Optional.empty() : Optional.of("HA is armed, and two halves of a cluster could start one guest");
    }

    private boolean quorate() throws PveException, InterruptedException {
        long begun = acting.time().nanos();
        while (acting.time().nanos() - begun < LIMIT.toNanos()) {
            if (acting.clearView().cluster().quorate()) {
                return true;
            }
            acting.time().sleep(PAUSE);
        }
        return false;
    }
}
