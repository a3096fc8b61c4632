package dev.steward.runner.app.ask;

import dev.steward.runner.app.account.AccountDesk.By;
import dev.steward.runner.app.account.AccountRefused;
import dev.steward.runner.app.account.TokenDesk;
import dev.steward.runner.control.Ask;
import dev.steward.runner.store.Tokens.Token;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers what commands ask about tokens. */
public final class TokenAnswers {

    private final TokenDesk desk;

    /** At a desk. */
    public TokenAnswers(TokenDesk desk) {
        this.desk = desk;
    }

    /**
     * What is answered to an ask about tokens, as plain data.
     *
     * @return empty: it is about something else
     * @throws AccountRefused where it cannot be done, in words for the operator
     */
    public Optional<Object> answer(Ask ask) throws AccountRefused {
        if (ask instanceof Ask.MakeToken make) {
            return Optional.of(made(make));
        }
        if (ask instanceof Ask.Tokens) {
            return Optional.of(desk.all().stream().map(this::facts).toList());
        }
        return ask instanceof Ask.RevokeToken revoke
                ? Optional.of(facts(desk.revoke(revoke.name(), Optional.empty(), by(revoke.by()))))
                : Optional.empty();
    }

    private Map<String, Object> made(Ask.MakeToken make) throws AccountRefused {
        TokenDesk.Wish wish = new TokenDesk.Wish(
                text(make.name()),
                text(make.scope()),
                text(make.cluster()),
                text(make.node()),
                text(make.playbooks()),
                Optional.ofNullable(make.expires()),
                "");
        return made(desk.make(wish, by(make.by())));
    }

    /** A token with its text, this once. */
    public Map<String, Object> made(TokenDesk.Made made) {
        Map<String, Object> facts = facts(made.token());
        facts.put("token", made.text());
        return facts;
    }

    private static String text(String said) {
        return said == null ? "" : said;
    }

    private static By by(String person) {
        return new By(text(person), "cli");
    }

    /** A token as plain data, without its text and its hash. */
    public Map<String, Object> facts(Token token) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", token.name());
        facts.put("scope", token.scope());
        facts.put("owner", token.owner());
        facts.put("cluster", token.cluster());
        facts.put("node", token.node());
        facts.put("playbooks", token.playbooks().text());
        facts.put("created", token.times().created().toString());
        facts.put("expires", token.times().expires().map(Instant::toString).orElse(null));
        facts.put("lastUsed", token.times().seen().map(Instant::toString).orElse(null));
        facts.put("over", desk.over(token));
        return facts;
    }
}
