package dev.steward.web.hook;

import dev.steward.runner.app.RunRequest;
import dev.steward.runner.config.hook.HookConfig;
import dev.steward.runner.engine.RunOptions;
import dev.steward.runner.event.Cause;
import dev.steward.runner.secret.TokenText;
import dev.steward.runner.store.account.Audit;
import dev.steward.runner.store.hook.HooksSeen;
import dev.steward.web.http.Body;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.WebParts;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The door by which another program begins one playbook with vars that {@code steward.yml} names. It can say nothing else: no
 * limit, inventory, tags or check mode. What it sends is signed over a timestamp and the body, and counts once.
 */
public final class HookDoor {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int LONGEST = 64 << 10;
    private static final int A_MINUTE = 30;

    private final WebParts parts;
    private final HooksSeen seen;
    private final Map<String, Deque<Long>> begun = new HashMap<>();

    /** The door; every hook is refused where none is configured. */
    public HookDoor(WebParts parts) {
        this.parts = parts;
        this.seen = parts.store().hooksSeen();
    }

    /**
     * The way in.
     *
     * @param root where the API is
     */
    public Route route(String root) {
        return Route.hook(root + "/hooks/{hook}/run", this::take)
                .as(Operation.json(
                                "Begins the playbook of a hook of steward.yml. X-Steward-Timestamp has the seconds since 1970,"
                                        + " X-Steward-Signature sha256= and the HMAC-SHA256 in hex over TIMESTAMP.BODY",
                                "id",
                                "at")
                        .status(202)
                        .field("vars", Type.OBJECT, "values for the vars that the hook may set")
                        .problems(400, 409, 413, 415, 422, 429));
    }

    private Reply take(Request request) throws Exception {
        if (request.body().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new Refused(413, "Too long", "A hook may send 64 KiB.", List.of());
        }
        String name = request.place("hook");
        HookConfig hook = admit(name, request);
        Map<String, Object> vars =
                Body.of(request, parts.store().json(), Set.of("vars")).object("vars");
        List<String> foreign =
                vars.keySet().stream().filter(key -> !hook.vars().contains(key)).toList();
        if (!foreign.isEmpty()) {
            throw new Refused(
                    400,
                    "Not understood",
                    "This hook may set " + (hook.vars().isEmpty() ? "no vars" : String.join(", ", hook.vars())) + ".",
                    foreign.stream()
                            .map(key -> "'" + key + "' is not among them")
                            .toList());
        }
        RunRequest wanted = new RunRequest(
                parts.playbooks().folder().resolve(hook.playbook()),
                List.of(),
                vars,
                RunOptions.NONE,
                RunRequest.Login.NONE,
                new Cause(Cause.Kind.WEBHOOK, name),
                java.util.Optional.empty());
        long run = parts.runs().submit(wanted);
        parts.store()
                .audit()
                .note(new Audit.Change(
                        "webhook " + name,
                        "hook",
                        request.sender().did("run begun"),
                        hook.playbook(),
                        "",
                        "run " + run));
        return new Reply.Json(202, Map.of("id", run, "at", "/api/v1/runs/" + run, "page", "/runs/" + run));
    }

    /** Whoever does not know the secret learns nothing, not even whether there is such a hook. */
    private HookConfig admit(String name, Request request) {
        HookConfig hook = parts.hooks().get(name);
        String stamp = request.header("X-Steward-Timestamp").orElse("");
        String signature = request.header("X-Steward-Signature").orElse("");
        byte[] key = hook == null ? new byte[] {1} : hook.secret().reveal().getBytes(StandardCharsets.UTF_8);
        String expected = "sha256=" + hmac(key, stamp + "." + request.body());
        boolean signed = TokenText.same(signature, expected);
        Instant now = parts.time().now();
        if (hook == null || !signed) {
            throw Refused.unknown(
                    "Sign it with the hook's secret: X-Steward-Signature: sha256= and the HMAC-SHA256 in hex over"
                            + " 'TIMESTAMP.BODY' in UTF-8, where TIMESTAMP is X-Steward-Timestamp, the seconds since 1970.");
        }
        boolean fresh = stamp.matches("\\d{1,12}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(stamp)), now)
                                .abs()
                                .compareTo(WINDOW)
                        <= 0;
        if (!fresh) {
            throw Refused.unknown("Its timestamp is more than 5 minutes off; it is " + now.getEpochSecond() + " now.");
        }
        rate(name);
        if (!seen.first(name, expected.substring(7), now, now.minus(WINDOW.multipliedBy(3)))) {
            throw Refused.conflict("This was sent before; what is meant once more is signed anew.");
        }
        return hook;
    }

    private synchronized void rate(String name) {
        long now = parts.time().nanos();
        Deque<Long> last = begun.computeIfAbsent(name, any -> new ArrayDeque<>());
        while (!last.isEmpty() && now - last.peekFirst() >= MINUTE.toNanos()) {
            last.removeFirst();
        }
        if (last.size() >= A_MINUTE) {
            throw new Refused(
                    429, "Too much", "A hook begins " + A_MINUTE + " runs a minute at most; wait a minute.", List.of());
        }
        last.addLast(now);
    }

    private static String hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
