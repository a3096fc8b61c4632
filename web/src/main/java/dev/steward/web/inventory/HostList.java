package dev.steward.web.inventory;

import dev.steward.runner.store.host.KnownHost;
import dev.steward.runner.store.host.KnownHosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Some hosts of an inventory, in order of name.
 *
 * @param found those of this page
 * @param fitting how many fit in all
 * @param more whether there are further ones
 */
record HostList(List<One> found, int fitting, boolean more) {

    /**
     * A host.
     *
     * @param drifts in how much its files and the clusters disagree
     */
    record One(Loaded.Entry host, KnownHost known, int drifts) {}

    /**
     * Finds hosts.
     *
     * @param after only names behind this one; empty text: from the beginning
     */
    static HostList of(Loaded loaded, KnownHosts hosts, HostFilter filter, String after, int most) {
        Map<String, KnownHost> all = hosts.all();
        List<One> found = new ArrayList<>();
        int fitting = 0;
        boolean more = false;
        for (Loaded.Entry host : loaded.hosts()) {
            KnownHost known = all.getOrDefault(host.name(), KnownHost.none(host.name()));
            int drifts = loaded.drift(host.name()).size();
            if (filter.fits(host, known, drifts > 0)) {
                fitting++;
                boolean behind = host.name().compareTo(after) > 0;
                more |= behind && found.size() == most;
                if (behind && found.size() < most) {
                    found.add(new One(host, known, drifts));
                }
            }
        }
        return new HostList(found, fitting, more);
    }

    /** The name of the last one, behind which the next page begins; empty text: there is none. */
    String next() {
        return more ? found.get(found.size() - 1).host().name() : "";
    }
}
