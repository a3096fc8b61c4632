package dev.steward.runner.collect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.config.collect.PushConfig;
import dev.steward.runner.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The token that is sent with documents. Where it is refused, it is looked up again, for it may have been replaced; or a new one
 * is had for the refresh token (RFC 6749, section 6).
 */
final class PushTokens {

    private final PushConfig config;
    private final Supplier<Optional<Secret>> again;
    private final PushMemory memory;
    private final HttpClient http;
    private Secret token;

    /**
     * Tokens.
     *
     * @param again the configured token as it is now; empty: it is written as a text
     * @param memory keeps the refresh token: each may count only once
     */
    PushTokens(PushConfig config, Supplier<Optional<Secret>> again, PushMemory memory, HttpClient http) {
        this.config = config;
        this.again = again;
        this.memory = memory;
        this.http = http;
        this.token = config.token();
    }

    Secret token() {
        return token;
    }

    /**
     * Another token, if one can be had.
     *
     * @return whether there is one now
     * @throws IOException where the other side does not answer, or not as it should
     */
    boolean renew() throws IOException, InterruptedException {
        Optional<Secret> fresh = config.renewUrl().isPresent() ? Optional.of(asked()) : again.get();
        boolean other =
                fresh.filter(one -> !one.reveal().equals(token.reveal())).isPresent();
        fresh.ifPresent(one -> token = one);
        return other;
    }

    private Secret asked() throws IOException, InterruptedException {
        Secret refresh = memory.refresh().orElseGet(() -> config.refreshToken().orElseThrow());
        String form =
                "grant_type=refresh_token&refresh_token=" + URLEncoder.encode(refresh.reveal(), StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(config.renewUrl().orElseThrow()))
                .timeout(PushClient.LIMIT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    "the token was not renewed: " + config.renewUrl().get() + " answered " + answer.statusCode());
        }
        JsonNode said = read(answer.body());
        String access = said.path("access_token").asText("");
        if (access.isEmpty()) {
            throw new IOException("the token was not renewed: the answer has no access_token");
        }
        String next = said.path("refresh_token").asText("");
        if (!next.isEmpty()) {
            memory.keep(new Secret(next));
        }
        return new Secret(access);
    }

    private static JsonNode read(String body) throws IOException {
        try {
            return new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            // its text would show the answer, which may hold a token
            throw new IOException("the token was not renewed: the answer is no JSON");
        }
    }
}
