package dev.steward.runner.power.watch;

import dev.steward.runner.power.watch.Rules.Supply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What all UPSes together mean: a host starves when fewer of its feeds are on mains than it needs, and it has as much time as
 * the last one it cannot do without.
 *
 * @param lost whether some host starves
 * @param online whether every host is known to have what it needs
 * @param starving hosts that do; empty: every one, since nobody says who feeds whom
 * @param low some starving host has too few feeds left that are not low
 * @param forced the same for FSD
 * @param blind whether none of the UPSes that are lost is seen
 * @param until the last moment it counts as lost
 * @param charge of the feed that decides
 * @param runtime the same
 * @param load the highest
 * @param why sentences, one for each UPS that is lost
 * @param atOnce the sentence of a UPS whose loss counts without waiting
 */
record House(
        boolean lost,
        boolean online,
        Optional<Set<String>> starving,
        boolean low,
        boolean forced,
        boolean blind,
        long until,
        Optional<Double> charge,
        Optional<Duration> runtime,
        Optional<Double> load,
        List<String> why,
        Optional<String> atOnce) {

    static House of(List<Supply> supplies, Map<String, Stand> stands, long nanos) {
        List<Supply> starving = supplies.stream()
                .filter(supply -> left(supply, stands, Stand::lost) < supply.needs())
                .toList();
        List<Stand> gone = starving.stream()
                .flatMap(supply -> supply.feeds().stream())
                .distinct()
                .sorted()
                .map(stands::get)
                .filter(Objects::nonNull)
                .filter(Stand::lost)
                .toList();
        return new House(
                !starving.isEmpty(),
                supplies.stream().allMatch(supply -> enough(supply, stands)),
                hosts(supplies, starving),
                starving.stream().anyMatch(supply -> left(supply, stands, Stand::gone) < supply.needs())
                        && gone.stream().anyMatch(Stand::low),
                starving.stream().anyMatch(supply -> left(supply, stands, Stand::gone) < supply.needs())
                        && gone.stream().anyMatch(Stand::forced),
                !gone.isEmpty() && gone.stream().allMatch(Stand::silent),
                gone.stream().mapToLong(Stand::until).max().orElse(nanos),
                decides(starving, stands, Stand::charge),
                decides(starving, stands, Stand::runtime),
                stands.values().stream().flatMap(stand -> stand.load().stream()).max(Comparator.naturalOrder()),
                gone.stream().map(Stand::why).toList(),
                gone.stream().filter(Stand::atOnce).map(Stand::why).findFirst());
    }

    /** An outage that was on when Steward was started anew, while nobody answers yet. */
    static House unseen(List<Supply> supplies, long until) {
        return new House(
                true,
                false,
                hosts(supplies, supplies),
                false,
                false,
                true,
                until,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of("no UPS has answered since Steward was started within an outage"),
                Optional.empty());
    }

    private static Optional<Set<String>> hosts(List<Supply> all, List<Supply> some) {
        Set<String> names = new LinkedHashSet<>();
        some.forEach(supply -> supply.host().ifPresent(names::add));
        return all.stream().allMatch(supply -> supply.host().isEmpty()) ? Optional.empty() : Optional.of(names);
    }

    /** How many feeds are left; one that was never asked is neither lost nor known to be on mains. */
    private static long left(Supply supply, Map<String, Stand> stands, Predicate<Stand> gone) {
        return supply.feeds().stream()
                .filter(feed -> !stands.containsKey(feed) || !gone.test(stands.get(feed)))
                .count();
    }

    private static boolean enough(Supply supply, Map<String, Stand> stands) {
        return supply.feeds().stream()
                        .filter(feed ->
                                stands.containsKey(feed) && stands.get(feed).mains())
                        .count()
                >= supply.needs();
    }

    /** The lowest over what decides for each host that starves; where none does, the lowest of all. */
    private static <T extends Comparable<T>> Optional<T> decides(
            List<Supply> starving, Map<String, Stand> stands, Function<Stand, Optional<T>> value) {
        Stream<T> all = starving.isEmpty()
                ? values(stands.values(), value).stream()
                : starving.stream().flatMap(supply -> last(supply, stands, value).stream());
        return all.min(Comparator.naturalOrder());
    }

    private static <T> List<T> values(Collection<Stand> stands, Function<Stand, Optional<T>> value) {
        return stands.stream().flatMap(stand -> value.apply(stand).stream()).toList();
    }

    /** Of the best feeds a host can live on the worst: feeds on mains, and such that say nothing, outlast every number. */
    private static <T extends Comparable<T>> Optional<T> last(
            Supply supply, Map<String, Stand> stands, Function<Stand, Optional<T>> value) {
        List<T> known = new ArrayList<>(values(
                supply.feeds().stream()
                        .map(stands::get)
                        .filter(Objects::nonNull)
                        .filter(Stand::lost)
                        .toList(),
                value));
        known.sort(Comparator.reverseOrder());
        int beyond = supply.feeds().size() - known.size();
        int at = supply.needs() - 1 - beyond;
        return at >= 0 && at < known.size() ? Optional.of(known.get(at)) : Optional.empty();
    }
}
