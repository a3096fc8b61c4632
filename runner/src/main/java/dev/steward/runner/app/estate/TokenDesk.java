package dev.steward.runner.app.estate;

import dev.steward.runner.control.Ask;
import dev.steward.runner.secret.TokenText;
import dev.steward.runner.store.Tokens;
import dev.steward.runner.store.Tokens.Token;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes and takes back tokens of agents, and of programs that steer power protection. */
public final class TokenDesk {

    private final Tokens tokens;

    /** On a store's tokens. */
    public TokenDesk(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * What is answered to an ask about tokens.
     *
     * @return empty: it is about something else
     * @throws IllegalArgumentException where it cannot be done, in words for the operator
     */
    public Optional<Object> answer(Ask ask) {
        if (ask instanceof Ask.MakeToken make) {
            return Optional.of(made(make));
        }
        if (ask instanceof Ask.Tokens) {
            return Optional.of(tokens.all().stream().map(TokenDesk::facts).toList());
        }
        return ask instanceof Ask.RevokeToken revoke ? Optional.of(revoked(revoke.name())) : Optional.empty();
    }

    private Map<String, Object> made(Ask.MakeToken make) {
        fits("token", make.name(), "(?!admin$)[A-Za-z0-9][A-Za-z0-9._-]{0,99}", "agent-pve1");
        boolean power = Tokens.POWER.equals(make.scope());
        if (!power) {
            fits("cluster", make.cluster(), "[^\\p{Cntrl}/]{1,100}", "home");
            fits("node", make.node(), "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", "pve1");
        }
        if (tokens.find(make.name()).isPresent()) {
            throw new IllegalArgumentException("There is a token '" + make.name()
                    + "' already; take another name, or 'steward token revoke " + make.name() + "' first.");
        }
        String text = TokenText.fresh();
        if (power) {
            tokens.put(make.name(), TokenText.hash(text), Tokens.POWER);
        } else {
            tokens.putAgent(make.name(), TokenText.hash(text), make.cluster(), make.node());
        }
        Map<String, Object> facts = facts(tokens.find(make.name()).orElseThrow());
        facts.put("token", text);
        return facts;
    }

    private static void fits(String what, String said, String form, String example) {
        if (said == null || !said.matches(form)) {
            throw new IllegalArgumentException(
                    "'" + said + "' is no name of a " + what + "; expected one such as " + example + ".");
        }
    }

    private Map<String, Object> revoked(String name) {
        Optional<Token> token = tokens.find(name);
        if (token.isEmpty()) {
            List<String> names = tokens.all().stream().map(Token::name).toList();
            throw new IllegalArgumentException("There is no token '" + name + "'"
                    + (names.isEmpty() ? "." : "; there are " + String.join(", ", names) + "."));
        }
        tokens.remove(name);
        return facts(token.get());
    }

    private static Map<String, Object> facts(Token token) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", token.name());
        facts.put("scope", token.scope());
        facts.put("cluster", token.cluster());
        facts.put("node", token.node());
        facts.put("created", token.created().toString());
        return facts;
    }
}
