package dev.steward.runner.config.alert;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is watched in the clusters and told, because Proxmox VE does not tell it or not in time. A node is told offline within two
 * minutes with what is usual.
 *
 * @param enabled false: nothing is watched and nothing told; nothing else changes
 * @param settle how long after own work on a node its trouble is still taken for its work
 * @param remind how often an alert that nobody has acknowledged is told again; empty: never
 * @param except what is never an alert, as {@code home/storage/pve1/tape}, {@code lxc/105} or {@code node/*}
 * @param quorum a cluster without quorum
 * @param node a node that its cluster does not see
 * @param cluster a cluster of which nobody answers, or that refuses our token
 * @param storage a storage that is nearly full
 * @param disk the root disk of a node or container that is nearly full
 * @param cpu processors of a node
 * @param memory of a node
 * @param backup a guest whose last backup failed
 * @param replication a replication job whose last attempt failed
 * @param guests guests and nodes that are added or removed
 */
public record AlertsConfig(
        boolean enabled,
        Duration settle,
        Optional<Duration> remind,
        List<String> except,
        StateRule quorum,
        StateRule node,
        StateRule cluster,
        LevelRule storage,
        LevelRule disk,
        LevelRule cpu,
        LevelRule memory,
        StateRule backup,
        StateRule replication,
        StateRule guests) {

    private static final Duration SOONEST = Duration.ofMinutes(5);

    /** All of it, with patience in minutes for load and in seconds for what is lost. */
    public static final AlertsConfig DEFAULT = new AlertsConfig(
            true,
            Duration.ofMinutes(5),
            Optional.empty(),
            List.of(),
            StateRule.of(20, 20),
            StateRule.of(30, 30),
            StateRule.of(60, 30),
            LevelRule.of(90, 5, false),
            LevelRule.of(90, 5, true),
            LevelRule.of(90, 15, false),
            LevelRule.of(90, 15, false),
            StateRule.of(0, 0),
            StateRule.of(60, 0),
            StateRule.of(60, 60));

    public AlertsConfig {
        except = List.copyOf(except);
        StateRule.within("settle", settle);
        if (remind.filter(every -> every.compareTo(SOONEST) < 0).isPresent()) {
            throw new IllegalArgumentException("remind is shorter than 5m");
        }
        if (except.contains("*")) {
            throw new IllegalArgumentException("except holds '*', which is everything; say enabled: false instead");
        }
    }
}
