package dev.steward.runner.lab.debian;

import java.util.List;
import java.util.Set;

/**
 * What the package mirrors of a host offer.
 *
 * @param suites the sources in order
 * @param packages what the first one has, newer than the host or new
 * @param rebooting names whose upgrade asks for a reboot
 */
record Mirrors(List<Suite> suites, List<Stanza> packages, Set<String> rebooting) {

    /**
     * One source.
     *
     * @param uri of the mirror
     * @param name of the suite
     * @param broken whether it answers 404
     */
    record Suite(String uri, String name, boolean broken) {

        String list() {
            return uri.replaceFirst("https?://", "").replace('/', '_') + "_dists_" + name
                    + "_main_binary-amd64_Packages";
        }
    }
}
