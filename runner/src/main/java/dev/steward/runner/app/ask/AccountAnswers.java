package dev.steward.runner.app.ask;

import dev.steward.runner.account.Account;
import dev.steward.runner.account.Role;
import dev.steward.runner.app.account.AccountDesk;
import dev.steward.runner.app.account.AccountDesk.By;
import dev.steward.runner.app.account.AccountRefused;
import dev.steward.runner.app.account.SecondFactorDesk;
import dev.steward.runner.control.Ask;
import dev.steward.runner.store.account.Audit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers what commands ask about accounts, and about who changed what. */
public final class AccountAnswers {

    private static final int MOST = 100;

    private final AccountDesk desk;
    private final SecondFactorDesk factors;
    private final Audit audit;

    /** At a desk. */
    public AccountAnswers(AccountDesk desk, SecondFactorDesk factors, Audit audit) {
        this.factors = factors;
        this.desk = desk;
        this.audit = audit;
    }

    /**
     * What is answered, as plain data.
     *
     * @throws AccountRefused with what is to be done instead
     */
    public Object answer(Ask.OfAccount ask) throws AccountRefused {
        By by = new By(ask.by(), "cli");
        return switch (ask.verb()) {
            case "list" -> desk.all().stream().map(AccountAnswers::facts).toList();
            case "audit" ->
                audit.newest(0, ask.name() == null ? "" : ask.name(), MOST).stream()
                        .map(AccountAnswers::facts)
                        .toList();
            case "add" -> facts(desk.add(ask.name(), role(ask.role()), ask.hash(), by));
            case "role" -> facts(desk.role(ask.name(), role(ask.role()), by));
            case "password" -> facts(desk.password(ask.name(), ask.hash(), by));
            case "playbooks" -> facts(desk.playbooks(ask.name(), ask.role() == null ? "" : ask.role(), by));
            case "totp" -> reset(ask.name(), by);
            case "enable" -> facts(desk.enable(ask.name(), true, by));
            case "disable" -> facts(desk.enable(ask.name(), false, by));
            case "remove" -> facts(desk.remove(ask.name(), by));
            default -> throw new AccountRefused("Nothing is known of '" + ask.verb() + "' for accounts.");
        };
    }

    private Map<String, Object> reset(String name, By by) throws AccountRefused {
        factors.remove(name, by);
        return facts(desk.find(name).orElseThrow());
    }

    private static Role role(String word) throws AccountRefused {
        return Role.of(word).orElseThrow(() -> new AccountRefused(Role.none(word)));
    }

    /** An account as plain data. */
    public static Map<String, Object> facts(Account account) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", account.name());
        facts.put("role", account.role().word());
        facts.put("enabled", account.enabled());
        facts.put("playbooks", account.playbooks().text());
        facts.put("created", account.created().toString());
        facts.put("changed", account.changed().toString());
        facts.put("lastSignIn", account.seen().map(Instant::toString).orElse(null));
        return facts;
    }

    /** A change as plain data. */
    public static Map<String, Object> facts(Audit.Row row) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", row.id());
        facts.put("at", row.at().toString());
        facts.put("who", row.change().who());
        facts.put("way", row.change().way());
        facts.put("what", row.change().what());
        facts.put("target", row.change().target());
        facts.put("before", row.change().before());
        facts.put("after", row.change().after());
        return facts;
    }
}
