package dev.steward.runner.proxmox.http;

import dev.steward.runner.config.ProxmoxLimits;
import dev.steward.runner.proxmox.http.Lost.Why;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;

/**
 * One request, one answer, within a time, and the knowledge whether the request left. Reads share connections; a write takes
 * a fresh one, because a server that just closed an idle connection leaves open whether it still read the request.
 */
final class Wire implements AutoCloseable {

    private static final int LARGEST = 64 * 1024 * 1024;
    private static final ContentType FORM = ContentType.create("application/x-www-form-urlencoded");

    /** How long an interrupted write may still answer: what it began must not get lost. */
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final CloseableHttpClient reading;
    private final CloseableHttpClient writing;
    private final ExecutorService threads;
    private final Set<Stage> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Wire(SSLContext tls, ProxmoxLimits limits, String cluster) {
        reading = HttpClients.make(tls, limits, true);
        writing = HttpClients.make(tls, limits, false);
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "proxmox-" + cluster);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * A request.
     *
     * @param target path and query, encoded
     * @param body a form; null: none
     */
    record Request(String endpoint, String method, String target, String body, Map<String, String> headers) {

        boolean reads() {
            return method.equals("GET");
        }
    }

    /**
     * Sends and waits.
     *
     * @param limit for all of it
     * @throws InterruptedException at once; a write that had left gets a moment for its answer first
     */
    Raw send(Request request, Duration limit) throws Lost, InterruptedException {
        HttpUriRequestBase message =
                new HttpUriRequestBase(request.method(), URI.create(request.endpoint() + request.target()));
        request.headers().forEach(message::setHeader);
        if (request.body() != null) {
            message.setEntity(new StringEntity(request.body(), FORM.withCharset(StandardCharsets.UTF_8)));
        }
        Stage stage = new Stage(message);
        underWay.add(stage);
        try {
            if (closed) {
                throw new Lost(Why.CLOSED, false, "the client was closed", null);
            }
            return await(request, stage, limit);
        } catch (RejectedExecutionException e) {
            throw new Lost(Why.CLOSED, false, "the client was closed", e);
        } finally {
            underWay.remove(stage);
        }
    }

    private Raw await(Request request, Stage stage, Duration limit) throws Lost, InterruptedException {
        Future<Raw> answer = threads.submit(() -> exchange(request.reads() ? reading : writing, stage));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            stage.giveUp();
            throw new Lost(Why.TIMEOUT, stage.sent(), "no answer within " + limit.toMillis() / 1000.0 + " s", e);
        } catch (ExecutionException e) {
            throw lost(e);
        } catch (InterruptedException e) {
            return interrupted(request, stage, answer, e);
        }
    }

    private Raw interrupted(Request request, Stage stage, Future<Raw> answer, InterruptedException cause)
            throws Lost, InterruptedException {
        if (request.reads() || !stage.sent()) {
            stage.giveUp();
            throw cause;
        }
        try {
            Raw raw = answer.get(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
            Thread.currentThread().interrupt();
            return raw;
        } catch (ExecutionException e) {
            Thread.currentThread().interrupt();
            throw lost(e);
        } catch (TimeoutException e) {
            stage.giveUp();
            throw cause;
        }
    }

    private Lost lost(ExecutionException e) {
        return e.getCause() instanceof Lost lost
                ? lost
                : new Lost(Why.BROKEN, true, String.valueOf(e.getCause()), e.getCause());
    }

    private Raw exchange(CloseableHttpClient client, Stage stage) throws Lost {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(HttpClients.STAGE, stage);
        try {
            return client.execute(stage.request(), context, Wire::read);
        } catch (TooLarge e) {
            throw new Lost(Why.TOO_LARGE, true, e.getMessage(), e);
        } catch (IOException e) {
            throw lost(stage, e);
        }
    }

    private Lost lost(Stage stage, IOException e) {
        String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (closed) {
            return new Lost(Why.CLOSED, stage.sent(), "the client was closed", e);
        }
        if (!stage.sent()) {
            return new Lost(e instanceof SSLException ? Why.TLS : Why.CONNECT, false, said, e);
        }
        boolean garbled = e.getCause() instanceof ProtocolException || e.getCause() instanceof HttpException;
        return new Lost(garbled ? Why.GARBLED : Why.BROKEN, true, said, e);
    }

    /** An answer larger than any that is of use. */
    private static final class TooLarge extends IOException {

        TooLarge() {
            super("the answer is larger than " + LARGEST / 1024 / 1024 + " MiB");
        }
    }

    private static Raw read(ClassicHttpResponse response) throws IOException {
        Header location = response.getFirstHeader("Location");
        String reason = response.getReasonPhrase() == null ? "" : response.getReasonPhrase();
        return new Raw(
                response.getCode(), reason, location == null ? "" : location.getValue(), body(response.getEntity()));
    }

    private static byte[] body(HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        try (InputStream in = entity.getContent()) {
            byte[] body = in.readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                throw new TooLarge();
            }
            return body;
        }
    }

    /** Ends everything under way; what is sent later fails. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(Stage::giveUp);
        threads.shutdownNow();
        reading.close(CloseMode.IMMEDIATE);
        writing.close(CloseMode.IMMEDIATE);
    }
}
