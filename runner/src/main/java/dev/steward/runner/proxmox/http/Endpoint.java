package dev.steward.runner.proxmox.http;

import java.util.Optional;

/** One address of a cluster and how it does. */
final class Endpoint {

    private final String url;
    private volatile String trouble = "";

    Endpoint(String url) {
        this.url = url;
    }

    String url() {
        return url;
    }

    /** It answered; whatever it said, it is there. */
    void answered() {
        trouble = "";
    }

    void failed(String why) {
        trouble = why;
    }

    boolean well() {
        return trouble.isEmpty();
    }

    /** What it failed with when it was last asked; empty: nothing. */
    Optional<String> trouble() {
        return Optional.of(trouble).filter(text -> !text.isEmpty());
    }

    @Override
    public String toString() {
        return url;
    }
}
