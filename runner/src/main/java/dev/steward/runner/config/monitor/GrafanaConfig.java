package dev.steward.runner.config.monitor;

import dev.steward.runner.secret.Secret;
import java.util.Optional;

/**
 * A Grafana that shows what Prometheus keeps.
 *
 * @param url as {@code http://nas.example.org:3000}
 * @param token of a service account that may read (role Viewer), or a reference {@code secret('path')}; empty: Grafana is
 *     asked without one, which it answers only where anonymous access is on
 */
public record GrafanaConfig(String url, Optional<Secret> token) {

    /** What must be said is null. */
    public static final GrafanaConfig DEFAULT = new GrafanaConfig(null, Optional.empty());

    public GrafanaConfig {
        // null only while other problems of the section are collected
        url = url == null ? null : MonitoringConfig.address("url", url);
    }

    /** With the secret itself in the place of a reference. */
    public GrafanaConfig with(Optional<Secret> other) {
        return new GrafanaConfig(url, other);
    }
}
