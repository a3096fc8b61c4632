package dev.steward.runner.config.monitor;

import dev.steward.runner.secret.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Who keeps measurements for long; read for the checklist and its reports, needed by nothing else.
 *
 * @param prometheus as {@code http://192.0.2.240:9090}; empty: there is none, or nobody shall ask it
 * @param grafana empty: the same
 */
public record MonitoringConfig(Optional<String> prometheus, Optional<GrafanaConfig> grafana) {

    /** Nothing. */
    public static final MonitoringConfig DEFAULT = new MonitoringConfig(Optional.empty(), Optional.empty());

    public MonitoringConfig {
        prometheus = prometheus.map(said -> address("prometheus", said));
    }

    static String address(String name, String said) {
        if (said.contains("@")) {
            throw new IllegalArgumentException(name + " has a login in it, which is shown to everybody; leave it out");
        }
        if (!said.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?")) {
            throw new IllegalArgumentException(
                    name + " is '" + said + "'; expected an address such as http://192.0.2.240:9090");
        }
        return said.replaceFirst("/+$", "");
    }

    /** With another Grafana. */
    public MonitoringConfig with(GrafanaConfig other) {
        return new MonitoringConfig(prometheus, Optional.of(other));
    }

    /** What must be masked wherever output is shown. */
    public List<Secret> secrets() {
        return grafana.flatMap(GrafanaConfig::token).map(List::of).orElse(List.of());
    }
}
