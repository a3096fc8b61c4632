package dev.steward.runner.module.grafana;

import dev.steward.runner.module.Sensitive;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Who asks, and where.
 *
 * @param url of Grafana, as its people open it
 * @param token of a service account; comes before a user
 * @param user for basic authentication, where there is no token
 */
record Access(String url, Optional<Sensitive> token, Optional<String> user, Optional<Sensitive> password) {

    /** The header that says who asks; empty: nobody says it. */
    Optional<String> authorization() {
        if (token.isPresent()) {
            return Optional.of("Bearer " + token.get().secret().reveal().trim());
        }
        return user.map(name -> name + ":"
                        + password.map(said -> said.secret().reveal()).orElse(""))
                .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** Where its API begins. */
    String root() {
        return url.replaceFirst("/+$", "") + "/api";
    }
}
