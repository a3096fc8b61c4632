package dev.steward.runner.module.proxmox;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.cluster.InOrder;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What {@code stopAll} and {@code startAll} say of the guests of a node.
 *
 * @param guests ids or names; empty: all
 * @param except ids or names that are left out
 */
record AllGuests(Optional<List<String>> guests, Optional<List<String>> except, Optional<Integer> workers) {

    /**
     * The guests of a node.
     *
     * @throws ActException when a guest that is named is not there: what is left out by a name that is wrong would be stopped
     */
    InOrder.Scope scope(Acting acting, String node) throws PveException, ActException, InterruptedException {
        if (workers.filter(count -> count < 1).isPresent()) {
            throw new ActException("workers is " + workers.get() + "; expected 1 or more");
        }
        if (guests.filter(List::isEmpty).isPresent()) {
            // as what another task stopped, where it stopped nothing
            return new InOrder.Scope(node, guest -> false, true, workers);
        }
        List<Guest> there = new ArrayList<>(acting.guestView().guests().values());
        for (String word : guests.orElse(List.of())) {
            known(word, there);
        }
        for (String word : except.orElse(List.of())) {
            known(word, there);
        }
        Predicate<Guest> which =
                guest -> (guests.isEmpty() || named(guest, guests.get())) && !named(guest, except.orElse(List.of()));
        return new InOrder.Scope(node, which, guests.isPresent(), workers);
    }

    private static void known(String word, List<Guest> there) throws ActException {
        if (there.stream().noneMatch(guest -> named(guest, List.of(word)))) {
            List<String> names = there.stream().map(Guest::name).toList();
            throw new ActException("there is no guest '" + word + "'"
                    + Suggestion.question(word, names).map(text -> "; " + text).orElse(""));
        }
    }

    private static boolean named(Guest guest, List<String> words) {
        return words.contains(guest.vmid().toString())
                || words.contains(guest.id())
                || words.stream().anyMatch(word -> word.equalsIgnoreCase(guest.name()));
    }
}
