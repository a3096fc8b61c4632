package dev.steward.runner.module.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Sensitive;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code uri}. The request leaves from the machine that Steward runs on, whatever host the task is for ({@code delegateTo}
 * does not move it): hosts need no HTTP client. To ask from the host itself, use {@code command 'curl', …}.
 */
@ModuleInfo(
        name = "uri",
        doc = "Sends an HTTP request from Steward's own side (not from the host) and checks the status.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true,
        returns = {
            @Returns(name = "status", type = Type.INTEGER, doc = "The HTTP status; 0 where there was no answer."),
            @Returns(
                    name = "content",
                    type = Type.TEXT,
                    doc = "The body as text, at most 1 MiB; where it is longer, an ellipsis stands at the end."),
            @Returns(name = "json", type = Type.ANY, doc = "The body read as JSON; null where it is none."),
            @Returns(name = "headers", type = Type.MAP, doc = "The answer's headers, names in lower case.")
        })
public final class Uri implements TaskModule<Uri.Args> {

    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final int KEPT = 1 << 20;

    /** What it takes. */
    public record Args(
            @Positional @Doc("http or https.") String url,
            @Doc("GET unless said.") Optional<String> method,
            @Doc("Further headers; a value may be a secret.") Optional<Map<String, Object>> headers,
            @Doc("A text, or a map or list that is sent as JSON.") Optional<Object> body,
            @Doc("Basic authentication: the user.") Optional<String> user,
            @Doc("Basic authentication: the password.") Optional<Sensitive> password,
            @Doc("The status that is right; any of 200 to 299 unless said.") Optional<Integer> status,
            @Doc("Follow redirects (never from https to http).") boolean followRedirects,
            @Doc("For the whole exchange; 30.seconds unless said.") Optional<Duration> timeout) {}

    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws InterruptedException {
        String method = args.method().orElse("GET");
        if (target.check() && !method.equals("GET") && !method.equals("HEAD")) {
            return Outcome.skipped("check mode: would send " + method + " " + args.url());
        }
        try {
            HttpClient client = HttpClient.newBuilder()
                    .connectTimeout(args.timeout().orElse(USUAL))
                    .followRedirects(args.followRedirects() ? HttpClient.Redirect.NORMAL : HttpClient.Redirect.NEVER)
                    .build();
            return answered(args, client.send(request(args, method), BodyHandlers.ofByteArray()));
        } catch (IllegalArgumentException e) {
            return Outcome.failed("cannot ask " + args.url() + ": " + e.getMessage());
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return Outcome.failed("no answer from " + args.url() + ": " + why).with("status", 0);
        }
    }

    private HttpRequest request(Args args, String method) throws JsonProcessingException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(args.url()))
                .timeout(args.timeout().orElse(USUAL));
        args.headers().orElse(Map.of()).forEach((name, value) -> request.setHeader(name, revealed(value)));
        args.user().ifPresent(user -> {
            String pair =
                    user + ":" + args.password().map(p -> p.secret().reveal()).orElse("");
            String code = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            request.setHeader("Authorization", "Basic " + code);
        });
        if (args.body().isEmpty()) {
            return request.method(method, BodyPublishers.noBody()).build();
        }
        Object body = args.body().get();
        if (body instanceof String text) {
            return request.method(method, BodyPublishers.ofString(text)).build();
        }
        request.setHeader("Content-Type", "application/json");
        return request.method(method, BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body)))
                .build();
    }

    private static String revealed(Object value) {
        return value instanceof Secret secret ? secret.reveal() : String.valueOf(value);
    }

    private Outcome answered(Args args, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        boolean right = args.status().map(s -> s == status).orElse(status >= 200 && status < 300);
        byte[] body = response.body();
        String content = text(body);
        String wanted = args.status().map(s -> String.valueOf(s)).orElse("200 to 299");
        Map<String, Object> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        Outcome outcome = right
                ? Outcome.ok("status " + status)
                : Outcome.failed(args.url() + " answered " + status + ", wanted " + wanted);
        return outcome.with("status", status)
                .with("content", content)
                .with("json", json(response, content))
                .with("headers", headers);
    }

    /** By the ellipsis a masker sees that a secret may have been cut there; so it must stand behind a whole letter. */
    private static String text(byte[] body) {
        if (body.length <= KEPT) {
            return new String(body, StandardCharsets.UTF_8);
        }
        int to = KEPT;
        while (to > KEPT - 3 && (body[to] & 0xc0) == 0x80) {
            to--;
        }
        return new String(body, 0, to, StandardCharsets.UTF_8) + "…";
    }

    private Object json(HttpResponse<byte[]> response, String content) {
        String type = response.headers().firstValue("content-type").orElse("");
        if (!type.contains("json")) {
            return null;
        }
        try {
            return mapper.readValue(content, Object.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
