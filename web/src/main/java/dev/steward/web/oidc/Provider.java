package dev.steward.web.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.steward.runner.config.access.OidcConfig;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A provider of OpenID Connect, found by its discovery document. Nothing is asked of it before somebody wants to sign in with
 * it, and every question ends after five seconds.
 */
final class Provider {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int LONGEST = 256 * 1024;
    private static final Set<JWSAlgorithm> SIGNATURES =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.RS512, JWSAlgorithm.ES384);

    private final OidcConfig config;
    private final Time time;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private Found found;

    Provider(OidcConfig config, Time time) {
        this.config = config;
        this.time = time;
    }

    /* what its discovery document says; keys are asked for again where a token names one that is not known */
    private record Found(URI authorization, URI token, JWKSource<SecurityContext> keys, long at) {}

    /**
     * A way to it and back.
     *
     * @param back where it leads people afterwards
     * @param state comes back with them
     * @param nonce comes back in what it signs
     * @param verifier what only we know, until the code is changed for a token (RFC 7636)
     */
    record Trip(String back, String state, String nonce, String verifier) {}

    /** It cannot be asked, or what it says does not hold. The message is for the log. */
    static final class ProviderException extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean away;

        ProviderException(boolean away, String message, Throwable cause) {
            super(message, cause);
            this.away = away;
        }

        /** Whether it does not answer. */
        boolean away() {
            return away;
        }
    }

    /** Where a browser goes to. */
    URI authorization(Trip trip) throws ProviderException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", config.clientId());
        query.put("redirect_uri", trip.back());
        query.put("scope", "openid profile email");
        query.put("state", trip.state());
        query.put("nonce", trip.nonce());
        query.put("code_challenge", Pkce.challenge(trip.verifier()));
        query.put("code_challenge_method", "S256");
        String at = found().authorization().toString();
        return URI.create(at + (at.contains("?") ? "&" : "?") + form(query));
    }

    /** Who came back with a code; everything it signed is checked. */
    JWTClaimsSet claims(String code, Trip trip) throws ProviderException {
        Found now = found();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", trip.back());
        form.put("code_verifier", trip.verifier());
        String secret =
                encoded(config.clientId()) + ":" + encoded(config.clientSecret().reveal());
        HttpRequest request = HttpRequest.newBuilder(now.token())
                .timeout(PATIENCE)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form(form)))
                .build();
        JsonNode answer = asked(request);
        if (!answer.path("id_token").isTextual()) {
            throw new ProviderException(
                    false, "its answer has no id_token: " + answer.path("error").asText("no error"), null);
        }
        return checked(answer.path("id_token").asText(), trip.nonce(), now.keys());
    }

    private JWTClaimsSet checked(String token, String nonce, JWKSource<SecurityContext> keys) throws ProviderException {
        JWTClaimsSet exact = new JWTClaimsSet.Builder()
                .issuer(config.issuer())
                .claim("nonce", nonce)
                .build();
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(SIGNATURES, keys));
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<>(config.clientId(), exact, Set.of("sub", "exp", "iat")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(time.now());
                    }
                });
        try {
            JWTClaimsSet claims = processor.process(token, null);
            Object party = claims.getClaim("azp");
            if (claims.getAudience().size() > 1 && !config.clientId().equals(party)) {
                throw new ProviderException(false, "its ID token is for another client: " + party, null);
            }
            return claims;
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new ProviderException(false, "its ID token does not hold: " + e.getMessage(), e);
        }
    }

    private synchronized Found found() throws ProviderException {
        if (found != null && time.nanos() - found.at() < KEPT.toNanos()) {
            return found;
        }
        URI at = URI.create(config.issuer().replaceFirst("/$", "") + "/.well-known/openid-configuration");
        JsonNode document =
                asked(HttpRequest.newBuilder(at).timeout(PATIENCE).GET().build());
        if (!document.path("issuer").asText().equals(config.issuer())) {
            throw new ProviderException(
                    false,
                    at + " says it is the issuer '" + document.path("issuer").asText() + "', and steward.yml says "
                            + config.issuer(),
                    null);
        }
        try {
            int millis = (int) PATIENCE.toMillis();
            JWKSource<SecurityContext> keys = JWKSourceBuilder.<SecurityContext>create(
                            URI.create(document.path("jwks_uri").asText()).toURL(),
                            new DefaultResourceRetriever(millis, millis, LONGEST))
                    .rateLimited(false)
                    .build();
            found = new Found(
                    URI.create(document.path("authorization_endpoint").asText()),
                    URI.create(document.path("token_endpoint").asText()),
                    keys,
                    time.nanos());
            return found;
        } catch (IOException | IllegalArgumentException e) {
            throw new ProviderException(false, at + " names no address of its keys", e);
        }
    }

    private JsonNode asked(HttpRequest request) throws ProviderException {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 500) {
                throw new ProviderException(true, request.uri() + " answered " + answer.statusCode(), null);
            }
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new ProviderException(true, request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderException(true, request.uri() + ": interrupted", e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The words that a claim says of a person; a dot leads into an object. */
    static List<String> words(JWTClaimsSet claims, String path) {
        Object value = claims.getClaims().get(path);
        if (value == null && path.contains(".")) {
            value = claims.getClaims();
            for (String part : path.split("\\.")) {
                value = value instanceof Map<?, ?> map ? map.get(part) : null;
            }
        }
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(String.valueOf(value));
    }
}
