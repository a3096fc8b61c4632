package dev.steward.runner.module.grafana;

/** Grafana refused, or did not answer as Grafana does; the message says which, and the next step where there is one. */
final class GrafanaException extends Exception {

    private static final long serialVersionUID = 1L;

    GrafanaException(String message) {
        super(message);
    }
}
