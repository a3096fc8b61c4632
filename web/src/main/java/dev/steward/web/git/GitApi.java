package dev.steward.web.git;

import dev.steward.runner.app.git.GitAnswers;
import dev.steward.runner.secret.Secret;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.GitParts;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The git repository as JSON, and the door by which its server tells of a push. */
public final class GitApi {

    private static final String BEARER = "Bearer ";
    private static final String SHA256 = "sha256=";

    private final GitParts git;

    /** On a repository. */
    public GitApi(GitParts git) {
        this.git = git;
    }

    /**
     * The ways in.
     *
     * @param root where the API is
     */
    public List<Route> routes(String root) {
        return List.of(
                Route.get(root + "/git", request -> Reply.json(facts()))
                        .as(Operation.json(
                                "Which revision of the git repository is in effect, and what is wrong with a newer one",
                                "configured",
                                "summary")),
                Route.post(root + "/git/sync", this::sync)
                        .as(Operation.json(
                                "Asks the git server now; what it has comes into effect where everything in it checks",
                                "configured",
                                "summary")),
                Route.hook(root + "/hooks/git", this::pushed)
                        .as(Operation.json(
                                        "Takes a git server's word that somebody pushed: the server is asked soon. What the"
                                                + " body says is not looked at",
                                        "asked")
                                .further()
                                .status(202)));
    }

    private Map<String, Object> facts() {
        return git.status().map(status -> status.facts()).orElseGet(() -> {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("configured", false);
            facts.put("summary", GitAnswers.NOT_CONFIGURED);
            return facts;
        });
    }

    private Reply sync(Request request) {
        git.sync();
        return Reply.json(facts());
    }

    /** GitHub, Gitea and Forgejo sign the body; GitLab sends the token; anything else may send it as a bearer. */
    private Reply pushed(Request request) {
        Secret expected = git.webhook()
                .orElseThrow(
                        () -> Refused.forbidden("No push is heard of here yet. Add 'webhook: secret('…')' under 'git'"
                                + " in steward.yml, and give the git server the same secret."));
        if (!signed(request, expected) && !named(request, expected)) {
            throw Refused.unknown(
                    "Give the git server's webhook the secret that stands under git.webhook in steward.yml.");
        }
        git.soon();
        return new Reply.Json(202, Map.of("asked", true));
    }

    private static boolean signed(Request request, Secret expected) {
        Optional<String> said = request.header("X-Hub-Signature-256")
                .filter(header -> header.startsWith(SHA256))
                .map(header -> header.substring(SHA256.length()));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(expected.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] ours = mac.doFinal(request.body().getBytes(StandardCharsets.UTF_8));
            return said.isPresent()
                    && MessageDigest.isEqual(
                            HexFormat.of().formatHex(ours).getBytes(StandardCharsets.US_ASCII),
                            said.get().getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC", e);
        }
    }

    private static boolean named(Request request, Secret expected) {
        String said = request.header("X-Gitlab-Token")
                .or(() -> request.header("Authorization")
                        .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                        .map(header -> header.substring(BEARER.length()).strip()))
                .orElse("");
        return MessageDigest.isEqual(digest(said), digest(expected.reveal()));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
