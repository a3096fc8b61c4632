package dev.steward.runner.proxmox.estate;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All clusters at one moment.
 *
 * @param clusters by our name, in the order of the configuration
 */
public record Estate(Map<String, Seen> clusters) {

    /** The problem of a cluster that is about to be asked for the first time. */
    static final String NOT_ASKED = "it has not been asked yet";

    public Estate {
        clusters = Collections.unmodifiableMap(new LinkedHashMap<>(clusters));
    }

    /**
     * A cluster as it was last seen.
     *
     * @param name ours
     * @param view empty: never seen
     * @param addresses by guest id, as far as they were asked for
     * @param age of the view
     * @param problem why it is not newer; empty: the last attempt went well
     * @param aliases other names, in lower case, to what the configuration says they are: an id or name of a guest or node
     */
    public record Seen(
            String name,
            Optional<View> view,
            Map<String, Addresses> addresses,
            Duration age,
            Optional<String> problem,
            Map<String, String> aliases) {

        public Seen {
            addresses = Map.copyOf(addresses);
            aliases = Map.copyOf(aliases);
        }

        /** One without other names. */
        public Seen(
                String name,
                Optional<View> view,
                Map<String, Addresses> addresses,
                Duration age,
                Optional<String> problem) {
            this(name, view, addresses, age, problem, Map.of());
        }

        /** The other names of a guest, in lower case. */
        public Set<String> aliasesOf(Guest guest) {
            return aliases(word -> word.equals(guest.vmid().toString())
                    || word.equals(guest.id())
                    || word.equalsIgnoreCase(guest.name()));
        }

        /** The other names of a node, in lower case. */
        public Set<String> aliasesOf(Node node) {
            return aliases(word -> word.equals(node.id()) || word.equalsIgnoreCase(node.name()));
        }

        private Set<String> aliases(Predicate<String> meant) {
            return aliases.entrySet().stream()
                    .filter(alias -> meant.test(alias.getValue()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Whether it was ever asked; until then its problem is no failure. */
        public boolean asked() {
            return !problem.equals(Optional.of(NOT_ASKED));
        }

        /** The addresses of a guest. */
        public Addresses of(Guest guest) {
            return addresses.getOrDefault(guest.id(), Addresses.NONE);
        }
    }

    /** All guests of all clusters. */
    public List<Guest> guests() {
        return views().flatMap(view -> view.guests().values().stream()).toList();
    }

    /** All nodes of all clusters. */
    public List<Node> nodes() {
        return views().flatMap(view -> view.nodes().values().stream()).toList();
    }

    private Stream<View> views() {
        return clusters.values().stream().flatMap(seen -> seen.view().stream());
    }
}
