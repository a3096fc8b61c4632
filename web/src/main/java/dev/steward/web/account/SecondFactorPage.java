package dev.steward.web.account;

import dev.steward.runner.account.Totp;
import dev.steward.runner.app.account.AccountRefused;
import dev.steward.runner.app.account.SecondFactorDesk;
import dev.steward.runner.store.account.Accounts;
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

/** One's own second factor: a code of an authenticator app besides the password. */
public final class SecondFactorPage implements Page {

    private static final String PATH = "/you/second-factor";

    private final Accounts accounts;
    private final SecondFactorDesk desk;
    private final Sessions sessions;
    private final Attempts attempts;
    private final Function<Request, Optional<String>> cookie;

    /**
     * The page.
     *
     * @param cookie the session's cookie of a request
     */
    public SecondFactorPage(WebParts parts, Sessions sessions, Function<Request, Optional<String>> cookie) {
        this.accounts = parts.store().accounts();
        this.desk = new SecondFactorDesk(parts.store(), parts.time());
        this.sessions = sessions;
        this.attempts = new Attempts(parts.time());
        this.cookie = cookie;
    }

    /**
     * How it stands.
     *
     * @param wrong why the last change was refused; empty: nothing was
     * @param on whether it is asked for
     * @param waiting what an app is to take; empty: none is being set up
     * @param codes recovery codes, shown this once; none: none were made just now
     * @param left recovery codes that were not used yet
     */
    public record View(String wrong, boolean on, Optional<Waiting> waiting, List<String> codes, int left) {}

    /** What an app takes: the picture, or the text by hand. */
    public record Waiting(QrCode qr, String secret) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.self(Verb.GET, PATH, request -> page(request, 200, "", List.of())),
                Route.self(Verb.POST, PATH + "/begin", this::begin),
                Route.self(Verb.POST, PATH + "/confirm", this::confirm),
                Route.self(Verb.POST, PATH + "/off", this::off));
    }

    private Reply page(Request request, int status, String wrong, List<String> codes) {
        String you = you(request);
        Optional<Waiting> waiting = desk.waiting(you)
                .map(secret -> new Waiting(QrCode.of(Totp.uri(you, secret)), secret.replaceAll("(.{4})(?!$)", "$1 ")));
        View view = new View(wrong, desk.on(you), waiting, codes, desk.left(you));
        return new Reply.Page(status, "secondfactor", "Second factor", view, true);
    }

    private String you(Request request) {
        return cookie.apply(request)
                .flatMap(sessions::account)
                .orElseThrow(() -> Refused.conflict("You are signed in with the admin token; sign in by name."));
    }

    private Reply begin(Request request) {
        try {
            desk.begin(you(request));
            return Reply.see(PATH);
        } catch (AccountRefused e) {
            return page(request, 409, e.getMessage(), List.of());
        }
    }

    private Reply confirm(Request request) {
        attempts.check(request.sender());
        String code = request.form().first("code").orElse("");
        try {
            return page(request, 200, "", desk.confirm(you(request), code, TokenForm.by(request)));
        } catch (AccountRefused e) {
            attempts.failed(request.sender());
            return page(request, 409, e.getMessage(), List.of());
        }
    }

    private Reply off(Request request) {
        String you = you(request);
        attempts.check(request.sender());
        if (accounts.signIn(you, request.form().exact("password")).isEmpty()) {
            attempts.failed(request.sender());
            return page(request, 409, "That is not your password. Nothing was changed.", List.of());
        }
        try {
            desk.remove(you, TokenForm.by(request));
            return Reply.see(PATH);
        } catch (AccountRefused e) {
            return page(request, 409, e.getMessage(), List.of());
        }
    }
}
