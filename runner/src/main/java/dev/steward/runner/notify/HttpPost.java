package dev.steward.runner.notify;

import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.TextMasker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Posts JSON once, within a limit that holds for the whole exchange. What is answered with 400 or more, or with a redirect, has
 * failed: a redirect is not followed, for the address may be a secret.
 */
final class HttpPost {

    /** For the whole exchange. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int WORDS = 200;
    private static final int KEPT = 4096;
    /** Of an address; shorter ones, as webhooks, are no secrets. */
    private static final int LONG_WORD = 16;
    /** Said of the message, not of the address or the server: it would be said again. RFC 9110, 15.5. */
    private static final List<Integer> NEVER = List.of(400, 405, 413, 415, 422);

    private final URI address;
    private final TextMasker masker;
    private final Optional<Path> ca;
    private final Duration limit;
    private Optional<HttpClient> client = Optional.empty();

    /**
     * Posts to an address.
     *
     * @param secrets what is never to be read in a message
     * @param ca authorities; empty: the machine's
     */
    HttpPost(URI address, List<String> secrets, Optional<Path> ca, Duration limit) {
        this.address = address;
        this.masker = TextMasker.of(secrets.stream().map(Secret::new).toList());
        this.ca = ca;
        this.limit = limit;
    }

    /** What of an address that only its owner knows is never to be read: all of it, its path, its query, and long words of both. */
    static List<String> secrets(String address) {
        URI uri = URI.create(address);
        List<String> all = new ArrayList<>(List.of(address));
        for (String part : new String[] {uri.getRawPath(), uri.getPath(), uri.getRawQuery(), uri.getQuery()}) {
            if (part != null && part.length() > 1) {
                all.add(part);
                Stream.of(part.split("[/&=]"))
                        .filter(word -> word.length() >= LONG_WORD)
                        .forEach(all::add);
            }
        }
        return all;
    }

    Delivery post(Map<String, String> headers, byte[] json) {
        return send("POST", address, headers, json);
    }

    /** Sends to another address of the same server. */
    Delivery send(String verb, URI to, Map<String, String> headers, byte[] json) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(to)
                    .timeout(limit)
                    .header("Content-Type", "application/json; charset=utf-8")
                    .header("User-Agent", "steward")
                    .method(verb, HttpRequest.BodyPublishers.ofByteArray(json));
            headers.forEach(request::header);
            return exchange(client(), request.build());
        } catch (IOException e) {
            return Delivery.retry(masker.mask(e.getMessage()));
        } catch (IllegalArgumentException e) {
            // its text repeats the header
            return Delivery.retry("the token has letters or signs that no header of HTTP takes; look at its secret");
        }
    }

    private synchronized HttpClient client() throws IOException {
        if (client.isEmpty()) {
            HttpClient.Builder made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(limit)
                    .followRedirects(HttpClient.Redirect.NEVER);
            if (ca.isPresent()) {
                made.sslContext(Authorities.context(ca.get()));
            }
            client = Optional.of(made.build());
        }
        return client.get();
    }

    private Delivery exchange(HttpClient http, HttpRequest request) {
        AtomicInteger status = new AtomicInteger();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(request, kept(status, said));
        try {
            answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return judged(status.get(), words(said, said.size() < KEPT));
        } catch (TimeoutException e) {
            answer.cancel(true);
            // it has answered, and does not come to the end of its words
            return status.get() > 0
                    ? judged(status.get(), words(said, false))
                    : Delivery.retry(place() + " did not answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            return Delivery.retry(masker.mask(why(e.getCause())));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Delivery.retry("Steward was ending");
        }
    }

    private static BodyHandler<Void> kept(AtomicInteger status, ByteArrayOutputStream said) {
        return info -> {
            status.set(info.statusCode());
            return BodyHandlers.ofByteArrayConsumer(
                            bytes -> bytes.ifPresent(some -> said.write(some, 0, room(said, some.length))))
                    .apply(info);
        };
    }

    private static int room(ByteArrayOutputStream said, int wanted) {
        return Math.max(0, Math.min(wanted, KEPT - said.size()));
    }

    private Delivery judged(int status, String said) {
        if (status >= 200 && status < 300) {
            return Delivery.delivered();
        }
        String words = said.replaceAll("\\s+", " ").strip();
        String cut = words.length() <= WORDS ? words : words.substring(0, WORDS) + "…";
        String told = place() + " answered " + status + (cut.isEmpty() ? "" : " " + cut);
        return NEVER.contains(status) ? Delivery.refused(told) : Delivery.retry(told);
    }

    private String why(Throwable e) {
        if (e instanceof java.net.http.HttpTimeoutException) {
            return place() + " did not answer within " + limit.toSeconds() + " s";
        }
        if (e instanceof ConnectException && e.getCause() instanceof UnresolvedAddressException) {
            return "the name " + address.getHost() + " is not known";
        }
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return e instanceof ConnectException ? place() + " does not take the connection: " + message : message;
    }

    /** Without the path, which may be a secret. */
    private String place() {
        return address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    /** Masked before anything is cut: a piece of a secret would not be known for one. So an unfinished letter at an end is left out. */
    private String words(ByteArrayOutputStream said, boolean whole) {
        ByteBuffer bytes = ByteBuffer.wrap(said.toByteArray());
        CharBuffer text = CharBuffer.allocate(bytes.remaining() + 1);
        StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .decode(bytes, text, whole);
        String known = text.flip().toString();
        return whole ? masker.mask(known) : masker.stream().push(known);
    }
}
