package dev.steward.web.account;

import dev.steward.runner.account.Account;
import dev.steward.runner.account.Passwords;
import dev.steward.runner.app.account.AccountDesk;
import dev.steward.runner.app.account.AccountDesk.By;
import dev.steward.runner.app.account.AccountRefused;
import dev.steward.runner.secret.TokenText;
import dev.steward.runner.store.account.Accounts;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import dev.steward.web.security.Attempts;
import dev.steward.web.security.Sessions;
import dev.steward.web.security.SetupCode;
import dev.steward.web.security.TokenNames;
import java.util.List;
import java.util.Optional;

/** Makes the first account, an admin's, for who holds the code that the server printed or the admin token. Then it is gone. */
public final class SetupPage implements Page {

    private static final String PATH = "/setup";

    private final Accounts accounts;
    private final AccountDesk desk;
    private final TokenNames tokens;
    private final Sessions sessions;
    private final Attempts attempts;
    private final SetupCode code;

    /** The page. */
    public SetupPage(WebParts parts, Sessions sessions, SetupCode code) {
        this.accounts = parts.store().accounts();
        this.desk = new AccountDesk(accounts, parts.store().audit());
        this.tokens = parts.tokens();
        this.sessions = sessions;
        this.attempts = new Attempts(parts.time());
        this.code = code;
    }

    /**
     * The form.
     *
     * @param wrong why it was refused; empty: it was not
     * @param name as it was typed
     */
    public record View(String wrong, String name, int shortest) {}

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(Verb.GET, PATH, Route.Access.SIGN_IN, request -> page(200, "", "")),
                new Route(Verb.POST, PATH, Route.Access.SIGN_IN, this::make));
    }

    private Reply page(int status, String wrong, String name) {
        checkOpen();
        return new Reply.Page(status, "setup", "Set up", new View(wrong, name, Passwords.SHORTEST), true);
    }

    private void checkOpen() {
        if (!accounts.all().isEmpty()) {
            throw Refused.notFound("There is nothing at " + PATH + ".");
        }
    }

    /* One at a time: of two who send it at the same moment, the second one finds the page gone. */
    private synchronized Reply make(Request request) {
        checkOpen();
        attempts.check(request.sender());
        Params form = request.form();
        String name = form.first("name").orElse("").strip();
        if (!holds(form.first("code").orElse(""))) {
            attempts.failed(request.sender());
            return page(
                    401,
                    "That is neither the code that this server printed when it started nor the admin token.",
                    name);
        }
        try {
            String hash = AccountDesk.hash(form.exact("password"));
            Account made = desk.first(
                    name, hash, new By("set-up", "page", request.sender().elsewhere()));
            String session = sessions.begin(made, request.header("User-Agent").orElse(""));
            return new Reply.See("/you", Optional.of(session));
        } catch (AccountRefused e) {
            return page(409, e.getMessage(), name);
        }
    }

    private boolean holds(String said) {
        return code.fits(said) || tokens.admin(TokenText.hash(said.strip())).isPresent();
    }
}
