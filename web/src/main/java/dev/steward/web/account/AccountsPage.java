package dev.steward.web.account;

import dev.steward.runner.account.Account;
import dev.steward.runner.account.Passwords;
import dev.steward.runner.account.Role;
import dev.steward.runner.app.account.AccountDesk;
import dev.steward.runner.app.account.AccountDesk.By;
import dev.steward.runner.app.account.AccountRefused;
import dev.steward.runner.app.account.SecondFactorDesk;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.util.List;
import java.util.Optional;

/** The people who sign in by name; for admins alone. */
public final class AccountsPage implements Page {

    private static final String PATH = "/accounts";

    private final AccountDesk desk;
    private final SecondFactorDesk factors;
    private final Times times;

    /** The page. */
    public AccountsPage(WebParts parts, Times times) {
        this.desk = new AccountDesk(parts.store().accounts(), parts.store().audit());
        this.factors = new SecondFactorDesk(parts.store(), parts.time());
        this.times = times;
    }

    /**
     * All accounts.
     *
     * @param wrong why the last change was refused; empty: nothing was
     * @param name as it was typed for a new account that was refused
     * @param roles to choose from
     */
    public record View(List<Line> lines, String wrong, String name, List<String> roles, int shortest) {}

    /**
     * An account.
     *
     * @param playbooks patterns of the only ones it may run as an operator; empty: all
     * @param second whether a second factor is asked for
     * @param seen the last sign-in; empty: none yet
     * @param own whether it is the one of who looks
     */
    public record Line(
            String name,
            String role,
            boolean enabled,
            String playbooks,
            boolean second,
            Optional<When> seen,
            boolean own) {}

    /** Changes one account. */
    @FunctionalInterface
    private interface Change {

        void make(String name, Params form, By by) throws AccountRefused;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.admin(Verb.GET, PATH, request -> page(request, 200, "")),
                Route.admin(Verb.POST, PATH, this::add),
                to("role", (name, form, by) -> desk.role(name, role(form), by)),
                to("password", (name, form, by) -> desk.password(name, hash(form), by)),
                to(
                        "playbooks",
                        (name, form, by) ->
                                desk.playbooks(name, form.first("playbooks").orElse(""), by)),
                to("enable", (name, form, by) -> desk.enable(name, true, by)),
                to("disable", (name, form, by) -> desk.enable(name, false, by)),
                to("second-factor/reset", (name, form, by) -> factors.remove(name, by)),
                to("remove", (name, form, by) -> desk.remove(name, by)));
    }

    private Reply page(Request request, int status, String wrong) {
        List<String> second = factors.all();
        List<Line> lines = desk.all().stream()
                .map(account -> line(account, second, request))
                .toList();
        String typed = wrong.isEmpty() ? "" : request.form().first("name").orElse("");
        List<String> roles = List.of(Role.VIEWER.word(), Role.OPERATOR.word(), Role.ADMIN.word());
        return new Reply.Page(
                status, "accounts", "Accounts", new View(lines, wrong, typed, roles, Passwords.SHORTEST), true);
    }

    private Line line(Account account, List<String> second, Request request) {
        return new Line(
                account.name(),
                account.role().word(),
                account.enabled(),
                account.playbooks().text(),
                second.contains(account.name()),
                account.seen().map(times::when),
                account.name().equals(request.caller().name()));
    }

    private Reply add(Request request) {
        return changed(request, () -> {
            Params form = request.form();
            desk.add(form.first("name").orElse(""), role(form), hash(form), by(request));
        });
    }

    private Route to(String verb, Change change) {
        return Route.admin(
                Verb.POST,
                PATH + "/{account}/" + verb,
                request -> changed(request, () -> change.make(request.place("account"), request.form(), by(request))));
    }

    @FunctionalInterface
    private interface Work {

        void run() throws AccountRefused;
    }

    /* What was typed stays on the page where it is refused. */
    private Reply changed(Request request, Work work) {
        try {
            work.run();
        } catch (AccountRefused e) {
            return page(request, 409, e.getMessage());
        }
        return Reply.see(PATH);
    }

    private static By by(Request request) {
        return new By(request.caller().name(), "page", request.sender().elsewhere());
    }

    private static Role role(Params form) {
        return form.first("role")
                .flatMap(Role::of)
                .orElseThrow(() -> Refused.bad("Choose a role: viewer, operator or admin."));
    }

    private static String hash(Params form) throws AccountRefused {
        return AccountDesk.hash(form.exact("password"));
    }
}
