package dev.steward.runner.app.account;

import dev.steward.runner.account.Account;
import dev.steward.runner.account.PlaybookLimit;
import dev.steward.runner.account.Role;
import dev.steward.runner.app.account.AccountDesk.By;
import dev.steward.runner.secret.TokenText;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.Tokens;
import dev.steward.runner.store.Tokens.Token;
import dev.steward.runner.store.account.Accounts;
import dev.steward.runner.store.account.Audit;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes and takes back tokens, by rules that hold for every way. Each change is in the audit. */
public final class TokenDesk {

    /** What a token may do, by its scope's word. */
    public static final Map<String, String> SCOPES = Map.of(
            Tokens.READ, "reads everything a viewer does",
            Tokens.OPERATE, "begins, ends and steers runs, schedules, updates and guests",
            Tokens.ADMIN, "does everything but steer power",
            Tokens.POWER, "steers power protection by /api/v1/power, and changes nothing else",
            Tokens.METRICS, "reads metrics, and nothing else",
            Tokens.INGEST, "an agent's: tells of one node, and opens nothing else");

    private static final Map<String, Role> NEEDED = Map.of(
            Tokens.READ, Role.VIEWER,
            Tokens.METRICS, Role.VIEWER,
            Tokens.OPERATE, Role.OPERATOR);

    private static final Pattern SPAN = Pattern.compile("([1-9]\\d{0,4})([mhd])");
    private static final String AGENT = "agent";

    private final Tokens tokens;
    private final Accounts accounts;
    private final Audit audit;
    private final Time time;

    /** On what is kept. */
    public TokenDesk(Tokens tokens, Accounts accounts, Audit audit, Time time) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.audit = audit;
        this.time = time;
    }

    /** The same on a store. */
    public static TokenDesk of(Store store, Time time) {
        return new TokenDesk(store.tokens(), store.accounts(), store.audit(), time);
    }

    /**
     * A token that somebody wants.
     *
     * @param name not taken yet
     * @param scope a word of {@link #SCOPES}, or "agent" for the one of an agent
     * @param cluster the only one an agent's token tells of; else empty
     * @param node the only one of that; else empty
     * @param playbooks the only ones a token of scope operate begins, as it is typed
     * @param expires how long it opens something, as {@code 90d}; empty: until it is revoked
     * @param owner the account it belongs to; empty: the house's
     */
    public record Wish(
            String name,
            String scope,
            String cluster,
            String node,
            String playbooks,
            Optional<String> expires,
            String owner) {}

    /** A token that was made, with its text: it is never shown again. */
    public record Made(Token token, String text) {}

    /** All by name. */
    public List<Token> all() {
        return tokens.all();
    }

    /** Those of an account, by name. */
    public List<Token> of(String owner) {
        return tokens.all().stream()
                .filter(token -> token.owner().equals(owner))
                .toList();
    }

    /** Whether a token opens nothing any more. */
    public boolean over(Token token) {
        return token.over(time.now());
    }

    /**
     * Makes a token.
     *
     * @throws AccountRefused where something about it is wrong
     */
    public Made make(Wish wish, By by) throws AccountRefused {
        String scope = checked(wish);
        PlaybookLimit limit = limit(wish, scope);
        Instant now = time.now();
        Tokens.Times times = new Tokens.Times(now, end(wish, now), Optional.empty());
        String text = TokenText.fresh();
        String hash = TokenText.hash(text);
        Token token = new Token(wish.name(), hash, scope, wish.cluster(), wish.node(), wish.owner(), limit, times);
        if (!tokens.add(token)) {
            throw new AccountRefused("There is a token '" + wish.name() + "' already; take another name, or"
                    + " 'steward token revoke " + wish.name() + "' first.");
        }
        audit.note(new Audit.Change(by.name(), by.way(), by.did("token made"), wish.name(), "", words(token)));
        return new Made(token, text);
    }

    /**
     * A token opens nothing any more.
     *
     * @param owner whose it must be; empty: anybody's
     * @throws AccountRefused where there is no such token, or it is another's
     */
    public Token revoke(String name, Optional<String> owner, By by) throws AccountRefused {
        List<Token> seen = owner.map(this::of).orElseGet(this::all);
        Token token = seen.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AccountRefused("There is no token '" + name + "'"
                        + (seen.isEmpty()
                                ? "."
                                : "; there are "
                                        + String.join(
                                                ", ",
                                                seen.stream().map(Token::name).toList()) + ".")));
        tokens.remove(name);
        audit.note(new Audit.Change(by.name(), by.way(), by.did("token revoked"), name, words(token), ""));
        return token;
    }

    private String checked(Wish wish) throws AccountRefused {
        fits("token", wish.name(), "(?!admin$)[A-Za-z0-9][A-Za-z0-9._-]{0,99}", "agent-pve1");
        String word = wish.scope().toLowerCase(Locale.ROOT);
        String scope = word.equals(AGENT) ? Tokens.INGEST : word;
        if (!SCOPES.containsKey(scope)) {
            throw new AccountRefused(
                    "'" + wish.scope() + "' is no scope; read, operate, admin, power, metrics or agent.");
        }
        if (scope.equals(Tokens.INGEST)) {
            fits("cluster", wish.cluster(), "[^\\p{Cntrl}/]{1,100}", "home");
            fits("node", wish.node(), "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", "pve1");
        } else if (!wish.cluster().isEmpty() || !wish.node().isEmpty()) {
            throw new AccountRefused(
                    "Only an agent's token is bound to a node: one of scope " + scope + " has no cluster and no node.");
        }
        if (!wish.owner().isEmpty()) {
            checkOwner(wish.owner(), scope);
        }
        return scope;
    }

    private void checkOwner(String owner, String scope) throws AccountRefused {
        Account account = accounts.find(owner)
                .orElseThrow(() -> new AccountRefused("There is no account '" + owner + "' for it to belong to."));
        Role needed = NEEDED.getOrDefault(scope, Role.ADMIN);
        if (!account.role().covers(needed)) {
            throw new AccountRefused("A token never does more than whom it belongs to: one of scope " + scope
                    + " needs the role " + needed.word() + ", and " + owner + " is "
                    + account.role().word() + ".");
        }
    }

    private static PlaybookLimit limit(Wish wish, String scope) throws AccountRefused {
        try {
            PlaybookLimit limit = PlaybookLimit.of(wish.playbooks());
            if (!limit.open() && !scope.equals(Tokens.OPERATE)) {
                throw new AccountRefused("Only a token of scope operate is limited to playbooks.");
            }
            return limit;
        } catch (IllegalArgumentException e) {
            throw new AccountRefused(e.getMessage());
        }
    }

    private static Optional<Instant> end(Wish wish, Instant now) throws AccountRefused {
        Optional<String> said = wish.expires().map(String::strip).filter(text -> !text.isEmpty());
        if (said.isEmpty()) {
            return Optional.empty();
        }
        Matcher span = SPAN.matcher(said.get());
        if (!span.matches()) {
            throw new AccountRefused("'" + said.get() + "' is no time until a token ends; expected one such as 90d.");
        }
        long number = Long.parseLong(span.group(1));
        Duration length =
                switch (span.group(2)) {
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
        return Optional.of(now.plus(length));
    }

    private static void fits(String what, String said, String form, String example) throws AccountRefused {
        if (!said.matches(form)) {
            throw new AccountRefused(
                    "'" + said + "' is no name of a " + what + "; expected one such as " + example + ".");
        }
    }

    /** What a token may, for the audit. */
    private static String words(Token token) {
        return token.scope()
                + (token.owner().isEmpty() ? "" : ", of " + token.owner())
                + (token.node().isEmpty() ? "" : ", node " + token.node() + " of " + token.cluster())
                + (token.playbooks().open()
                        ? ""
                        : ", playbooks " + token.playbooks().text())
                + token.times().expires().map(end -> ", until " + end).orElse("");
    }
}
