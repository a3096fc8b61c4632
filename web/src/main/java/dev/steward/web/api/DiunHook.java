package dev.steward.web.api;

import dev.steward.runner.notice.ImageUpdate;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.store.Store;
import dev.steward.runner.time.Time;
import dev.steward.web.http.Body;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.security.Bearer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Diun tells of container images by its webhook (https://crazymax.dev/diun/notif/webhook/). It is kept and told to
 * people; nothing is pulled, restarted or run.
 */
final class DiunHook {

    private static final int LONGEST = 64 << 10;
    /** name[:tag][@digest], as containers/image and Docker print a reference. */
    private static final Pattern IMAGE = Pattern.compile(
            "([a-zA-Z0-9][a-zA-Z0-9._:/-]*?)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@[a-z0-9+._-]+:[0-9a-f]+)?");

    private static final Pattern DIGEST = Pattern.compile("[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]{32,128}");
    private static final Pattern LINK = Pattern.compile("https?://[^\\s\"<>]{1,900}");

    private final Store store;
    private final Optional<Secret> token;
    private final Time time;

    /** The door; closed where there is no token. */
    DiunHook(Store store, Optional<Secret> token, Time time) {
        this.store = store;
        this.token = token;
        this.time = time;
    }

    Route route() {
        return Route.hook(Api.ROOT + "/hooks/diun", this::take)
                .as(Operation.json(
                                "Takes what Diun's webhook tells of a container image; changes nothing on any host",
                                "image",
                                "known")
                        .needs("image", Type.STRING, "with its tag, as docker.io/library/nginx:1.27")
                        .needs("status", Type.STRING, "new or update")
                        .needs("digest", Type.STRING, "of the newer version")
                        .field("hostname", Type.STRING, "of the host that Diun watches")
                        .field("platform", Type.STRING, "as linux/amd64")
                        .field("hub_link", Type.STRING, "a page about the image")
                        .further()
                        .problems(400, 413, 415, 422));
    }

    private Reply take(Request request) {
        admit(request);
        if (request.body().length() > LONGEST) {
            throw new Refused(413, "Too long", "Diun sends less than 64 KiB.", List.of());
        }
        ImageUpdate update = update(Body.open(request, store.json()));
        boolean fresh = store.images().add(update);
        return Reply.json(Map.of("image", update.name(), "known", !fresh));
    }

    private void admit(Request request) {
        Secret expected = token.orElseThrow(
                () -> Refused.forbidden(
                        "Nobody may tell of images here yet. Add"
                                + " 'diun: {token: …}' to steward.yml and send the same token from Diun as 'authorization: Bearer …'."));
        if (!Bearer.carries(request.header("Authorization"), expected)) {
            throw Refused.unknown("Send 'Authorization: Bearer' with the token under 'diun' in steward.yml.");
        }
    }

    private ImageUpdate update(Body body) {
        String said = needed(body, "image", 700);
        Matcher image = IMAGE.matcher(said);
        if (!image.matches() || image.group(1).length() > 500) {
            throw wrong("'image' is '" + said + "'; expected one such as docker.io/library/nginx:1.27.");
        }
        String digest = needed(body, "digest", 200);
        if (!DIGEST.matcher(digest).matches()) {
            throw wrong("'digest' is '" + digest + "'; expected one such as sha256:216e….");
        }
        String link = optional(body, "hub_link", 1000);
        return new ImageUpdate(
                image.group(1),
                Optional.ofNullable(image.group(2)).orElse(""),
                digest,
                optional(body, "hostname", 255),
                status(needed(body, "status", 20)),
                optional(body, "platform", 100),
                LINK.matcher(link).matches() ? link : "",
                time.now());
    }

    private static ImageUpdate.Status status(String word) {
        return switch (word) {
            case "new" -> ImageUpdate.Status.NEW;
            case "update" -> ImageUpdate.Status.UPDATE;
            default -> throw wrong("'status' is '" + word + "'; expected new or update.");
        };
    }

    private static String needed(Body body, String name, int most) {
        return body.text(name)
                .map(text -> bounded(name, text, most))
                .orElseThrow(() -> wrong("'" + name + "' is missing."));
    }

    private static String optional(Body body, String name, int most) {
        return body.text(name).map(text -> bounded(name, text, most)).orElse("");
    }

    private static String bounded(String name, String text, int most) {
        if (text.length() > most || text.chars().anyMatch(Character::isISOControl)) {
            throw wrong("'" + name + "' is longer than " + most + " characters or holds control characters.");
        }
        return text;
    }

    private static Refused wrong(String detail) {
        return new Refused(422, "Not what Diun sends", detail, List.of());
    }
}
