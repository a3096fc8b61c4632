package dev.steward.runner.config.access;

import dev.steward.runner.secret.Secret;
import java.util.List;

/**
 * A provider of OpenID Connect that people sign in with.
 *
 * @param issuer its address, as {@code https://id.example.org/realms/house}
 * @param clientId what it knows Steward by
 * @param clientSecret what it told for that, or a reference {@code secret('path')}
 * @param name on the button
 * @param roles how what it says of people becomes a role
 */
public record OidcConfig(String issuer, String clientId, Secret clientSecret, String name, Roles roles) {

    /** What must be said is null. */
    public static final OidcConfig DEFAULT = new OidcConfig(null, null, null, "single sign-on", Roles.DEFAULT);

    /**
     * How what a provider says of a person becomes a role; who has none of these words is a viewer.
     *
     * @param claim of the ID token, a word or a list of words; dots lead into objects: {@code realm_access.roles}
     * @param admin words of which one makes an admin
     * @param operator words of which one makes an operator
     */
    public record Roles(String claim, List<String> admin, List<String> operator) {

        /** Nobody is more than a viewer. */
        public static final Roles DEFAULT = new Roles("roles", List.of(), List.of());

        public Roles {
            admin = List.copyOf(admin);
            operator = List.copyOf(operator);
        }
    }

    public OidcConfig {
        // null only while other problems of the section are collected
        if (issuer != null
                && !issuer.matches("https://[^\\s?#]+|http://(localhost|127\\.0\\.0\\.1)(:\\d+)?(/[^\\s?#]*)?")) {
            throw new IllegalArgumentException("issuer is '" + issuer
                    + "'; expected its address as https://id.example.org (without TLS only on this machine)");
        }
    }

    /** With the secret itself in the place of a reference. */
    public OidcConfig with(Secret found) {
        return new OidcConfig(issuer, clientId, found, name, roles);
    }
}
