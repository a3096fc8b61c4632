package dev.steward.runner.module.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks registries which image a tag means now, by the OCI Distribution Specification: {@code HEAD /v2/NAME/manifests/TAG}, which
 * Docker Hub does not count as a pull. Where a registry wants a token first (401 with {@code WWW-Authenticate: Bearer}), it is
 * fetched, without a login for what everybody may read.
 */
final class Registry {

    private static final String ACCEPT = "application/vnd.oci.image.index.v1+json,"
            + " application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.oci.image.manifest.v1+json,"
            + " application/vnd.docker.distribution.manifest.v2+json";

    private static final Pattern FIELD = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final Pattern DIGEST = Pattern.compile("[a-z0-9+._-]+:[0-9a-f]{32,}");

    private final HttpClient client;
    private final Duration limit;
    private final Map<String, Object> logins;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * Registries.
     *
     * @param limit of each answer
     * @param logins {@code user:password}, which may be secrets, by registry
     */
    Registry(Duration limit, Map<String, Object> logins) {
        this.limit = limit;
        this.logins = logins;
        this.client = HttpClient.newBuilder()
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** The digest of the image that a tag means now. */
    String digest(Reference image) throws RegistryException, InterruptedException {
        URI uri = URI.create(image.url() + "/manifests/" + image.tag().orElseThrow());
        Optional<String> leave = Optional.empty();
        HttpResponse<byte[]> said = send(uri, "HEAD", leave);
        if (said.statusCode() == 401) {
            leave = Optional.of(leave(image, said));
            said = send(uri, "HEAD", leave);
        }
        refuse(image, said.statusCode());
        Optional<String> digest = said.headers().firstValue("Docker-Content-Digest");
        if (digest.isEmpty()) {
            HttpResponse<byte[]> whole = send(uri, "GET", leave);
            refuse(image, whole.statusCode());
            digest = Optional.of(sum(whole.body()));
        }
        return digest.filter(one -> DIGEST.matcher(one).matches())
                .orElseThrow(() -> new RegistryException(image.registry() + " gives no digest that could be one"));
    }

    private static void refuse(Reference image, int status) throws RegistryException {
        switch (status) {
            case 200 -> {}
            case 401, 403 ->
                throw new RegistryException(
                        image.registry() + " does not show it to us: say logins for it, or that it is gone");
            case 404 -> throw new RegistryException(image.registry() + " has no " + image.whole() + " (any more)");
            case 429 -> throw new RegistryException(image.registry() + " was asked too often; ask again in an hour");
            default -> throw new RegistryException(image.registry() + " answered with status " + status);
        }
    }

    /** What is sent as Authorization, after a refusal that says what is wanted. */
    private String leave(Reference image, HttpResponse<byte[]> refusal) throws RegistryException, InterruptedException {
        String wanted = refusal.headers().firstValue("WWW-Authenticate").orElse("");
        if (wanted.regionMatches(true, 0, "Basic", 0, 5)) {
            return basic(image)
                    .orElseThrow(() -> new RegistryException(image.registry() + " wants a login: say logins"));
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher found = FIELD.matcher(wanted);
        while (found.find()) {
            fields.put(found.group(1), found.group(2));
        }
        String realm = fields.getOrDefault("realm", "");
        if (!realm.startsWith("https://") && !image.url().startsWith("http://")) {
            throw new RegistryException(image.registry() + " names no safe place for a token");
        }
        String scope = fields.getOrDefault("scope", "repository:" + image.repository() + ":pull");
        String query = "?service=" + encoded(fields.getOrDefault("service", "")) + "&scope=" + encoded(scope);
        HttpResponse<byte[]> said = send(URI.create(realm + query), "GET", basic(image));
        if (said.statusCode() != 200) {
            throw new RegistryException(image.registry() + " gives no token (status " + said.statusCode()
                    + "): the login is wrong, or the image is not for everybody");
        }
        return "Bearer " + token(image, said.body());
    }

    private String token(Reference image, byte[] body) throws RegistryException {
        try {
            JsonNode said = json.readTree(body);
            String token = said.path("token").asText(said.path("access_token").asText(""));
            if (!token.isEmpty()) {
                return token;
            }
        } catch (IOException e) {
            throw new RegistryException(image.registry() + " gives a token that cannot be read: " + e.getMessage());
        }
        throw new RegistryException(image.registry() + " gives no token");
    }

    private Optional<String> basic(Reference image) {
        return Optional.ofNullable(logins.get(image.registry()))
                .map(said -> said instanceof Secret secret ? secret.reveal() : String.valueOf(said))
                .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<byte[]> send(URI uri, String method, Optional<String> leave)
            throws RegistryException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(limit)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Accept", method.equals("HEAD") || leave.isPresent() ? ACCEPT : "*/*");
        leave.ifPresent(said -> request.header("Authorization", said));
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new RegistryException("no answer from " + uri.getHost() + ": " + why);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String sum(byte[] body) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
