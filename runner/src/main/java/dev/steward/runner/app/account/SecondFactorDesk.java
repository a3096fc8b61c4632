package dev.steward.runner.app.account;

import dev.steward.runner.account.Totp;
import dev.steward.runner.app.account.AccountDesk.By;
import dev.steward.runner.seal.SealException;
import dev.steward.runner.secret.TokenText;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.account.Accounts;
import dev.steward.runner.store.account.Audit;
import dev.steward.runner.store.account.SecondFactors;
import dev.steward.runner.store.account.SecondFactors.Factor;
import dev.steward.runner.time.Time;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Keeps second factors by rules that hold for every way. Each change is in the audit; codes and secrets are not. */
public final class SecondFactorDesk {

    private static final int CODES = 8;
    private static final String WHAT = "second factor";

    private final SecondFactors factors;
    private final Accounts accounts;
    private final Audit audit;
    private final Time time;

    /** On a store. */
    public SecondFactorDesk(Store store, Time time) {
        this.factors = store.secondFactors();
        this.accounts = store.accounts();
        this.audit = store.audit();
        this.time = time;
    }

    /** Whether an account is asked for a code when it signs in. */
    public boolean on(String account) {
        return factors.find(account).filter(Factor::confirmed).isPresent();
    }

    /** Those that are, by name. */
    public List<String> all() {
        return factors.all();
    }

    /** Whether that code cannot be checked, since the key that its secret is sealed with is not here; recovery codes open. */
    public boolean sealed(String account) {
        return factors.find(account).filter(factor -> factor.secret().isEmpty()).isPresent();
    }

    /** The secret that waits for its first code; empty: none does. */
    public Optional<String> waiting(String account) {
        return factors.find(account).filter(factor -> !factor.confirmed()).flatMap(Factor::secret);
    }

    /** How many recovery codes are left. */
    public int left(String account) {
        return factors.left(account);
    }

    /**
     * Begins one: it is asked for once a code of it was entered.
     *
     * @throws AccountRefused where there is one already, or its secret cannot be sealed
     */
    public void begin(String account) throws AccountRefused {
        try {
            if (!factors.begin(account, Totp.secret())) {
                throw new AccountRefused("There is a second factor already; turn it off first.");
            }
        } catch (SealException e) {
            throw new AccountRefused("No second factor can be kept: " + e.getMessage() + ".");
        }
    }

    /**
     * From now on it is asked for.
     *
     * @param code the first one that the app shows
     * @return the recovery codes; they are never shown again
     * @throws AccountRefused where the code is another, or none waits for it
     */
    public List<String> confirm(String account, String code, By by) throws AccountRefused {
        String secret =
                waiting(account).orElseThrow(() -> new AccountRefused("No second factor waits for its first code."));
        OptionalLong step = Totp.fits(code, secret, time.now(), 0);
        List<String> codes =
                Stream.generate(SecondFactorDesk::recovery).limit(CODES).toList();
        List<String> hashes =
                codes.stream().map(SecondFactorDesk::bare).map(TokenText::hash).toList();
        if (step.isEmpty() || !factors.confirm(account, step.getAsLong(), hashes)) {
            throw new AccountRefused("That is not the code that the app shows now. Is the clock of the phone right?");
        }
        note(by, "second factor on", account, "off", "on");
        return codes;
    }

    /** Whether that is a code, or a recovery code, of an account; each opens once. */
    public boolean takes(String account, String code) {
        Optional<Factor> factor = factors.find(account).filter(Factor::confirmed);
        if (factor.isEmpty()) {
            return false;
        }
        OptionalLong step = factor.get().secret().isEmpty()
                ? OptionalLong.empty()
                : Totp.fits(
                        code,
                        factor.get().secret().get(),
                        time.now(),
                        factor.get().last());
        if (step.isPresent()) {
            return factors.take(account, step.getAsLong());
        }
        boolean recovered = factors.recover(account, TokenText.hash(bare(code)));
        if (recovered) {
            note(new By(account, "page"), "recovery code used", account, "", factors.left(account) + " left");
        }
        return recovered;
    }

    /**
     * It is not asked for any more.
     *
     * @throws AccountRefused where there is no such account, or none is asked for
     */
    public void remove(String name, By by) throws AccountRefused {
        String account = accounts.find(name)
                .orElseThrow(() -> new AccountRefused("There is no account '" + name + "'."))
                .name();
        boolean was = on(account);
        factors.remove(account);
        if (!was) {
            throw new AccountRefused("'" + account + "' has no second factor.");
        }
        note(by, by.name().equals(account) ? WHAT + " off" : WHAT + " reset", account, "on", "off");
    }

    private void note(By by, String what, String account, String before, String after) {
        audit.note(new Audit.Change(by.name(), by.way(), by.did(what), account, before, after));
    }

    /* 80 bits, so that a plain hash keeps it */
    private static String recovery() {
        byte[] bytes = new byte[10];
        new SecureRandom().nextBytes(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        return hex.replaceAll("(.{5})(?!$)", "$1-");
    }

    private static String bare(String code) {
        return code.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
