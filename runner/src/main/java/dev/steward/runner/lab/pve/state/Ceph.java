package dev.steward.runner.lab.pve.state;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The cluster's Ceph, where it has one. The cluster's monitor guards it. */
public final class Ceph {

    /** The flags the API knows, with what it says about each. */
    public static final List<String> FLAGS = List.of(
            "nobackfill",
            "nodeep-scrub",
            "nodown",
            "noin",
            "noout",
            "norebalance",
            "norecover",
            "noscrub",
            "notieragent",
            "noup",
            "pause");

    private final Set<String> set = new TreeSet<>();
    private final Set<String> monitors = new TreeSet<>();
    private final Map<String, String> checks = new TreeMap<>();
    private String health = "HEALTH_OK";

    /** The flags that are set. */
    public Set<String> set() {
        return set;
    }

    /** The names of its monitors, which are those of their nodes. */
    public Set<String> monitors() {
        return monitors;
    }

    /** What it warns of, by the names of its checks, with its words. */
    public Map<String, String> checks() {
        return checks;
    }

    /** As {@code ceph health} says. */
    public String health() {
        return set.isEmpty() || !health.equals("HEALTH_OK") ? health : "HEALTH_WARN";
    }

    /** Sets what {@code ceph health} says. */
    public void health(String words) {
        health = words;
    }
}
