package dev.steward.runner.outage.comeback;

import dev.steward.runner.outage.aswas.AsWas.ClusterWas;
import dev.steward.runner.outage.aswas.AsWas.GuestWas;
import dev.steward.runner.outage.aswas.Mark.What;
import dev.steward.runner.outage.aswas.Ours;
import dev.steward.runner.outage.cluster.HaAside;
import dev.steward.runner.outage.cluster.Told;
import dev.steward.runner.outage.comeback.Comeback.Gate;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts HA back as it was: each guest is asked for as before, then it is armed again where it was. What somebody has set otherwise
 * meanwhile stays.
 */
final class HaBack {

    private static final String NAME = "HA";

    private final Acting acting;
    private final HaAside ha;
    private final Duration limit;

    HaBack(Acting acting, Duration limit) {
        this.acting = acting;
        this.limit = limit;
        this.ha = new HaAside(acting, mark -> {}, Told.NOBODY);
    }

    /** What became of it; empty: the outage did not touch HA. */
    Optional<Gate> back(ClusterWas was, Ours ours) throws PveException, InterruptedException {
        Map<String, String> wanted = wanted(was, ours);
        boolean disarmed =
                ours.of(acting.cluster(), What.HA_DISARMED).stream().anyMatch(before -> !before.equals("disarmed"));
        if (wanted.isEmpty() && !disarmed) {
            return Optional.empty();
        }
        List<String> wrong = new ArrayList<>();
        Map<String, String> now = ha.wanted();
        for (Map.Entry<String, String> one : wanted.entrySet()) {
            try {
                if (now.containsKey(one.getKey()) && !now.get(one.getKey()).equals(one.getValue())) {
                    ha.giveBack(one.getKey(), one.getValue());
                }
            } catch (PveException | ActException e) {
                wrong.add(one.getKey() + ": " + e.getMessage());
            }
        }
        if (disarmed && !ha.arm(limit)) {
            wrong.add("it is not armed after " + limit.toSeconds() + " s; say ha-manager crm-command arm-ha on a node");
        }
        return Optional.of(
                wrong.isEmpty()
                        ? new Gate(NAME, true, disarmed ? "armed" : "looks after its guests again")
                        : new Gate(NAME, false, String.join("; ", wrong)));
    }

    /**
     * What is asked of HA: what it was asked for before it was told to ignore a guest; and of a guest that went down by this outage,
     * what it was asked for before that, since a shutdown is written down there as the wish that it be stopped.
     */
    private Map<String, String> wanted(ClusterWas was, Ours ours) throws PveException, InterruptedException {
        Map<String, String> wanted = new LinkedHashMap<>();
        Map<String, String> now = ha.wanted();
        for (GuestWas guest : was.guests()) {
            String sid = guest.id().replace("lxc/", "ct:").replace("qemu/", "vm:");
            boolean kept = "started".equals(was.ha().get(sid)) && "stopped".equals(now.get(sid));
            if (kept && ours.stopped(was.name(), guest)) {
                wanted.put(sid, "started");
            }
        }
        for (String parked : ours.of(acting.cluster(), What.HA_IGNORED)) {
            String sid = parked.substring(0, parked.indexOf('='));
            if ("ignored".equals(now.get(sid))) {
                wanted.put(sid, parked.substring(sid.length() + 1));
            }
        }
        return wanted;
    }
}
