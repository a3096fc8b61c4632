package dev.steward.runner.module.grafana;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The HTTP API of Grafana, as far as data sources and dashboards go (Grafana's documentation "Data source API" and "Dashboard
 * API"; by uid, as since Grafana 9). Nothing is redirected: a proxy that sends to a sign-in page is told as such.
 */
final class GrafanaApi {

    /** What Grafana takes as a uid (util.IsValidShortUID of its sources). */
    private static final Pattern UID = Pattern.compile("[a-zA-Z0-9_-]{1,40}");

    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final ObjectMapper mapper;
    private final Access access;
    private final HttpClient client;
    private final Duration limit;

    GrafanaApi(ObjectMapper mapper, Access access, Optional<Duration> limit) {
        this.mapper = mapper;
        this.access = access;
        this.limit = limit.filter(said -> said.compareTo(USUAL) < 0).orElse(USUAL);
        this.client = HttpClient.newBuilder()
                .connectTimeout(this.limit)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body what was read as JSON; a missing node where it is none
     */
    record Answer(int status, JsonNode body) {

        boolean good() {
            return status == OK;
        }

        /** What Grafana says of it; empty where it says nothing. */
        String words() {
            return body.path("message").asText("");
        }
    }

    static String uid(String uid) throws GrafanaException {
        if (!UID.matcher(uid).matches()) {
            throw new GrafanaException(
                    "uid is '" + uid + "'; Grafana takes letters, digits, '-' and '_', 40 of them at most");
        }
        return uid;
    }

    /** What is there; empty where nothing of this name is. */
    Optional<ObjectNode> find(String path) throws GrafanaException, InterruptedException {
        Answer answer = ask("GET", path, null);
        if (answer.status() == NOT_FOUND && answer.body().isObject()) {
            return Optional.empty();
        }
        if (!answer.good() || !(answer.body() instanceof ObjectNode object)) {
            throw refused("GET", path, answer);
        }
        return Optional.of(object);
    }

    /** Sends, and takes nothing but status 200 for an answer. */
    JsonNode send(String method, String path, JsonNode body) throws GrafanaException, InterruptedException {
        Answer answer = ask(method, path, body);
        if (!answer.good()) {
            throw refused(method, path, answer);
        }
        return answer.body();
    }

    /** Removes; what was gone by then is gone. */
    void remove(String path) throws GrafanaException, InterruptedException {
        Answer answer = ask("DELETE", path, null);
        if (!answer.good() && answer.status() != NOT_FOUND) {
            throw refused("DELETE", path, answer);
        }
    }

    Answer ask(String method, String path, JsonNode body) throws GrafanaException, InterruptedException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(access.root() + path))
                    .timeout(limit)
                    .header("Accept", "application/json");
            access.authorization().ifPresent(said -> request.header("Authorization", said));
            if (body == null) {
                request.method(method, BodyPublishers.noBody());
            } else {
                request.header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body)));
            }
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), read(response.body()));
        } catch (IllegalArgumentException e) {
            throw new GrafanaException("'" + access.url() + "' is no address of Grafana: " + e.getMessage());
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new GrafanaException("no answer from Grafana at " + access.url() + ": " + why);
        }
    }

    private JsonNode read(byte[] body) throws IOException {
        try {
            JsonNode read = mapper.readTree(body);
            return read == null ? mapper.missingNode() : read;
        } catch (JsonProcessingException e) {
            return mapper.missingNode();
        }
    }

    private GrafanaException refused(String method, String path, Answer answer) {
        if (!answer.body().isObject()) {
            return new GrafanaException(access.url() + " answered " + answer.status()
                    + ", and not as Grafana does; url is what its people open, with the path where it has one");
        }
        String said = "Grafana refused " + method + " /api" + path + " with " + answer.status()
                + (answer.words().isEmpty() ? "" : ": " + answer.words());
        if (answer.status() == UNAUTHORIZED) {
            return new GrafanaException(said + "; it takes the token of a service account"
                    + " (Administration, Users and access, Service accounts) whose role is Admin");
        }
        if (answer.status() == FORBIDDEN) {
            return new GrafanaException(said + "; data sources need the role Admin, dashboards Editor");
        }
        return new GrafanaException(said);
    }
}
