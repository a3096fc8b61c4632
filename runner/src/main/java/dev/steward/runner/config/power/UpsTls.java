package dev.steward.runner.config.power;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the connection to upsd is protected.
 *
 * @param use whether it becomes TLS before a user is named
 * @param ca a PEM file of authorities; empty: the machine's
 * @param verify false: anybody may pass for upsd and read the password
 */
public record UpsTls(Use use, Optional<Path> ca, boolean verify) {

    /** When TLS is asked for. */
    public enum Use {
        /** Never: NUT's own default. */
        OFF,
        /** Where upsd offers it. */
        TRY,
        /** Always: an upsd that cannot is not used. */
        REQUIRE
    }

    /** Without TLS. */
    public static final UpsTls DEFAULT = new UpsTls(Use.OFF, Optional.empty(), true);

    public UpsTls {
        if (use == Use.OFF && ca.isPresent()) {
            throw new IllegalArgumentException("ca is given, but use is off; say use: require");
        }
        if (!verify && ca.isPresent()) {
            throw new IllegalArgumentException("verify is false, but ca says how to verify; give one of the two");
        }
    }
}
