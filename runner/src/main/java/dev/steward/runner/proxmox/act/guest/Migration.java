package dev.steward.runner.proxmox.act.guest;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Change;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.GuestState;
import dev.steward.runner.proxmox.act.Insisting;
import dev.steward.runner.proxmox.act.cluster.HaWatch;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Moves guests between nodes. What PVE says of the move is read first, so that what cannot succeed is not begun. */
public final class Migration {

    private final Acting acting;
    private final Duration limit;

    /**
     * On one cluster.
     *
     * @param limit until the guest is there
     */
    public Migration(Acting acting, Duration limit) {
        this.acting = acting;
        this.limit = limit;
    }

    /**
     * How.
     *
     * @param to a node; empty: the one it fits on best
     * @param restart whether a running container may be shut down and started there: it cannot move while it runs
     * @param withLocalDisks whether disks of a running VM are copied to the other node
     * @param targetStorage for those disks, as {@code local-zfs} or {@code a:b,c:d}
     * @param speed in KiB a second; empty: as the cluster is set up
     */
    public record How(
            Optional<String> to,
            boolean restart,
            boolean withLocalDisks,
            Optional<String> targetStorage,
            Optional<Long> speed) {}

    /** Moves one. */
    public Deed move(Guest guest, How how, boolean check) throws PveException, ActException, InterruptedException {
        View view = acting.clearView();
        GuestState state = acting.state(guest);
        if (how.to().isPresent()) {
            known(view, how.to().get());
        }
        if (how.to().filter(guest.node()::equals).isPresent()) {
            return Deed.ok(guest.name() + " (" + guest.id() + ") is on " + guest.node())
                    .with("node", guest.node());
        }
        Node target = possible(view, guest, state, how);
        if (check) {
            return Deed.changed("would move " + guest.words() + " to " + target.name())
                    .with("node", target.name());
        }
        send(guest, state, how, target.name());
        arrived(guest, state, target.name());
        return Deed.changed("moved " + guest.words() + " to " + target.name())
                .with("node", target.name())
                .with("from", guest.node());
    }

    private void known(View view, String node) throws ActException {
        if (!view.nodes().containsKey(node)) {
            throw new ActException("cluster " + acting.cluster() + " has no node '" + node + "'"
                    + Suggestion.question(node, view.nodes().keySet())
                            .map(text -> "; " + text)
                            .orElse("; it has " + String.join(", ", view.nodes().keySet())));
        }
    }

    private Node possible(View view, Guest guest, GuestState state, How how)
            throws PveException, ActException, InterruptedException {
        String cannot = guest.words() + " cannot move: ";
        if (!view.cluster().quorate()) {
            throw new ActException(cannot + "the cluster has no quorum; bring enough nodes back first (pvecm status)");
        }
        if (state.lock().isPresent()) {
            throw new ActException(cannot + "it is locked (" + state.lock().get()
                    + "); something works on it; if nothing does, a crash left the lock (qm unlock or pct unlock on the"
                    + " node)");
        }
        if (guest.kind() == GuestKind.LXC && state.running() && !how.restart()) {
            throw new ActException(cannot + "a container does not move while it runs; say restart: true to have it shut"
                    + " down and started there, or shut it down first");
        }
        Conditions conditions = Conditions.of(acting, view, guest);
        if (!conditions.blocks().isEmpty()) {
            throw new ActException(cannot + String.join("; ", conditions.blocks()));
        }
        if (state.running() && !conditions.localDisks().isEmpty() && !how.withLocalDisks()) {
            throw new ActException(cannot + "it runs, and " + String.join(", ", conditions.localDisks())
                    + " lie on its node alone; say withLocalDisks: true to have them copied");
        }
        return target(view, guest, state, how, conditions);
    }

    private static Node target(View view, Guest guest, GuestState state, How how, Conditions conditions)
            throws ActException {
        Fit fit = new Fit(view, guest, state.running());
        // another storage over there is what targetStorage is for
        Map<String, String> refused = how.targetStorage().isPresent() ? Map.of() : conditions.refused();
        if (how.to().isEmpty()) {
            return fit.best(refused)
                    .orElseThrow(() -> new ActException("no node will do for " + guest.words() + ": "
                            + fit.reasons(refused).entrySet().stream()
                                    .map(one -> one.getKey() + ": " + one.getValue())
                                    .collect(Collectors.joining("; "))));
        }
        Node node = view.nodes().get(how.to().get());
        Optional<String> reason = Optional.ofNullable(refused.get(node.name()))
                .or(() -> node.online() ? Optional.empty() : Optional.of("it is offline"));
        if (reason.isPresent()) {
            List<String> others = view.nodes().values().stream()
                    .filter(each -> !refused.containsKey(each.name())
                            && fit.against(each).isEmpty())
                    .map(Node::name)
                    .toList();
            throw new ActException(guest.words() + " cannot move to " + node.name() + ": " + reason.get()
                    + (others.isEmpty() ? "" : "; it could to " + String.join(", ", others)));
        }
        return node;
    }

    private void send(Guest guest, GuestState state, How how, String target)
            throws PveException, ActException, InterruptedException {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("target", target);
        how.speed().ifPresent(speed -> form.put("bwlimit", speed));
        if (guest.kind() == GuestKind.LXC) {
            if (state.running()) {
                form.put("restart", true);
            }
            how.targetStorage().ifPresent(storage -> form.put("target-storage", storage));
        } else {
            if (state.running()) {
                form.put("online", true);
            }
            if (how.withLocalDisks()) {
                form.put("with-local-disks", true);
            }
            how.targetStorage().ifPresent(storage -> form.put("targetstorage", storage));
        }
        String action = "move " + guest.kind().prefix() + " " + guest.vmid() + " to " + target;
        PvePath path = guest.kind().path(guest.node(), guest.vmid()).and("migrate");
        new Insisting(acting).done(Change.post(action, path, form).within(limit));
    }

    /* For what HA keeps, the end of the UPID is only the wish written down. */
    private void arrived(Guest guest, GuestState before, String target)
            throws PveException, ActException, InterruptedException {
        if (before.managed()) {
            new HaWatch(acting, limit).moved(guest, target);
        }
        Guest there = acting.guest(guest.vmid());
        if (!there.node().equals(target)) {
            throw new ActException(guest.words() + " was told to move to " + target + ", and is on " + there.node()
                    + "; see its log in PVE");
        }
        boolean runs = acting.state(there).running();
        if (before.running() && !runs && !new Running(acting).settled(there, true)) {
            throw new ActException(there.words() + " moved, and does not run there; see its log in PVE");
        }
    }
}
