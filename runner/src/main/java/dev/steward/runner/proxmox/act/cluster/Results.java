package dev.steward.runner.proxmox.act.cluster;

import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.power.Reached;
import dev.steward.runner.proxmox.act.power.Reached.Result;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of the guests of a node.
 *
 * @param verb what they should be: stopped or started
 */
record Results(String verb, String node, boolean check) {

    /**
     * All of it in one.
     *
     * @param kept what was left to HA
     * @throws ActException when one failed, naming those, and what was done to the others
     */
    Deed deed(List<Reached> reached, List<Guest> kept) throws ActException {
        List<Reached> failed = of(reached, Result.FAILED);
        List<Reached> changed = of(reached, Result.CHANGED);
        if (!failed.isEmpty()) {
            throw new ActException(failed.size() + " of " + reached.size() + " guests of " + node + " could not be "
                    + verb + ": " + sentences(failed) + (changed.isEmpty() ? "" : "; but " + sentences(changed)));
        }
        String done = !changed.isEmpty()
                ? sentences(changed)
                : reached.isEmpty()
                        ? "there is no guest of " + node + " to be " + verb
                        : "every guest of " + node + " is " + verb + " already";
        String left = kept.isEmpty()
                ? ""
                : "; left to HA: " + kept.stream().map(Guest::words).collect(Collectors.joining(", "))
                        + " (nodeMaintenance moves them, guest changes them)";
        return Deed.of(!changed.isEmpty(), done + left)
                .with(verb, ids(changed.stream().map(Reached::guest).toList()))
                .with("leftToHa", ids(kept))
                .with("guests", reached.stream().map(Results::facts).toList());
    }

    private static List<Reached> of(List<Reached> reached, Result result) {
        return reached.stream().filter(one -> one.result() == result).toList();
    }

    private static String sentences(List<Reached> reached) {
        return reached.stream().map(Reached::sentence).collect(Collectors.joining("; "));
    }

    private static Object facts(Reached one) {
        return java.util.Map.of(
                "vmid", (long) one.guest().vmid().value(),
                "name", one.guest().name(),
                "before", one.before(),
                "after", one.after(),
                "message", one.words());
    }

    private static List<Object> ids(List<Guest> guests) {
        return guests.stream()
                .map(guest -> (Object) (long) guest.vmid().value())
                .toList();
    }
}
