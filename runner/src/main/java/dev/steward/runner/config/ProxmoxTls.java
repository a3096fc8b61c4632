package dev.steward.runner.config;

import dev.steward.runner.trust.Trust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the endpoints of a cluster prove who they are. Nothing said: by an authority this machine trusts.
 *
 * @param ca a PEM file of authorities, as a copy of {@code /etc/pve/pve-root-ca.pem}; empty: the machine's
 * @param fingerprint SHA-256 of the nodes' certificates, or of an authority the nodes send along; kept as upper-case
 *     hex pairs with colons, as PVE shows them. A node renews its certificate by itself, an authority stays ten years
 * @param verify false: anybody may pass for the cluster and read the token; said aloud at each start
 */
public record ProxmoxTls(Optional<Path> ca, List<String> fingerprint, boolean verify) {

    /** The machine's authorities. */
    public static final ProxmoxTls DEFAULT = new ProxmoxTls(Optional.empty(), List.of(), true);

    public ProxmoxTls {
        fingerprint = fingerprint.stream().map(ProxmoxTls::form).distinct().toList();
        if (ca.isPresent() && !fingerprint.isEmpty()) {
            throw new IllegalArgumentException("fingerprint is given beside ca; give one of the two");
        }
        if (!verify && (ca.isPresent() || !fingerprint.isEmpty())) {
            throw new IllegalArgumentException(
                    "verify is false, but ca or fingerprint says how to verify; give one of the two");
        }
    }

    /** The same, as a client needs it. */
    public Trust trust() {
        return new Trust(ca, fingerprint, verify, "take a copy of /etc/pve/pve-root-ca.pem");
    }

    private static String form(String text) {
        return Trust.fingerprint(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "fingerprint is not a SHA-256 of 32 hex pairs such as AB:CD:…; 'pvenode cert info' shows it"));
    }
}
