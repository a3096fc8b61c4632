package dev.steward.web.account;

import dev.steward.runner.account.Role;
import dev.steward.runner.app.account.AccountRefused;
import dev.steward.runner.app.account.TokenDesk;
import dev.steward.web.format.Times;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.util.List;
import java.util.Optional;

/** Everybody's tokens and the house's own; for admins alone. */
public final class TokensPage implements Page {

    private static final String PATH = "/tokens";

    private final TokenDesk desk;
    private final TokenForm form;

    /** The page. */
    public TokensPage(WebParts parts, Times times) {
        this.desk = TokenDesk.of(parts.store(), parts.time());
        this.form = new TokenForm(desk, times);
    }

    /**
     * All tokens.
     *
     * @param wrong why the last change was refused; empty: nothing was
     */
    public record View(String wrong, TokenForm.View tokens) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.admin(Verb.GET, PATH, request -> page(200, "", Optional.empty(), TokenForm.Typed.NOTHING)),
                Route.admin(Verb.POST, PATH, this::make),
                Route.admin(Verb.POST, PATH + "/{token}/revoke", this::revoke));
    }

    private Reply page(int status, String wrong, Optional<TokenForm.Fresh> fresh, TokenForm.Typed typed) {
        List<TokenForm.Line> lines = desk.all().stream().map(form::line).toList();
        TokenForm.View tokens = new TokenForm.View(PATH, lines, fresh, typed, TokenForm.scopes(Role.ADMIN), true);
        return new Reply.Page(status, "tokens", "Tokens", new View(wrong, tokens), true);
    }

    private Reply make(Request request) {
        try {
            return page(200, "", Optional.of(form.make(request, "")), TokenForm.Typed.NOTHING);
        } catch (AccountRefused e) {
            return page(409, e.getMessage(), Optional.empty(), TokenForm.Typed.of(request.form()));
        }
    }

    private Reply revoke(Request request) {
        try {
            form.revoke(request, Optional.empty());
            return Reply.see(PATH);
        } catch (AccountRefused e) {
            return page(409, e.getMessage(), Optional.empty(), TokenForm.Typed.NOTHING);
        }
    }
}
