package dev.steward.runner.proxmox.act.power;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Change;
import dev.steward.runner.proxmox.act.gate.Votes;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shuts down, reboots and wakes nodes of one cluster, and believes it only when the cluster shows it. */
public final class NodePower {

    private static final Duration BETWEEN = Duration.ofSeconds(5);

    /** A packet may get lost, and a machine that just went off does not hear one yet. */
    private static final Duration WAKE_AGAIN = Duration.ofSeconds(60);

    /** Until a node that was told to go down shows it: it begins to stop its guests. */
    private static final Duration TO_SHOW = Duration.ofSeconds(15);

    private static final Duration LOOK = Duration.ofSeconds(2);

    /** How often a node is told to go down whose answers are lost. */
    private static final int ORDERS = 3;

    /** Clocks of nodes differ by this much at most. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Acting acting;

    /** Power over the nodes of a cluster. */
    public NodePower(Acting acting) {
        this.acting = acting;
    }

    /**
     * Whether a node may go off: the rest must keep a majority of the votes.
     *
     * @return why not; empty: it may
     */
    public Optional<String> keepsQuorum(View view, Node node) throws PveException, InterruptedException {
        if (!view.cluster().clustered() || !node.online()) {
            return Optional.empty();
        }
        Votes votes = Votes.of(acting, view, List.of(node.name()));
        return votes.quorate()
                ? Optional.empty()
                : Optional.of("without " + node.name() + " the cluster would have " + votes
                        + " and lose its quorum: no guest could be started or moved; say allowQuorumLoss: true to go on"
                        + " all the same");
    }

    /**
     * Sends the order. Its answer may be lost, since the node goes down, and with it the node that passes the order on: the node
     * itself tells whether it was reached; one that shows nothing of a shutdown is told again, which does no harm.
     */
    public void order(String node, String command) throws PveException, InterruptedException {
        Change change =
                Change.post(command + " node " + node, PvePath.of("nodes", node, "status"), Map.of("command", command));
        for (int left = ORDERS; left > 0; left--) {
            try {
                acting.carryOut(change);
                return;
            } catch (PveException e) {
                if (e.kind() != Kind.UNKNOWN_OUTCOME) {
                    throw e;
                }
                if (!command.equals("shutdown") || showsIt(node, Duration.ZERO, TO_SHOW)) {
                    return;
                }
            }
        }
    }

    /**
     * Shuts a node down and waits until the cluster no longer sees it.
     *
     * @throws ActException when it still does after that time
     */
    public void shutdown(Node node, Duration limit) throws PveException, ActException, InterruptedException {
        if (!goesDown(node.name())) {
            order(node.name(), "shutdown");
        }
        awaitOff(node.name(), limit);
    }

    /**
     * Waits until the cluster no longer sees a node that was told to go off.
     *
     * @throws ActException when it still does after that time
     */
    public void awaitOff(String node, Duration limit) throws PveException, ActException, InterruptedException {
        if (!until(limit, () -> !seen(node))) {
            throw new ActException("node " + node + " was told to shut down, and is online still after "
                    + limit.toSeconds() + " s: guests of it may take their time; PVE gives each 180 s");
        }
    }

    /** Whether a process that died has told it to go down: it is off, or stops its guests since. */
    public boolean goesDown(String node) throws PveException, InterruptedException {
        Optional<Duration> ago = acting.resumed();
        if (ago.isEmpty()) {
            return false;
        }
        Duration left = TO_SHOW.minus(ago.get()).compareTo(LOOK) > 0 ? TO_SHOW.minus(ago.get()) : LOOK;
        return showsIt(node, ago.get(), left);
    }

    /**
     * Whether a node goes down, as one that was told to since.
     *
     * @param limit how long it may take to show it
     */
    public boolean shows(String node, Instant since, Duration limit) throws PveException, InterruptedException {
        return showsIt(node, Duration.between(since, acting.time().now()), limit);
    }

    private boolean showsIt(String node, Duration ago, Duration limit) throws PveException, InterruptedException {
        long since = acting.time().now().minus(ago).minus(SKEW).getEpochSecond();
        long start = acting.time().nanos();
        while (true) {
            if (!seen(node) || stopsGuests(node, since)) {
                return true;
            }
            if (acting.time().nanos() - start >= limit.toNanos()) {
                return false;
            }
            acting.time().sleep(LOOK);
        }
    }

    /* pve-guests stops them by this task when systemd stops it, before the network goes. */
    private boolean stopsGuests(String node, long since) throws PveException, InterruptedException {
        try {
            Map<String, Object> query = Map.of("source", "all", "typefilter", "stopall", "since", since);
            return !acting.api()
                    .get(PvePath.of("nodes", node, "tasks"), query)
                    .list()
                    .isEmpty();
        } catch (PveException e) {
            if (away(e)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Reboots a node and waits until it answers from another boot.
     *
     * @throws ActException when it does not within that time
     */
    public void reboot(Node node, Duration limit) throws PveException, ActException, InterruptedException {
        long uptime = uptime(node.name()).orElse(Long.MAX_VALUE);
        long ordered = acting.time().nanos();
        order(node.name(), "reboot");
        boolean back = until(limit, () -> {
            long since = Duration.ofNanos(acting.time().nanos() - ordered).toSeconds();
            Optional<Long> now = uptime(node.name());
            // less than before alone could be a clock; not older than the order cannot be the old boot
            return now.filter(up -> up < uptime && up <= since).isPresent() && seen(node.name());
        });
        if (!back) {
            boolean same =
                    uptime(node.name()).filter(up -> up > limit.toSeconds()).isPresent();
            throw new ActException("node " + node.name() + (same ? " did not reboot within " : " is not back after ")
                    + limit.toSeconds() + " s");
        }
    }

    /**
     * Wakes a node through the others and waits until it is a member again and answers.
     *
     * @throws ActException when it is not within that time
     */
    public void wake(Node node, Duration limit) throws PveException, ActException, InterruptedException {
        PvePath path = PvePath.of("nodes", node.name(), "wakeonlan");
        Change change = Change.post("wake node " + node.name(), path, Map.of());
        acting.carryOut(change);
        long[] sent = {acting.time().nanos()};
        boolean up = until(limit, () -> {
            if (seen(node.name()) && uptime(node.name()).isPresent()) {
                return true;
            }
            if (acting.time().nanos() - sent[0] > WAKE_AGAIN.toNanos()) {
                sent[0] = acting.time().nanos();
                acting.carryOut(change);
            }
            return false;
        });
        if (!up) {
            throw new ActException("node " + node.name() + " was sent wake-up packets, and is not online after "
                    + limit.toSeconds() + " s: is wake-on-LAN on in its firmware, and its address right in"
                    + " Node > System > Options?");
        }
    }

    @FunctionalInterface
    private interface Condition {

        boolean holds() throws PveException, InterruptedException;
    }

    private boolean until(Duration limit, Condition condition) throws PveException, InterruptedException {
        long start = acting.time().nanos();
        while (!holds(condition)) {
            if (acting.time().nanos() - start >= limit.toNanos()) {
                return false;
            }
            acting.time().sleep(BETWEEN);
        }
        return true;
    }

    private static boolean holds(Condition condition) throws PveException, InterruptedException {
        try {
            return condition.holds();
        } catch (PveException e) {
            if (away(e)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean away(PveException e) {
        return switch (e.kind()) {
            case NOT_SIGNED_IN, FORBIDDEN, BAD_PARAMETER, NOT_IMPLEMENTED, CLOSED -> false;
            default -> true;
        };
    }

    /** Whether the cluster sees it; one that stands alone is seen while it answers. */
    private boolean seen(String node) throws PveException, InterruptedException {
        try {
            Node now = acting.view().nodes().get(node);
            return now != null && now.online();
        } catch (PveException e) {
            if (e.kind() == Kind.UNREACHABLE) {
                return false;
            }
            throw e;
        }
    }

    /** In seconds; empty: it does not answer. */
    private Optional<Long> uptime(String node) throws PveException, InterruptedException {
        try {
            PveFields status = acting.api()
                    .get(PvePath.of("nodes", node, "status"), Map.of())
                    .fields();
            return status.number("uptime").stream().boxed().findFirst();
        } catch (PveException e) {
            if (away(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
