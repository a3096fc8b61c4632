package dev.steward.web.power;

import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerDesk.Who;
import dev.steward.runner.secret.TokenText;
import dev.steward.runner.store.account.Accounts;
import dev.steward.web.http.Caller;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Request;
import dev.steward.web.security.Attempts;
import dev.steward.web.security.TokenNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stands between a wish and power: a session that lies open on a screen must not be enough to switch the house off, and nobody
 * does it by a slip of the hand.
 */
public final class PowerConfirm {

    private static final int LONGEST = 500;

    private final TokenNames tokens;
    private final Accounts accounts;
    private final Attempts attempts;
    private final PowerDesk desk;

    /**
     * A confirmation.
     *
     * @param tokens the admin's among them
     * @param accounts those of people who signed in by name
     * @param attempts bounds wrong ones
     * @param desk whose plan must be named
     */
    public PowerConfirm(TokenNames tokens, Accounts accounts, Attempts attempts, PowerDesk desk) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.attempts = attempts;
        this.desk = desk;
    }

    /**
     * What was said to confirm.
     *
     * @param token the admin's, or the password of who is signed in, entered again; a program that sends a token of scope power needs none
     * @param reason why
     * @param plan the name of the plan, typed
     */
    public record Said(Optional<String> token, Optional<String> reason, Optional<String> plan) {}

    /**
     * Who asks, if all is confirmed.
     *
     * @throws Refused 400 with everything that lacks, 403 for a wrong token, 409 where there is no plan
     */
    public Who check(Request request, Said said) {
        Caller caller = request.caller();
        String plan = desk.view()
                .plan()
                .orElseThrow(() -> Refused.conflict(
                        "There is no valid power plan, so there is nothing to steer; 'steward power plan' says why."));
        List<String> lacking = lacking(caller, said, plan);
        if (!lacking.isEmpty()) {
            throw new Refused(
                    400, "Not confirmed", "Steering power is confirmed by more than a click.", List.copyOf(lacking));
        }
        if (caller.kind() == Caller.Kind.SESSION) {
            checkAgain(request, said.token().orElseThrow());
        }
        return new Who(caller.name(), said.reason().orElseThrow().strip());
    }

    private static List<String> lacking(Caller caller, Said said, String plan) {
        List<String> lacking = new ArrayList<>();
        if (caller.kind() == Caller.Kind.SESSION
                && said.token().filter(token -> !token.isBlank()).isEmpty()) {
            lacking.add("Enter your password or the admin token again ('token').");
        }
        String reason = said.reason().orElse("").strip();
        if (reason.isEmpty() || reason.length() > LONGEST) {
            lacking.add("Say why ('reason'), in at most " + LONGEST + " characters: it is kept with the history.");
        }
        if (!said.plan().orElse("").strip().equals(plan)) {
            lacking.add("Type the name of the plan ('plan') as it is: " + plan);
        }
        return lacking;
    }

    private void checkAgain(Request request, String secret) {
        attempts.check(request.sender());
        if (tokens.admin(TokenText.hash(secret.strip())).isEmpty()
                && accounts.signIn(request.caller().name(), secret).isEmpty()) {
            attempts.failed(request.sender());
            throw Refused.forbidden("That is neither your password nor the admin token. Nothing was done.");
        }
    }
}
