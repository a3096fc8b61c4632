package dev.steward.runner.config.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Addresses that notices are posted to. */
final class Address {

    private Address() {}

    /**
     * An address without the slashes at its end, to which a token is sent.
     *
     * @param said null: not said
     * @throws IllegalArgumentException for what is none, or would send the token in the clear
     */
    static String base(String said) {
        if (said == null) {
            return null;
        }
        String base = said.strip().replaceFirst("/+$", "");
        wrong("url", base, true).ifPresent(wrong -> {
            throw new IllegalArgumentException(wrong);
        });
        return base;
    }

    /** Whether it stands elsewhere and is not known yet. */
    static boolean reference(String said) {
        return said.strip().startsWith("secret(");
    }

    /**
     * What is wrong with an address; the text itself is not shown, for it may be secret.
     *
     * @param name of the key
     * @param secret whether what is sent there must not be read on its way
     */
    static Optional<String> wrong(String name, String said, boolean secret) {
        try {
            URI uri = new URI(said.strip());
            boolean http = "http".equals(uri.getScheme());
            if (uri.getHost() == null || !http && !"https".equals(uri.getScheme())) {
                return Optional.of(name + " is no address such as https://example.org/hook");
            }
            if (uri.getUserInfo() != null) {
                return Optional.of(name + " holds a user; give a token instead");
            }
            boolean here = uri.getHost().matches("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]");
            return http && secret && !here
                    ? Optional.of(
                            name + " begins with http://, and the token would travel in the clear; write https://")
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.of(name + " is no address such as https://example.org/hook");
        }
    }
}
