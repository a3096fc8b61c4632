package dev.steward.runner.module.proxmox;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Selector;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.EstateException;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Lookup;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds what a task is about: its own arguments first, else the variables of its host ({@code proxmox_cluster}, {@code
 * proxmox_vmid}, {@code proxmox_node}). What is not one thing is refused, never guessed; everything is read now.
 */
public final class Aim {

    private final Target target;

    /** The aim of a task on a host. */
    public Aim(Target target) {
        this.target = target;
    }

    /**
     * The cluster: the one named, else that of the host, else the only one there is.
     *
     * @throws ActException when that leaves none or several
     */
    public Acting cluster(Optional<String> named) throws ActException {
        Optional<String> name = named.or(() -> variable("proxmox_cluster"));
        return name.isPresent()
                ? target.clusters().on(name.get())
                : target.clusters().only();
    }

    /**
     * The one guest a task is about.
     *
     * @throws ActException when it is none, or not one
     */
    public Guest guest(Acting acting, Which which) throws PveException, ActException, InterruptedException {
        if (which.select().isPresent()) {
            throw new ActException("this takes one guest: say vmid or name instead of select");
        }
        return guests(acting, which).get(0);
    }

    /**
     * The guests a task is about, in the order of their ids; none where nothing fits a selection.
     *
     * @throws ActException when one that is named does not exist, or when nothing says which
     */
    public List<Guest> guests(Acting acting, Which which) throws PveException, ActException, InterruptedException {
        long said = Stream.of(which.vmid(), which.name(), which.select())
                .filter(Optional::isPresent)
                .count();
        if (said > 1) {
            throw new ActException("say one of vmid, name and select, not several");
        }
        if (which.select().isPresent()) {
            return selected(acting, which.select().get());
        }
        Optional<String> word =
                which.vmid().map(String::valueOf).or(which::name).or(() -> variable("proxmox_vmid"));
        if (word.isEmpty()) {
            throw new ActException("host '" + target.host().name() + "' is no guest of a cluster: say vmid, name or"
                    + " select, or take a host that has proxmox_vmid");
        }
        if (which.vmid().isPresent() && Vmid.find(word.get()).isEmpty()) {
            throw new ActException("vmid " + word.get() + " is no id of a guest; expected a number from 100 on");
        }
        return List.of(named(acting, word.get()));
    }

    private static Guest named(Acting acting, String word) throws PveException, ActException, InterruptedException {
        View view = acting.guestView();
        Estate.Seen seen =
                new Estate.Seen(acting.cluster(), Optional.of(view), Map.of(), Duration.ZERO, Optional.empty());
        try {
            return new Lookup(new Estate(Map.of(acting.cluster(), seen))).guest(word);
        } catch (EstateException e) {
            throw new ActException(e.getMessage() + " in cluster " + acting.cluster());
        }
    }

    private static List<Guest> selected(Acting acting, Map<String, Object> select)
            throws PveException, ActException, InterruptedException {
        Selector selector = Selector.of(select);
        View view = acting.guestView();
        known("node", selector.nodes(), view.nodes().keySet());
        known("pool", selector.pools(), view.pools());
        return view.guests().values().stream().filter(selector::chooses).toList();
    }

    private static void known(String what, List<String> said, Collection<String> there) throws ActException {
        for (String word : said) {
            if (!there.contains(word)) {
                throw new ActException("select: there is no " + what + " '" + word + "'"
                        + Suggestion.question(word, there).map(q -> "; " + q).orElse("; there are " + there));
            }
        }
    }

    /**
     * The node a task is about: the one named, else the one its host is.
     *
     * @throws ActException when there is none of that name, or when nothing says which
     */
    public Node node(View view, Optional<String> named) throws ActException {
        String name = named.or(this::ownNode)
                .or(() -> Optional.of(target.host().name()).filter(view.nodes()::containsKey))
                .orElseThrow(() -> new ActException("host '" + target.host().name()
                        + "' is no node of a cluster: say node, or take a host that has proxmox_node"));
        Node node = view.nodes().get(name);
        if (node == null) {
            throw new ActException("cluster " + view.cluster().name() + " has no node '" + name + "'"
                    + Suggestion.question(name, view.nodes().keySet())
                            .map(q -> "; " + q)
                            .orElse("; there are " + view.nodes().keySet()));
        }
        return node;
    }

    /** The node that the host is, as its variables say; empty: they do not, or it is a guest. */
    Optional<String> ownNode() {
        return variable("proxmox_vmid").isPresent() ? Optional.empty() : variable("proxmox_node");
    }

    /** Whether Steward itself runs on a node, be it in a guest there. */
    public boolean carriesSteward(View view, Node node) {
        return target.own().stream().anyMatch(own -> {
            Optional<Guest> guest =
                    variable(own, "proxmox_vmid").flatMap(Vmid::find).flatMap(view::guest);
            String there =
                    guest.map(Guest::node).orElse(variable(own, "proxmox_node").orElse(own.name()));
            return there.equals(node.name()) && ofCluster(own, node.cluster());
        });
    }

    /** Whether Steward itself runs in a guest. */
    public boolean carriesSteward(Guest guest) {
        return target.own().stream()
                .anyMatch(own -> variable(own, "proxmox_vmid")
                                .filter(guest.vmid().toString()::equals)
                                .isPresent()
                        && ofCluster(own, guest.cluster()));
    }

    private static boolean ofCluster(Host host, String cluster) {
        return variable(host, "proxmox_cluster").filter(c -> !c.equals(cluster)).isEmpty();
    }

    private Optional<String> variable(String name) {
        return variable(target.host(), name);
    }

    private static Optional<String> variable(Host host, String name) {
        return Optional.ofNullable(host.vars().get(name)).map(String::valueOf).filter(text -> !text.isBlank());
    }
}
