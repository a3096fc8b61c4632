package dev.steward.web.page;

import dev.steward.runner.account.Account;
import dev.steward.runner.secret.TokenText;
import dev.steward.runner.store.account.Accounts;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.Page;
import dev.steward.web.security.Attempts;
import dev.steward.web.security.Sessions;
import dev.steward.web.security.TokenNames;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Exchanges a name and its password, or the admin token, for a session. Reading needs neither. */
public final class SignInPage implements Page {

    private final TokenNames tokens;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Attempts attempts;
    private final Function<Request, Optional<String>> cookie;

    /**
     * The page.
     *
     * @param cookie the session's cookie of a request
     */
    public SignInPage(
            TokenNames tokens,
            Accounts accounts,
            Sessions sessions,
            Attempts attempts,
            Function<Request, Optional<String>> cookie) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.sessions = sessions;
        this.attempts = attempts;
        this.cookie = cookie;
    }

    /** Where to go afterwards, what was wrong (empty: nothing), and whether anybody has an account. */
    public record View(String next, String wrong, boolean accounts) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/sign-in", request -> form(200, next(request.query()), "")),
                new Route(Verb.POST, "/sign-in", Route.Access.SIGN_IN, this::enter),
                new Route(Verb.POST, "/sign-out", Route.Access.SIGN_OUT, this::leave));
    }

    private Reply form(int status, String next, String wrong) {
        return new Reply.Page(
                status,
                "signin",
                "Sign in",
                new View(next, wrong, !accounts.all().isEmpty()),
                true);
    }

    private Reply enter(Request request) {
        attempts.check();
        Params form = request.form();
        Optional<String> cookie = form.first("name").isPresent() ? byName(request) : byToken(form);
        if (cookie.isEmpty()) {
            attempts.failed();
            return form(
                    401,
                    next(form),
                    form.first("name").isPresent()
                            ? "That name and password open nothing here."
                            : "That token opens nothing here.");
        }
        return new Reply.See(next(form), cookie);
    }

    private Optional<String> byToken(Params form) {
        return form.first("token").map(TokenText::hash).flatMap(tokens::admin).map(sessions::begin);
    }

    private Optional<String> byName(Request request) {
        Params form = request.form();
        Optional<Account> account = accounts.signIn(form.first("name").orElse(""), form.exact("password"));
        return account.map(
                some -> sessions.begin(some, request.header("User-Agent").orElse("")));
    }

    private Reply leave(Request request) {
        sessions.end(cookie.apply(request).orElseThrow(() -> Refused.bad("There is no session to end.")));
        return new Reply.See("/", Optional.of(""));
    }

    /** Only a path of this server: everything else would lead a person away right after the sign-in. */
    static String next(Params params) {
        return params.first("next")
                .filter(path -> path.matches("/[\\w\\-./?=&%!,+]*") && !path.startsWith("//"))
                .orElse("/");
    }
}
