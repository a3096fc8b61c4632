package dev.steward.web.page;

import dev.steward.runner.account.Account;
import dev.steward.runner.app.account.SecondFactorDesk;
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
import dev.steward.web.security.Pending;
import dev.steward.web.security.Sessions;
import dev.steward.web.security.TokenNames;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Exchanges a name and its password, or the admin token, for a session. Reading needs neither. */
public final class SignInPage implements Page {

    private static final String WRONG = "That code opens nothing, or was used already; wait for the next one.";
    private static final String SEALED =
            "Codes of your app cannot be checked here: the key that they are sealed with is missing. Enter a recovery code, or"
                    + " let an admin put the key back or reset your second factor.";

    private final TokenNames tokens;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Attempts attempts;
    private final Optional<String> elsewhere;
    private final SecondFactorDesk factors;
    private final Pending pending;
    private final Function<Request, Optional<String>> cookie;

    /**
     * The page.
     *
     * @param elsewhere the name of a provider that people may sign in with; empty: there is none
     * @param cookie the session's cookie of a request
     */
    public SignInPage(
            WebParts parts, Sessions sessions, Optional<String> elsewhere, Function<Request, Optional<String>> cookie) {
        this.elsewhere = elsewhere;
        this.tokens = parts.tokens();
        this.accounts = parts.store().accounts();
        this.sessions = sessions;
        this.attempts = new Attempts(parts.time());
        this.factors = new SecondFactorDesk(parts.store(), parts.time());
        this.pending = new Pending(parts.time());
        this.cookie = cookie;
    }

    /** Where to go afterwards, what stands for the password that was right, and what was wrong (empty: nothing). */
    public record Second(String next, String ticket, String wrong) {}

    /**
     * The form.
     *
     * @param next where to go afterwards
     * @param wrong what was wrong; empty: nothing
     * @param accounts whether anybody has one
     * @param near whether it is shown on this machine itself, where reading needs none
     */
    public record View(String next, String wrong, boolean accounts, Optional<String> elsewhere, boolean near) {}

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Verb.GET,
                        "/sign-in",
                        Route.Access.SIGN_IN,
                        request -> form(request, 200, next(request.query()), "")),
                new Route(Verb.POST, "/sign-in", Route.Access.SIGN_IN, this::enter),
                new Route(Verb.POST, "/sign-in/code", Route.Access.SIGN_IN, this::code),
                new Route(Verb.POST, "/sign-out", Route.Access.SIGN_OUT, this::leave));
    }

    private Reply form(Request request, int status, String next, String wrong) {
        return new Reply.Page(
                status,
                "signin",
                "Sign in",
                new View(
                        next,
                        wrong,
                        !accounts.all().isEmpty(),
                        elsewhere,
                        request.sender().near()),
                true);
    }

    private Reply enter(Request request) {
        attempts.check(request.sender());
        Params form = request.form();
        if (form.first("name").isEmpty()) {
            Optional<String> session = form.first("token")
                    .map(TokenText::hash)
                    .flatMap(tokens::admin)
                    .map(sessions::begin);
            return session.isEmpty()
                    ? wrong(request, "That token opens nothing here.")
                    : new Reply.See(next(form), session);
        }
        Optional<Account> account = accounts.signIn(form.first("name").orElse(""), form.exact("password"));
        if (account.isEmpty()) {
            return wrong(request, "That name and password open nothing here.");
        }
        return factors.on(account.get().name())
                ? second(200, next(form), pending.begin(account.get()), "")
                : entered(request, account.get());
    }

    private Reply wrong(Request request, String why) {
        attempts.failed(request.sender());
        return form(request, 401, next(request.form()), why);
    }

    private Reply entered(Request request, Account account) {
        String session = sessions.begin(account, request.header("User-Agent").orElse(""));
        return new Reply.See(next(request.form()), Optional.of(session));
    }

    private static Reply second(int status, String next, String ticket, String wrong) {
        return new Reply.Page(status, "signincode", "Your code", new Second(next, ticket, wrong), true);
    }

    /* The account is looked up again: it may have been disabled, or have got another password, meanwhile. */
    private Reply code(Request request) {
        Params form = request.form();
        String ticket = form.first("ticket").orElse("");
        Optional<Account> account = pending.find(ticket).flatMap(half -> accounts.find(half.name())
                .filter(Account::enabled)
                .filter(now -> now.changed().equals(half.changed())));
        if (account.isEmpty()) {
            return form(request, 401, next(form), "That took longer than five minutes; sign in again.");
        }
        String name = account.get().name();
        pending.check(name);
        if (!factors.takes(name, form.first("code").orElse(""))) {
            pending.failed(name);
            return second(401, next(form), ticket, factors.sealed(name) ? SEALED : WRONG);
        }
        pending.end(ticket);
        return entered(request, account.get());
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
