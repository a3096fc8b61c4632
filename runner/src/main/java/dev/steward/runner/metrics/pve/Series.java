package dev.steward.runner.metrics.pve;

import dev.steward.runner.metrics.form.Families;
import dev.steward.runner.metrics.form.Family;

/**
 * Families with the labels that every series of a cluster has: none where only one cluster is told of, so that labels are
 * those of prometheus-pve-exporter; its name where several are, since two clusters may both have an lxc/101.
 */
final class Series {

    private final Families families;
    private final String[] always;

    Series(Families families, String... always) {
        this.families = families;
        this.always = always;
    }

    Family gauge(String name, String help) {
        return families.gauge(name, help).with(always);
    }

    Family counter(String name, String help) {
        return families.counter(name, help).with(always);
    }

    Family untyped(String name, String help) {
        return families.untyped(name, help).with(always);
    }

    /** Whether something is up; the family that every part adds to. */
    Family up() {
        return gauge("pve_up", "1 where a node is online, a cluster has quorum, a guest runs, a storage can be used.");
    }
}
