package dev.steward.web.account;

import dev.steward.runner.account.Role;
import dev.steward.runner.app.account.AccountDesk.By;
import dev.steward.runner.app.account.AccountRefused;
import dev.steward.runner.app.account.TokenDesk;
import dev.steward.runner.app.ask.TokenAnswers;
import dev.steward.runner.event.EventJson;
import dev.steward.web.http.Body;
import dev.steward.web.http.Caller;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.WebParts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tokens as JSON: an admin keeps all, everybody else their own. */
public final class TokenApi {

    private static final Set<String> FIELDS = Set.of("name", "scope", "cluster", "node", "playbooks", "expires");

    private final TokenDesk desk;
    private final TokenAnswers answers;
    private final EventJson json;

    /** On these parts. */
    public TokenApi(WebParts parts) {
        this.desk = TokenDesk.of(parts.store(), parts.time());
        this.answers = new TokenAnswers(desk);
        this.json = parts.store().json();
    }

    /**
     * The ways in.
     *
     * @param root where the API is
     */
    public List<Route> routes(String root) {
        String all = root + "/tokens";
        return List.of(
                Route.self(Verb.GET, all, this::list)
                        .as(Operation.json("One's own tokens without their texts; all of them for an admin", "tokens")),
                Route.self(Verb.POST, all, this::make)
                        .as(Operation.json(
                                        "Makes a token, told this once; an admin's is the house's own", "name", "token")
                                .status(201)
                                .needs("name", Type.STRING, "unique, as backup-script")
                                .needs("scope", Type.STRING, "read, operate, admin, power, metrics or agent")
                                .field("cluster", Type.STRING, "the only one an agent's tells of")
                                .field("node", Type.STRING, "the only one of that")
                                .field(
                                        "playbooks",
                                        Type.STRING,
                                        "patterns of the only ones it begins, with scope operate")
                                .field("expires", Type.STRING, "how long it opens something, as 90d")
                                .problems(400, 409)),
                Route.self(Verb.DELETE, all + "/{token}", this::revoke)
                        .as(Operation.json("A token opens nothing any more", "name")
                                .problems(404)));
    }

    private Reply list(Request request) {
        return Reply.json(Map.of(
                "tokens",
                (admin(request.caller()) ? desk.all() : desk.of(request.caller().name()))
                        .stream().map(answers::facts).toList()));
    }

    private Reply make(Request request) {
        Body body = Body.of(request, json, FIELDS);
        TokenDesk.Wish wish = new TokenDesk.Wish(
                body.text("name").orElseThrow(() -> Refused.bad("'name' is missing.")),
                body.text("scope").orElseThrow(() -> Refused.bad("'scope' is missing.")),
                body.text("cluster").orElse(""),
                body.text("node").orElse(""),
                body.text("playbooks").orElse(""),
                body.text("expires"),
                owner(request.caller()).orElse(""));
        try {
            return new Reply.Json(201, answers.made(desk.make(wish, by(request))));
        } catch (AccountRefused e) {
            throw Refused.conflict(e.getMessage());
        }
    }

    private Reply revoke(Request request) {
        try {
            return Reply.json(answers.facts(desk.revoke(request.place("token"), owner(request.caller()), by(request))));
        } catch (AccountRefused e) {
            throw Refused.notFound(e.getMessage());
        }
    }

    private static boolean admin(Caller caller) {
        return caller.may(Role.ADMIN);
    }

    /** Whose tokens somebody keeps; empty: everybody's. */
    private static Optional<String> owner(Caller caller) {
        return admin(caller) ? Optional.empty() : Optional.of(caller.name());
    }

    private static By by(Request request) {
        return new By(request.caller().name(), "api", request.sender().elsewhere());
    }
}
