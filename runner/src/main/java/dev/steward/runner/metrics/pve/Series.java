package dev.steward.runner.metrics.pve;

import dev.steward.runner.metrics.form.Families;
import dev.steward.runner.metrics.form.Family;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.stream.Stream;

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

    /** One family with those labels. */
    final class Of {

        private final Family family;

        private Of(Family family) {
            this.family = family;
        }

        Of add(double value, String... labels) {
            family.add(value, all(labels));
            return this;
        }

        Of add(boolean value, String... labels) {
            return add(value ? 1 : 0, labels);
        }

        Of add(Instant at, String... labels) {
            family.add(at, all(labels));
            return this;
        }

        Of add(OptionalDouble value, String... labels) {
            value.ifPresent(there -> add(there, labels));
            return this;
        }

        private String[] all(String... labels) {
            return Stream.concat(Stream.of(always), Stream.of(labels)).toArray(String[]::new);
        }
    }

    Of gauge(String name, String help) {
        return new Of(families.gauge(name, help));
    }

    Of counter(String name, String help) {
        return new Of(families.counter(name, help));
    }

    Of untyped(String name, String help) {
        return new Of(families.untyped(name, help));
    }

    /** Whether something is up; the family that every part adds to. */
    Of up() {
        return gauge("pve_up", "1 where a node is online, a cluster has quorum, a guest runs, a storage can be used.");
    }
}
