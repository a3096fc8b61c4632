package dev.steward.runner.app.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Reads pages and JSON of other servers, as long as a person waits. */
final class Web {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int MOST = 8 << 20;

    private final HttpClient client;
    private final ObjectMapper json = new ObjectMapper();

    /** With the authorities of this machine. */
    Web() {
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** With a trust of its own. */
    Web(SSLContext trust) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .sslContext(trust)
                .build();
    }

    /** The page of an address; IOException where it answers anything but 200. */
    String text(String address) throws IOException, InterruptedException {
        return text(address, Optional.empty());
    }

    /** JSON of an address. */
    JsonNode json(String address, Optional<Secret> token) throws IOException, InterruptedException {
        try {
            return json.readTree(text(address, token));
        } catch (JsonProcessingException e) {
            throw new IOException(plain(address) + " answers something else than JSON", e);
        }
    }

    private String text(String address, Optional<Secret> token) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER).GET();
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        try {
            var answer = client.send(request.build(), BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                String text = new String(body.readNBytes(MOST), StandardCharsets.UTF_8);
                if (answer.statusCode() != 200) {
                    throw new IOException(plain(address) + " answers with status " + answer.statusCode());
                }
                return text;
            }
        } catch (HttpTimeoutException e) {
            throw new IOException(plain(address) + " does not answer", e);
        } catch (java.net.ConnectException e) {
            throw new IOException(plain(address) + " cannot be reached", e);
        }
    }

    private static String plain(String address) {
        return address.replaceFirst("\\?.*", "");
    }
}
