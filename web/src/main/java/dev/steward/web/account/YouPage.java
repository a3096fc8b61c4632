package dev.steward.web.account;

import dev.steward.runner.account.Account;
import dev.steward.runner.account.Passwords;
import dev.steward.runner.account.Role;
import dev.steward.runner.app.account.AccountDesk;
import dev.steward.runner.app.account.AccountDesk.By;
import dev.steward.runner.app.account.AccountRefused;
import dev.steward.runner.app.account.SecondFactorDesk;
import dev.steward.runner.app.account.TokenDesk;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.account.Audit;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import dev.steward.web.security.Attempts;
import dev.steward.web.security.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a person keeps of their own: password, sessions and tokens. Nobody sees another's here. */
public final class YouPage implements Page {

    private static final String PATH = "/you";

    private final Store store;
    private final AccountDesk desk;
    private final TokenDesk tokens;
    private final Sessions sessions;
    private final Attempts attempts;
    private final TokenForm form;
    private final Times times;
    private final SecondFactorDesk factors;
    private final Function<Request, Optional<String>> cookie;

    /**
     * The page.
     *
     * @param cookie the session's cookie of a request
     */
    public YouPage(WebParts parts, Times times, Sessions sessions, Function<Request, Optional<String>> cookie) {
        this.store = parts.store();
        this.desk = new AccountDesk(store.accounts(), store.audit());
        this.tokens = TokenDesk.of(store, parts.time());
        this.sessions = sessions;
        this.attempts = new Attempts(parts.time());
        this.form = new TokenForm(tokens, times);
        this.times = times;
        this.factors = new SecondFactorDesk(store, parts.time());
        this.cookie = cookie;
    }

    /**
     * The page of who signed in by name.
     *
     * @param playbooks patterns of the only ones that may be run; empty: no limit
     * @param elsewhere whether a provider signs them in
     * @param second whether a second factor is asked for
     * @param wrong why the last change was refused; empty: nothing was
     * @param done what the last change was; empty: none
     */
    public record View(
            String name,
            String role,
            String playbooks,
            String wrong,
            String done,
            List<Open> sessions,
            TokenForm.View tokens,
            boolean second,
            boolean elsewhere,
            int shortest) {}

    /** A session. */
    public record Open(String id, String browser, When begun, When seen, boolean own) {}

    /** What is said at the top. */
    private record Say(int status, String wrong, String done, Optional<TokenForm.Fresh> fresh) {

        static final Say NOTHING = new Say(200, "", "", Optional.empty());

        static Say wrong(String why) {
            return new Say(409, why, "", Optional.empty());
        }

        static Say done(String what) {
            return new Say(200, "", what, Optional.empty());
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.self(Verb.GET, PATH, request -> page(request, Say.NOTHING)),
                Route.self(Verb.POST, PATH + "/password", this::password),
                Route.self(Verb.POST, PATH + "/sessions/{session}/end", this::end),
                Route.self(Verb.POST, PATH + "/tokens", this::make),
                Route.self(Verb.POST, PATH + "/tokens/{token}/revoke", this::revoke));
    }

    private Reply page(Request request, Say say) {
        Optional<Account> account = account(request);
        if (account.isEmpty()) {
            return new Reply.Page(200, "nobody", "You", request.caller().name(), true);
        }
        Account you = account.get();
        TokenForm.Typed typed = say.status() == 200 ? TokenForm.Typed.NOTHING : TokenForm.Typed.of(request.form());
        TokenForm.View own = new TokenForm.View(
                PATH + "/tokens",
                tokens.of(you.name()).stream().map(form::line).toList(),
                say.fresh(),
                typed,
                TokenForm.scopes(you.role()),
                false);
        View view = new View(
                you.name(),
                you.role().word(),
                you.role() == Role.OPERATOR ? you.playbooks().text() : "",
                say.wrong(),
                say.done(),
                open(request, you),
                own,
                factors.on(you.name()),
                store.elsewhere().linked(you.name()),
                Passwords.SHORTEST);
        return new Reply.Page(say.status(), "you", "You", view, true);
    }

    private List<Open> open(Request request, Account you) {
        return sessions.of(you.name(), cookie.apply(request).orElse("")).stream()
                .map(session -> new Open(
                        session.id(),
                        Browsers.name(session.browser()),
                        times.when(session.begun()),
                        times.when(session.seen()),
                        session.own()))
                .toList();
    }

    private Optional<Account> account(Request request) {
        return cookie.apply(request).flatMap(sessions::account).flatMap(desk::find);
    }

    private Account you(Request request) {
        return account(request)
                .orElseThrow(() -> Refused.conflict(
                        "You are signed in with the admin token, which has nothing of its own; sign in by name."));
    }

    private Reply password(Request request) {
        Account you = you(request);
        attempts.check(request.sender());
        if (store.accounts().signIn(you.name(), request.form().exact("current")).isEmpty()) {
            attempts.failed(request.sender());
            return page(request, Say.wrong("That is not your password. Nothing was changed."));
        }
        try {
            String hash = AccountDesk.hash(request.form().exact("password"));
            Account changed = desk.password(you.name(), hash, TokenForm.by(request));
            String session =
                    sessions.begin(changed, request.header("User-Agent").orElse(""));
            return new Reply.See(PATH, Optional.of(session));
        } catch (AccountRefused e) {
            return page(request, Say.wrong(e.getMessage()));
        }
    }

    private Reply end(Request request) {
        Account you = you(request);
        if (!sessions.end(you.name(), request.place("session"))) {
            throw Refused.notFound("You have no such session; perhaps it has ended already.");
        }
        By by = TokenForm.by(request);
        store.audit().note(new Audit.Change(by.name(), by.way(), by.did("session ended"), you.name(), "open", "ended"));
        return Reply.see(PATH);
    }

    private Reply make(Request request) {
        try {
            TokenForm.Fresh fresh = form.make(request, you(request).name());
            return page(request, new Say(200, "", "", Optional.of(fresh)));
        } catch (AccountRefused e) {
            return page(request, Say.wrong(e.getMessage()));
        }
    }

    private Reply revoke(Request request) {
        try {
            form.revoke(request, Optional.of(you(request).name()));
            return page(request, Say.done(request.place("token") + " opens nothing any more."));
        } catch (AccountRefused e) {
            return page(request, Say.wrong(e.getMessage()));
        }
    }
}
