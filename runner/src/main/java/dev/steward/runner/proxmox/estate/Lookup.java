package dev.steward.runner.proxmox.estate;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.estate.EstateException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds guests and nodes by what people call them: an id ({@code 101}, {@code lxc/101}, {@code home/lxc/101}), a name with or
 * without its domain, an alias, an address. What fits several is told, never guessed.
 */
public final class Lookup {

    private final Estate estate;

    /** Looks in an estate, by the aliases of its clusters too. */
    public Lookup(Estate estate) {
        this.estate = estate;
    }

    /**
     * The one guest that a word names.
     *
     * @throws EstateException NOT_FOUND with what was perhaps meant, AMBIGUOUS with all that fit
     */
    public Guest guest(String word) throws EstateException {
        return one(guests(word), "guest", word, Guest::words, guestNames(), Guest::cluster);
    }

    /**
     * The one node that a word names.
     *
     * @throws EstateException as {@link #guest}
     */
    public Node node(String word) throws EstateException {
        String plain = word.startsWith("node/") ? word.substring(5) : word;
        List<Node> found = estate.nodes().stream()
                .filter(node -> same(node.name(), plain)
                        || (node.cluster() + "/" + node.name()).equals(plain)
                        || node.address().filter(plain::equals).isPresent()
                        || called(node.cluster(), seen(node.cluster()).aliasesOf(node), plain))
                .toList();
        Set<String> names = estate.nodes().stream().map(Node::name).collect(Collectors.toCollection(TreeSet::new));
        return one(found, "node", word, node -> node.name() + " of " + node.cluster(), names, Node::cluster);
    }

    private Estate.Seen seen(String cluster) {
        return estate.clusters().get(cluster);
    }

    private static boolean called(String cluster, Set<String> aliases, String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        String own = cluster.toLowerCase(Locale.ROOT) + "/";
        return aliases.contains(lower) || lower.startsWith(own) && aliases.contains(lower.substring(own.length()));
    }

    /** All guests a word fits, the more exact way first. */
    public List<Guest> guests(String word) {
        List<Predicate<Guest>> ways = new ArrayList<>();
        ways.add(guest -> guest.id().equals(word)
                || (guest.cluster() + "/" + guest.id()).equals(word)
                || (guest.cluster() + "/" + guest.vmid()).equals(word)
                || (guest.cluster() + "/" + guest.name()).equals(word));
        Vmid.find(word).ifPresent(vmid -> ways.add(guest -> guest.vmid().equals(vmid)));
        if (Ip.is(word)) {
            if (!Ip.usable(word)) {
                return List.of();
            }
            ways.add(guest -> estate.clusters().get(guest.cluster()).of(guest).has(word.toLowerCase(Locale.ROOT)));
        } else {
            ways.add(guest -> guest.name().equalsIgnoreCase(word)
                    || called(guest.cluster(), seen(guest.cluster()).aliasesOf(guest), word));
            ways.add(guest -> same(guest.name(), word));
        }
        return ways.stream()
                .map(way -> estate.guests().stream().filter(way).toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static boolean same(String name, String word) {
        return host(name).equalsIgnoreCase(host(word));
    }

    private static String host(String name) {
        int dot = Ip.is(name) ? -1 : name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private Set<String> guestNames() {
        return estate.guests().stream()
                .flatMap(guest -> Stream.of(guest.name(), guest.vmid().toString()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private <T> T one(
            List<T> found,
            String what,
            String word,
            java.util.function.Function<T, String> words,
            Set<String> names,
            java.util.function.Function<T, String> cluster)
            throws EstateException {
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw missing(what, word, names);
        }
        boolean several = found.stream().map(cluster).distinct().count() > 1;
        throw new EstateException(
                Kind.AMBIGUOUS,
                "'" + word + "' fits several: "
                        + found.stream().map(words).sorted().collect(Collectors.joining(", ")) + "; say which by its id"
                        + (several ? ", with its cluster, as CLUSTER/lxc/101" : ""));
    }

    /* "There is none" is a lie where a cluster that might have it was not seen. */
    private EstateException missing(String what, String word, Set<String> names) {
        List<String> unseen = estate.clusters().values().stream()
                .filter(seen -> seen.view().isEmpty())
                .map(seen ->
                        seen.name() + seen.problem().map(p -> " (" + p + ")").orElse(""))
                .toList();
        if (!unseen.isEmpty()) {
            return new EstateException(
                    Kind.UNREACHABLE,
                    "no " + what + " '" + word + "' is known, and not every cluster answered: "
                            + String.join(", ", unseen));
        }
        Optional<String> alias = estate.clusters().values().stream()
                .filter(seen -> seen.aliases().containsKey(word.toLowerCase(Locale.ROOT)))
                .map(seen -> "; in " + seen.name() + " it is an alias of "
                        + seen.aliases().get(word.toLowerCase(Locale.ROOT)) + ", which is not there")
                .findFirst();
        if (alias.isPresent()) {
            return new EstateException(Kind.NOT_FOUND, "no " + what + " '" + word + "'" + alias.get());
        }
        String hint = Suggestion.question(word, names)
                .map(question -> "; " + question)
                .orElse(names.isEmpty() || names.size() > 12 ? "" : "; there are " + String.join(", ", names));
        return new EstateException(Kind.NOT_FOUND, "no " + what + " '" + word + "'" + hint);
    }
}
