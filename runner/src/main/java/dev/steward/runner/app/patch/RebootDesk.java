package dev.steward.runner.app.patch;

import dev.steward.runner.app.patch.PatchRefused.Kind;
import dev.steward.runner.event.Cause;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.patch.PatchException;
import dev.steward.runner.store.patch.RebootRequest;
import dev.steward.runner.store.patch.RebootRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reboots that somebody asks for by name. One is over only when another boot of the host answered, or it failed, or time was up. */
public final class RebootDesk {

    /** The playbook that reboots. */
    public static final String PLAYBOOK = "reboot-guests.groovy";

    /** How long it may take where nothing is said. */
    public static final Duration USUAL = Duration.ofSeconds(300);

    private static final Duration MOST = Duration.ofHours(6);

    private final PatchDesk desk;
    private final Store store;

    RebootDesk(PatchDesk desk) {
        this.desk = desk;
        this.store = desk.parts().store();
    }

    /**
     * What was begun.
     *
     * @param run its number
     * @param requests one a host
     * @param warnings what should be known all the same
     */
    public record Begun(long run, List<RebootRequest> requests, List<String> warnings) {}

    /**
     * Asks for reboots.
     *
     * @param targets hosts, groups, patterns, ids of guests
     * @param reason said on the host and in the history; perhaps empty
     * @param limit from the order to the answer of another boot; empty: 300 seconds
     * @param cause who asks
     * @throws PatchRefused where a target is unknown, or one of it is under way
     */
    public Begun request(List<String> targets, String reason, Optional<Duration> limit, Cause cause)
            throws PatchRefused {
        Duration within = limit.orElse(USUAL);
        if (within.toSeconds() < 1 || within.compareTo(MOST) > 0) {
            throw new PatchRefused(Kind.WRONG, "A reboot may take from 1 s to 6 h, not " + within.toSeconds() + " s.");
        }
        List<Host> hosts = desk.targets(targets, Optional.empty());
        List<String> names = hosts.stream().map(Host::name).toList();
        Map<String, Object> vars = new LinkedHashMap<>();
        vars.put("guests", String.join(",", names));
        vars.put("reason", reason.isBlank() ? "Reboot asked for by " + cause.name() : reason);
        vars.put("within", within);
        Begin.Order order = new Begin.Order(PLAYBOOK, vars, names, Optional.empty(), cause, Optional.empty());
        List<RebootRequest> requests = new ArrayList<>();
        long run = begin(
                order,
                at -> names.forEach(name -> requests.add(store.reboots()
                        .want(
                                at,
                                new RebootRequests.Wanted(name, reason, cause.name(), within),
                                desk.parts().time().now()))));
        return new Begun(run, List.copyOf(requests), warnings(hosts));
    }

    private long begin(Begin.Order order, java.util.function.LongConsumer recorded) throws PatchRefused {
        synchronized (desk) {
            desk.free(order.hosts());
            return desk.parts().begin().begin(order, recorded);
        }
    }

    /** Who asks by name may; that the host is left alone otherwise should be known. */
    private List<String> warnings(List<Host> hosts) {
        Instant now = desk.parts().time().now();
        List<PatchException> active = store.patchExceptions().active(PatchException.Kind.REBOOT, now);
        List<String> warnings = new ArrayList<>();
        for (Host host : hosts) {
            active.stream()
                    .filter(one -> HostWords.covers(one, host, Optional.empty()))
                    .forEach(one -> warnings.add(host.name() + " is exempt from automatic reboots ("
                            + HostWords.told(one.scope(), one.target()) + ": " + one.reason()
                            + "); it is rebooted all the same, since it was asked for by name."));
        }
        return warnings;
    }
}
