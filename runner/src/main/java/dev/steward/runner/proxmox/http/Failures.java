package dev.steward.runner.proxmox.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.proxmox.PveAnswer;
import dev.steward.runner.proxmox.PveCall;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PveReply;
import dev.steward.runner.proxmox.PveTexts;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.TextMasker;
import dev.steward.runner.trust.TrustPinned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What answers mean. */
final class Failures {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final PveCall call;
    private final List<Secret> secrets;

    /**
     * For the answers of one call.
     *
     * @param secrets that must appear in no message, should PVE repeat them
     */
    Failures(PveCall call, List<Secret> secrets) {
        this.call = call;
        this.secrets = List.copyOf(secrets);
    }

    /** The answer, where it is one of success. */
    PveAnswer read(Raw raw) throws PveException {
        if (raw.status() / 100 != 2) {
            PveReply reply = reply(raw);
            throw failure(kind(reply), reply, raw.location(), null);
        }
        try {
            JsonNode envelope = JSON.readTree(raw.body());
            if (envelope != null && envelope.has("data")) {
                return new PveAnswer(envelope.get("data"), new PveFields(envelope).number("total"));
            }
            throw malformed(raw, raw.body().length == 0 ? "an empty answer" : "an answer without data");
        } catch (JsonProcessingException e) {
            throw malformed(raw, html(raw) ? "a web page, not JSON" : "an answer that is not whole JSON");
        } catch (IOException e) {
            throw malformed(raw, "an answer that cannot be read");
        }
    }

    /** Without what its reader said, for that repeats the answer, which may hold a secret. */
    private PveException malformed(Raw raw, String what) {
        Kind kind = call.reads() ? Kind.MALFORMED : Kind.UNKNOWN_OUTCOME;
        return failure(kind, new PveReply(raw.status(), what, Map.of()), "", null);
    }

    private static boolean html(Raw raw) {
        String start = new String(raw.body(), 0, Math.min(raw.body().length, 64), StandardCharsets.UTF_8);
        return start.stripLeading().startsWith("<");
    }

    private PveReply reply(Raw raw) {
        JsonNode body = body(raw);
        Map<String, String> errors = new LinkedHashMap<>();
        body.path("errors")
                .properties()
                .forEach(each -> errors.put(
                        scrubbed(each.getKey()), scrubbed(each.getValue().asText())));
        String message = body.path("message").asText("").strip();
        if (message.isEmpty()) {
            message = raw.reason().strip();
        }
        if (message.isEmpty()) {
            message = "no reason given";
        }
        return new PveReply(raw.status(), scrubbed(message), errors);
    }

    private static JsonNode body(Raw raw) {
        try {
            JsonNode body = JSON.readTree(raw.body());
            return body == null ? JSON.missingNode() : body;
        } catch (IOException e) {
            // the reason phrase then says what went wrong
            return JSON.missingNode();
        }
    }

    private String scrubbed(String text) {
        return TextMasker.of(secrets.stream()
                        .filter(secret -> secret.reveal().length() > 2)
                        .toList())
                .mask(text.strip());
    }

    private Kind kind(PveReply reply) {
        boolean reads = call.reads();
        int status = reply.status();
        return switch (status) {
            case 400 -> refusedParameter(reply);
            case 401 -> Kind.NOT_SIGNED_IN;
            case 403 -> Kind.FORBIDDEN;
            case 404 -> Kind.MISSING;
            case 413 -> Kind.BAD_PARAMETER;
            case 424 -> Kind.STATE;
            case 501 -> Kind.NOT_IMPLEMENTED;
            case 503, 595 -> Kind.UNREACHABLE;
            case 502, 504 -> reads ? Kind.UNREACHABLE : Kind.UNKNOWN_OUTCOME;
            case 596, 597, 598, 599 -> reads ? Kind.TIMEOUT : Kind.UNKNOWN_OUTCOME;
            default ->
                status < 400 ? Kind.MALFORMED : PveTexts.kind(reply.reason()).orElse(Kind.SERVER);
        };
    }

    /** PVE also says with a 400 that a UPID does not exist, or that only root may. */
    private static Kind refusedParameter(PveReply reply) {
        return reply.errors().values().stream()
                .flatMap(text -> PveTexts.kind(text).stream())
                .filter(Set.of(Kind.MISSING, Kind.FORBIDDEN)::contains)
                .findFirst()
                .orElse(Kind.BAD_PARAMETER);
    }

    /** What a lost request means for its caller. */
    PveException lost(Lost lost) {
        Kind kind =
                switch (lost.why()) {
                    case TLS -> Kind.TLS;
                    case TIMEOUT -> Kind.TIMEOUT;
                    case TOO_LARGE, GARBLED -> Kind.MALFORMED;
                    case CLOSED -> Kind.CLOSED;
                    case CONNECT, BROKEN -> Kind.UNREACHABLE;
                };
        boolean unknown = lost.sent() && !call.reads();
        return failure(unknown ? Kind.UNKNOWN_OUTCOME : kind, PveReply.none(scrubbed(said(lost))), "", lost);
    }

    private static String said(Lost lost) {
        Throwable cause = lost;
        while (cause.getCause() != null && !(cause instanceof TrustPinned.NotPinned)) {
            cause = cause.getCause();
        }
        boolean telling = lost.why() == Lost.Why.TLS && cause.getMessage() != null;
        return telling ? cause.getMessage() : lost.getMessage();
    }

    /** A failure of this call that no answer tells. */
    PveException failure(Kind kind, String why) {
        return failure(kind, PveReply.none(scrubbed(why)), "", null);
    }

    private PveException failure(Kind kind, PveReply reply, String location, Throwable cause) {
        return new PveException(kind, call, reply, Remedies.of(kind, call, reply, scrubbed(location)), cause);
    }
}
