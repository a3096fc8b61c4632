package dev.steward.runner.follow;

import dev.steward.runner.config.follow.FollowConfig;
import dev.steward.runner.follow.FollowException.Kind;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.EstateException;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Lookup;
import dev.steward.runner.proxmox.estate.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what a word means: an entry below {@code follow}, a guest, a node. */
final class Finder {

    private final Estates estates;
    private final Map<String, Map<String, FollowConfig>> entries;

    /**
     * A finder.
     *
     * @param entries below {@code follow}, by cluster and name
     */
    Finder(Estates estates, Map<String, Map<String, FollowConfig>> entries) {
        this.estates = estates;
        this.entries = Map.copyOf(entries);
    }

    /** What a word means. */
    Found find(String word, Optional<String> cluster) throws FollowException, InterruptedException {
        List<String> having = entries.keySet().stream()
                .filter(name -> cluster.isEmpty() || cluster.get().equals(name))
                .filter(name -> entries.get(name).containsKey(word))
                .sorted()
                .toList();
        if (having.size() > 1) {
            throw new FollowException(
                    Kind.CONFLICT,
                    "'" + word + "' stands below follow of " + String.join(", ", having) + "; say which cluster",
                    null);
        }
        if (having.isEmpty()) {
            return new Found(subject(word, cluster), List.of(), List.of());
        }
        FollowConfig entry = entries.get(having.get(0)).get(word);
        return new Found(resolved(having.get(0), word, entry), entry.services(), entry.files());
    }

    /** The guest or node that an entry means. */
    Subject resolved(String cluster, String name, FollowConfig entry) throws FollowException, InterruptedException {
        Optional<String> here = Optional.of(cluster);
        if (entry.vmid().isEmpty()) {
            return subject(entry.vmname().orElse(name), here);
        }
        int vmid = entry.vmid().get();
        if (vmid == 0) {
            return node(entry.node().orElseThrow(), here);
        }
        Subject found = subject(String.valueOf(vmid), here);
        boolean other = found instanceof Subject.OfGuest guest
                && entry.vmname()
                        .filter(said -> !said.equalsIgnoreCase(guest.guest().name()))
                        .isPresent();
        if (other) {
            throw new FollowException(
                    Kind.CONFLICT,
                    "proxmox." + cluster + ".follow." + name + ": " + found.words() + " is called "
                            + ((Subject.OfGuest) found).guest().name() + ", not "
                            + entry.vmname().get()
                            + "; correct vmid or vmname",
                    null);
        }
        return found;
    }

    private Subject subject(String word, Optional<String> cluster) throws FollowException, InterruptedException {
        if (word.startsWith("node/")) {
            return node(word, cluster);
        }
        EstateException none;
        try {
            return new Subject.OfGuest(new Lookup(narrowed(estates.fresh(), cluster)).guest(word));
        } catch (EstateException e) {
            if (e.kind() != EstateException.Kind.NOT_FOUND) {
                throw FollowException.of(e);
            }
            none = e;
        }
        try {
            return new Subject.OfNode(new Lookup(narrowed(estates.known(), cluster)).node(word));
        } catch (EstateException e) {
            if (e.kind() != EstateException.Kind.NOT_FOUND) {
                throw FollowException.of(e);
            }
        }
        return byAddress(word, cluster, none);
    }

    /* Addresses cost a call a guest: they are asked for where nothing else fits. */
    private Subject byAddress(String word, Optional<String> cluster, EstateException none)
            throws FollowException, InterruptedException {
        if (!word.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw FollowException.of(none);
        }
        try {
            return new Subject.OfGuest(new Lookup(narrowed(estates.now(), cluster)).guest(word));
        } catch (EstateException e) {
            throw FollowException.of(e);
        }
    }

    private Subject node(String word, Optional<String> cluster) throws FollowException, InterruptedException {
        try {
            return new Subject.OfNode(new Lookup(narrowed(estates.fresh(), cluster)).node(word));
        } catch (EstateException e) {
            throw FollowException.of(e);
        }
    }

    /** The guest as it is now; empty: it is gone. */
    Optional<Guest> again(Guest guest) throws InterruptedException {
        estates.refresh(guest.cluster());
        return view(guest.cluster()).flatMap(view -> view.guest(guest.vmid()));
    }

    /** The subject as the cluster sees it, asked again where what is known is older than 3 s. */
    Subject renewed(Subject subject) throws InterruptedException {
        estates.fresh(subject.cluster());
        Optional<View> view = view(subject.cluster());
        if (subject instanceof Subject.OfGuest of) {
            Vmid vmid = of.guest().vmid();
            return view.flatMap(seen -> seen.guest(vmid))
                    .<Subject>map(Subject.OfGuest::new)
                    .orElse(subject);
        }
        return view.flatMap(seen -> Optional.ofNullable(seen.nodes().get(subject.node())))
                .<Subject>map(Subject.OfNode::new)
                .orElse(subject);
    }

    private Optional<View> view(String cluster) {
        return Optional.ofNullable(estates.known().clusters().get(cluster)).flatMap(Seen::view);
    }

    private static Estate narrowed(Estate estate, Optional<String> cluster) throws FollowException {
        if (cluster.isEmpty()) {
            return estate;
        }
        Seen seen = estate.clusters().get(cluster.get());
        if (seen == null) {
            throw new FollowException(
                    Kind.NOT_FOUND,
                    "No cluster '" + cluster.get() + "' is configured; there are "
                            + String.join(
                                    ", ", new ArrayList<>(estate.clusters().keySet())),
                    null);
        }
        return new Estate(new LinkedHashMap<>(Map.of(cluster.get(), seen)));
    }
}
