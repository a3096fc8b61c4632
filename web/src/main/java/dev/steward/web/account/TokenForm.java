package dev.steward.web.account;

import dev.steward.runner.account.Role;
import dev.steward.runner.app.account.AccountDesk.By;
import dev.steward.runner.app.account.AccountRefused;
import dev.steward.runner.app.account.TokenDesk;
import dev.steward.runner.store.Tokens.Token;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Params;
import dev.steward.web.http.Request;
import java.util.List;
import java.util.Optional;

/** Tokens as pages show them, and the form that makes one. */
public final class TokenForm {

    private final TokenDesk desk;
    private final Times times;

    TokenForm(TokenDesk desk, Times times) {
        this.desk = desk;
        this.times = times;
    }

    /**
     * Tokens and the form.
     *
     * @param at the page they are kept on
     * @param fresh the text of the one that was just made; empty: none was
     * @param typed what was typed for one that was refused
     * @param scopes to choose from
     * @param house whether it keeps everybody's
     */
    public record View(
            String at, List<Line> lines, Optional<Fresh> fresh, Typed typed, List<Scope> scopes, boolean house) {}

    /** One that was just made: its text is shown this once. */
    public record Fresh(String name, String text) {}

    /** What was typed. */
    public record Typed(String name, String playbooks, String expires) {

        static final Typed NOTHING = new Typed("", "", "90d");

        static Typed of(Params form) {
            return new Typed(
                    form.first("name").orElse(""),
                    form.first("playbooks").orElse(""),
                    form.first("expires").orElse(""));
        }
    }

    /** What a token may do. */
    public record Scope(String word, String meaning) {}

    /**
     * A token.
     *
     * @param bounds what narrows it, in words; perhaps empty
     * @param expires from when on it opens nothing; empty: never by itself
     * @param over whether it opens nothing any more
     * @param seen when it was used last; empty: not yet
     */
    public record Line(
            String name,
            String scope,
            String owner,
            String bounds,
            Optional<When> expires,
            boolean over,
            Optional<When> seen) {}

    Line line(Token token) {
        String node = token.node().isEmpty() ? "" : "node " + token.node() + " of " + token.cluster();
        String bounds = token.playbooks().open() ? node : token.playbooks().text();
        return new Line(
                token.name(),
                token.scope(),
                token.owner(),
                bounds,
                token.times().expires().map(times::when),
                desk.over(token),
                token.times().seen().map(times::when));
    }

    /** The scopes that somebody of a role may give a token of their own. */
    static List<Scope> scopes(Role role) {
        List<String> words =
                switch (role) {
                    case VIEWER -> List.of("read", "metrics");
                    case OPERATOR -> List.of("operate", "read", "metrics");
                    case ADMIN -> List.of("operate", "read", "metrics", "admin", "power");
                };
        return words.stream()
                .map(word -> new Scope(word, TokenDesk.SCOPES.get(word)))
                .toList();
    }

    /** Makes the token of a form. */
    Fresh make(Request request, String owner) throws AccountRefused {
        Params form = request.form();
        TokenDesk.Wish wish = new TokenDesk.Wish(
                form.first("name").orElse(""),
                form.first("scope").orElse(""),
                "",
                "",
                form.first("playbooks").orElse(""),
                form.first("expires"),
                owner);
        TokenDesk.Made made = desk.make(wish, by(request));
        return new Fresh(made.token().name(), made.text());
    }

    void revoke(Request request, Optional<String> owner) throws AccountRefused {
        desk.revoke(request.place("token"), owner, by(request));
    }

    static By by(Request request) {
        return new By(request.caller().name(), "page", request.sender().elsewhere());
    }
}
