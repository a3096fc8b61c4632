package dev.steward.web.account;

import dev.steward.runner.account.Account;
import dev.steward.runner.account.Passwords;
import dev.steward.runner.account.Role;
import dev.steward.runner.app.account.AccountDesk;
import dev.steward.runner.app.account.AccountDesk.By;
import dev.steward.runner.app.account.AccountRefused;
import dev.steward.runner.app.account.SecondFactorDesk;
import dev.steward.runner.app.ask.AccountAnswers;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.account.Audit;
import dev.steward.web.http.Body;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.WebParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Accounts and the audit, as JSON; for admins alone. */
public final class AccountApi {

    private static final long USUAL = 100;
    private static final int MOST = 1_000;

    private final AccountDesk desk;
    private final Audit audit;
    private final SecondFactorDesk factors;
    private final EventJson json;

    /** On these parts. */
    public AccountApi(WebParts parts) {
        this.audit = parts.store().audit();
        this.desk = new AccountDesk(parts.store().accounts(), audit);
        this.factors = new SecondFactorDesk(parts.store(), parts.time());
        this.json = parts.store().json();
    }

    /**
     * The ways in.
     *
     * @param root where the API is
     */
    public List<Route> routes(String root) {
        String all = root + "/accounts";
        String one = all + "/{account}";
        return List.of(
                Route.admin(Verb.GET, all, request -> Reply.json(Map.of("accounts", all())))
                        .as(Operation.json("Who signs in by name", "accounts")),
                Route.admin(Verb.POST, all, this::add)
                        .as(Operation.json("Makes an account", "name", "role")
                                .status(201)
                                .field("name", Type.STRING, "unique, as anna")
                                .field("role", Type.STRING, "viewer, operator or admin")
                                .field("password", Type.STRING, "at least " + Passwords.SHORTEST + " characters")
                                .problems(400, 409)),
                Route.admin(Verb.PATCH, one, this::change)
                        .as(Operation.json("Changes an account, and ends its sessions", "name", "role")
                                .field("role", Type.STRING, "viewer, operator or admin")
                                .field("password", Type.STRING, "a new one")
                                .field("enabled", Type.BOOLEAN, "whether it may sign in")
                                .field("playbooks", Type.STRING, "patterns of the only ones it may run; empty: all")
                                .problems(400, 404, 409)),
                Route.admin(Verb.DELETE, one, this::remove)
                        .as(Operation.json("Removes an account, and ends its sessions", "name")
                                .problems(404, 409)),
                Route.admin(Verb.DELETE, one + "/second-factor", this::reset)
                        .as(Operation.json("A second factor is not asked for any more", "name")
                                .problems(404, 409)),
                Route.admin(Verb.GET, root + "/audit", this::audit)
                        .as(Operation.json("Who changed what, the newest first", "changes", "next")
                                .query("who", Type.STRING, "only this one's")
                                .query("before", Type.INTEGER, "only with a smaller number")
                                .query("limit", Type.INTEGER, "at most, 1 to " + MOST)
                                .problems(400)));
    }

    private List<Map<String, Object>> all() {
        return desk.all().stream().map(AccountAnswers::facts).toList();
    }

    private Reply add(Request request) {
        Body body = Body.of(request, json, Set.of("name", "role", "password"));
        return told(
                201,
                () -> desk.add(
                        body.text("name").orElse(""),
                        role(body).orElseThrow(() -> Refused.bad("Say the 'role': viewer, operator or admin.")),
                        hash(body.text("password").orElse("")),
                        by(request)));
    }

    private Reply change(Request request) {
        Body body = Body.of(request, json, Set.of("role", "password", "enabled", "playbooks"));
        Optional<Role> role = role(body);
        Optional<String> hash = body.text("password").map(AccountApi::hash);
        Optional<Boolean> enabled = body.has("enabled") ? Optional.of(body.flag("enabled")) : Optional.empty();
        Optional<String> playbooks =
                body.has("playbooks") ? Optional.of(body.text("playbooks").orElse("")) : Optional.empty();
        String name = known(request).name();
        return told(200, () -> {
            if (playbooks.isPresent()) {
                desk.playbooks(name, playbooks.get(), by(request));
            }
            if (role.isPresent()) {
                desk.role(name, role.get(), by(request));
            }
            if (hash.isPresent()) {
                desk.password(name, hash.get(), by(request));
            }
            if (enabled.isPresent()) {
                desk.enable(name, enabled.get(), by(request));
            }
            return desk.find(name).orElseThrow();
        });
    }

    private Reply remove(Request request) {
        String name = known(request).name();
        return told(200, () -> desk.remove(name, by(request)));
    }

    private Reply reset(Request request) {
        Account account = known(request);
        return told(200, () -> {
            factors.remove(account.name(), by(request));
            return account;
        });
    }

    private Account known(Request request) {
        String name = request.place("account");
        return desk.find(name).orElseThrow(() -> Refused.notFound("There is no account '" + name + "'."));
    }

    private Reply audit(Request request) {
        int most = request.query().number("limit", 1, MOST).orElse(USUAL).intValue();
        long before = request.query().number("before", 1, Long.MAX_VALUE).orElse(0L);
        List<Audit.Row> rows = audit.newest(before, request.query().first("who").orElse(""), most);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("changes", rows.stream().map(AccountAnswers::facts).toList());
        facts.put("next", rows.size() < most ? null : rows.get(most - 1).id());
        return Reply.json(facts);
    }

    @FunctionalInterface
    private interface Work {

        Account run() throws AccountRefused;
    }

    private static Reply told(int status, Work work) {
        try {
            return new Reply.Json(status, AccountAnswers.facts(work.run()));
        } catch (AccountRefused e) {
            throw Refused.conflict(e.getMessage());
        }
    }

    private static By by(Request request) {
        return new By(request.caller().name(), "api", request.sender().elsewhere());
    }

    private static Optional<Role> role(Body body) {
        return body.text("role").map(word -> Role.of(word).orElseThrow(() -> Refused.bad(Role.none(word))));
    }

    private static String hash(String password) {
        try {
            return AccountDesk.hash(password);
        } catch (AccountRefused e) {
            throw Refused.bad(e.getMessage());
        }
    }
}
