package dev.steward.runner.proxmox.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The addresses of a cluster: who is well is asked first, in the order of the configuration; who is not comes last. */
final class Endpoints {

    private final List<Endpoint> all;

    Endpoints(List<String> urls) {
        all = urls.stream().map(Endpoint::new).toList();
    }

    List<Endpoint> all() {
        return all;
    }

    /** In the order to ask. */
    List<Endpoint> ranked() {
        List<Endpoint> ranked = new ArrayList<>(all);
        ranked.sort(Comparator.comparing(endpoint -> !endpoint.well()));
        return ranked;
    }
}
