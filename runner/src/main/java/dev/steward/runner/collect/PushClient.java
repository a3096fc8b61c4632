package dev.steward.runner.collect;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.config.collect.PushConfig;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.TextMasker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Sends documents. A redirect is not followed: the token is for one address. */
public final class PushClient {

    /** For one exchange. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int LONGEST_WORDS = 200;

    private final PushConfig config;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final PushTokens tokens;

    /** What became of a document. */
    enum Result {
        /** The other side has it. */
        TAKEN,
        /** The other side does not want it; it will not want it later either. */
        REFUSED,
        /** It is to be sent again later. */
        LATER
    }

    /**
     * What became of it, and why.
     *
     * @param words without any secret; may be empty
     */
    record Sent(Result result, String words) {}

    /**
     * A client.
     *
     * @param again the configured token as it is now, where it stands elsewhere
     * @param memory keeps the refresh token
     */
    public PushClient(PushConfig config, Supplier<Optional<Secret>> again, PushMemory memory) {
        this.config = config;
        this.tokens = new PushTokens(config, again, memory, http);
    }

    /** Sends a document to {@code URL/kind}; where the token is refused, with another one again. */
    Sent send(String kind, Map<String, Object> document) throws InterruptedException {
        try {
            byte[] body = json.writeValueAsBytes(document);
            HttpResponse<String> answer = post(kind, body);
            if (answer.statusCode() == 401 && tokens.renew()) {
                answer = post(kind, body);
            }
            return sent(answer);
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Sent(Result.LATER, masked(why));
        } catch (IllegalArgumentException e) {
            // its text repeats the header
            return new Sent(
                    Result.LATER, "the token has letters or signs that no header of HTTP takes; look at its secret");
        }
    }

    private HttpResponse<String> post(String kind, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(config.url() + "/" + kind))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + tokens.token().reveal())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private Sent sent(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return new Sent(Result.TAKEN, "");
        }
        String body = masked(answer.body()).replaceAll("\\s+", " ");
        String said = body.length() <= LONGEST_WORDS ? body : body.substring(0, LONGEST_WORDS) + "…";
        boolean later =
                status >= 500 || status == 401 || status == 403 || status == 404 || status == 408 || status == 429;
        return new Sent(later ? Result.LATER : Result.REFUSED, "answered " + status + " " + said);
    }

    private String masked(String text) {
        return TextMasker.of(Stream.concat(Stream.of(tokens.token()), config.refreshToken().stream())
                        .toList())
                .mask(text);
    }
}
