package dev.steward.runner.config.power;

import dev.steward.runner.trust.Trust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the connection to upsd is protected.
 *
 * @param use whether it becomes TLS before a user is named
 * @param ca a PEM file of authorities; empty: the machine's
 * @param verify false: anybody may pass for upsd and read the password
 * @param fingerprint SHA-256 of upsd's certificate, or of several; empty: authorities vouch for it
 */
public record UpsTls(Use use, Optional<Path> ca, boolean verify, List<String> fingerprint) {

    /** When TLS is asked for. There is no "where offered": whoever sits between could take the offer away. */
    public enum Use {
        /** Never: NUT's own default. */
        OFF,
        /** Always: an upsd that cannot is not used. */
        REQUIRE
    }

    /** Without TLS. */
    public static final UpsTls DEFAULT = new UpsTls(Use.OFF, Optional.empty(), true, List.of());

    public UpsTls {
        fingerprint = fingerprint.stream().map(UpsTls::form).distinct().toList();
        if (use == Use.OFF && (ca.isPresent() || !fingerprint.isEmpty())) {
            throw new IllegalArgumentException(
                    (ca.isPresent() ? "ca" : "fingerprint") + " is given, but use is off; say use: require");
        }
        if (ca.isPresent() && !fingerprint.isEmpty()) {
            throw new IllegalArgumentException("fingerprint is given beside ca; give one of the two");
        }
        if (!verify && (ca.isPresent() || !fingerprint.isEmpty())) {
            throw new IllegalArgumentException(
                    "verify is false, but ca or fingerprint says how to verify; give one of the two");
        }
    }

    /** Whom we believe; empty: plain text. */
    public Optional<Trust> trust() {
        return use == Use.OFF
                ? Optional.empty()
                : Optional.of(new Trust(ca, fingerprint, verify, "it is the authority that signed upsd's certificate"));
    }

    private static String form(String text) {
        return Trust.fingerprint(text)
                .orElseThrow(() ->
                        new IllegalArgumentException("fingerprint is not a SHA-256 of 32 hex pairs such as AB:CD:…;"
                                + " 'openssl x509 -in upsd.pem -noout -fingerprint -sha256' shows it"));
    }
}
