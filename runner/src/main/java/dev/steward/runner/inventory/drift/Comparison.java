package dev.steward.runner.inventory.drift;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.drift.Difference.Kind;
import dev.steward.runner.inventory.dynamic.Counterparts;
import dev.steward.runner.inventory.dynamic.Counterparts.Said;
import dev.steward.runner.proxmox.estate.Estate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares the hosts of files with what clusters have. A host with {@code proxmox_guest: false} is none of theirs, as a router or a
 * storage box; nor is one that is this machine.
 */
public final class Comparison {

    private static final String GUEST = "proxmox_guest";

    private final Inventory files;
    private final List<Member> members = new ArrayList<>();
    private final List<Drift.Side> sides = new ArrayList<>();
    private final boolean composed;
    private final List<Difference> found = new ArrayList<>();
    private final Map<Member, List<String>> owners = new LinkedHashMap<>();

    private Comparison(Inventory files, Estate estate, boolean composed) {
        this.files = files;
        this.composed = composed;
        for (Estate.Seen seen : estate.clusters().values()) {
            Drift.Side side = Drift.Side.of(seen);
            sides.add(side);
            if (side.usable()) {
                members.addAll(Member.of(seen));
            }
        }
    }

    /**
     * Compares.
     *
     * @param files what files alone say
     * @param estate the clusters as they are
     * @param composed whether the inventory takes further hosts from the clusters: one that no file lists is no fault then
     * @throws dev.steward.runner.inventory.InventoryException where a host's values stay closed
     */
    public static Drift of(Inventory files, Estate estate, boolean composed) {
        return new Comparison(files, estate, composed).carriedOut();
    }

    private Drift carriedOut() {
        files.hostNames().stream()
                .map(name -> files.host(name).orElseThrow())
                .filter(Comparison::meant)
                .forEach(this::host);
        owners.forEach(this::twice);
        members.stream()
                .filter(member -> !owners.containsKey(member) && !member.template())
                .forEach(this::unlisted);
        found.sort(Comparator.comparing((Difference one) -> !one.counts()).thenComparing(Difference::kind));
        return new Drift(found, sides);
    }

    private static boolean meant(Host host) {
        boolean here = "local".equals(host.vars().get("ansible_connection"))
                || Set.of("localhost", "127.0.0.1", "::1").contains(host.name());
        return !here && !"false".equals(text(host, GUEST).orElse(""));
    }

    private void host(Host host) {
        Said said = said(host);
        Counterparts<Member> counterparts = new Counterparts<>(members, Member::counterpart);
        List<Member> fitting = counterparts.of(said);
        if (fitting.size() > 1) {
            ambiguous(host, fitting);
        } else if (fitting.size() == 1) {
            owners.computeIfAbsent(fitting.get(0), any -> new ArrayList<>()).add(host.name());
            Details.of(host, fitting.get(0), said).forEach(found::add);
        } else {
            missing(host, said, counterparts);
        }
    }

    private static Said said(Host host) {
        return new Said(
                host.name(),
                text(host, "proxmox_vmid"),
                text(host, "proxmox_cluster"),
                text(host, "ansible_host").orElse(host.name()));
    }

    static Optional<String> text(Host host, String variable) {
        return Optional.ofNullable(host.vars().get(variable))
                .map(String::valueOf)
                .filter(text -> !text.isBlank());
    }

    static Optional<String> file(Host host) {
        return text(host, "inventory_file");
    }

    private void missing(Host host, Said said, Counterparts<Member> counterparts) {
        if (said.vmid().isPresent()) {
            List<Member> otherwise =
                    counterparts.of(new Said(said.host(), Optional.empty(), said.cluster(), said.address()));
            if (otherwise.size() == 1) {
                owners.computeIfAbsent(otherwise.get(0), any -> new ArrayList<>())
                        .add(host.name());
                found.add(Details.vmid(host, otherwise.get(0), said.vmid().get()));
                return;
            }
        }
        if (!sides.stream().filter(side -> concerns(side, said)).allMatch(Drift.Side::usable)) {
            return;
        }
        String what = said.vmid().map(id -> "no guest " + id).orElse("no guest or node with its name or address");
        String where = said.cluster().map(name -> " in cluster " + name).orElse(" in any cluster");
        String next = Suggestion.question(host.name(), names())
                .orElse("take it out, or say " + GUEST + ": false where it never was one");
        found.add(new Difference(
                Kind.MISSING,
                true,
                Optional.of(host.name()),
                said.cluster(),
                Optional.empty(),
                said.vmid(),
                Optional.empty(),
                file(host),
                host.name() + ": there is " + what + where + "; " + next));
    }

    private static boolean concerns(Drift.Side side, Said said) {
        return said.cluster().isEmpty() || said.cluster().get().equals(side.name());
    }

    private Set<String> names() {
        return members.stream()
                .map(member -> member.counterpart().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void ambiguous(Host host, List<Member> fitting) {
        String all = fitting.stream().map(one -> one.counterpart().words()).collect(Collectors.joining(", "));
        found.add(new Difference(
                Kind.AMBIGUOUS,
                true,
                Optional.of(host.name()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(all),
                file(host),
                host.name() + " fits several: " + all + "; say which by proxmox_vmid"));
        // none of them is unlisted: the host is one of them
        fitting.forEach(one -> owners.computeIfAbsent(one, any -> new ArrayList<>()));
    }

    private void twice(Member member, List<String> hosts) {
        if (hosts.size() > 1) {
            String all = String.join(", ", hosts);
            found.add(new Difference(
                    Kind.TWICE,
                    true,
                    Optional.of(hosts.get(0)),
                    Optional.of(member.counterpart().cluster()),
                    Optional.of(member.subject()),
                    Optional.of(all),
                    Optional.of(member.counterpart().name()),
                    files.host(hosts.get(0)).flatMap(Comparison::file),
                    all + " are all " + member.words() + ": a play would work on it " + hosts.size()
                            + " times at once"));
        }
    }

    private void unlisted(Member member) {
        found.add(new Difference(
                Kind.UNLISTED,
                !composed,
                Optional.empty(),
                Optional.of(member.counterpart().cluster()),
                Optional.of(member.subject()),
                Optional.empty(),
                Optional.of(member.counterpart().name()),
                Optional.empty(),
                member.words() + " is in no file"
                        + (composed ? "; it comes from the cluster" : "; nothing is done on it")));
    }
}
