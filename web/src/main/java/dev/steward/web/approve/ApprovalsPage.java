package dev.steward.web.approve;

import dev.steward.runner.app.approve.ApprovalDesk;
import dev.steward.runner.app.approve.ApprovalFacts;
import dev.steward.runner.app.approve.ApprovalRefused;
import dev.steward.runner.config.approve.ApprovalConfig;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.approve.Approval;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans that wait for another person's word: all of them, and one with all that it reaches. */
public final class ApprovalsPage implements Page {

    private static final String PATH = "/approvals";
    private static final int MOST = 50;

    private final ApprovalDesk desk;
    private final Times times;

    /** The page. */
    public ApprovalsPage(WebParts parts, Times times) {
        this.desk = parts.approvals();
        this.times = times;
    }

    /**
     * All of them.
     *
     * @param lines the newest first
     * @param patterns of playbooks that run only so
     * @param by who approves
     * @param older the address of what was before; empty text: nothing was
     */
    public record All(List<Line> lines, List<String> patterns, String by, String older) {}

    /** One in a line. */
    public record Line(Approval approval, String status, When asked, When expires) {

        /** Whether somebody's word is still missing. */
        public boolean waits() {
            return status.equals("waiting");
        }

        /** Whether it can still be applied. */
        public boolean open() {
            return waits() || status.equals("approved");
        }

        /** By which its badge is coloured. */
        public String tone() {
            return switch (status) {
                case "applied" -> "good";
                case "rejected", "expired" -> "";
                default -> "warn";
            };
        }
    }

    /**
     * One whole.
     *
     * @param hosts by play
     * @param options that narrow it, as text
     * @param check how its check run stands; empty: it has none
     * @param checked whether that has ended, or there is none: only then can it be approved
     * @param changes since it was asked for
     * @param reach beyond its hosts when it was asked for, in words; none: no further
     * @param own whether it was asked for by who looks, who must not approve it
     * @param wrong why the last wish was refused; none: it was not
     */
    public record One(
            Line line,
            Map<String, List<String>> hosts,
            Map<String, String> options,
            Optional<String> check,
            boolean checked,
            List<String> changes,
            List<String> reach,
            boolean own,
            Optional<When> decided,
            List<String> wrong) {

        /** The hosts that it touches. */
        public long touched() {
            return hosts.values().stream().flatMap(List::stream).distinct().count();
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(PATH, this::all),
                Route.get(PATH + "/{approval}", request -> one(request, 200, List.of())),
                Route.post(
                        PATH + "/{approval}/approve",
                        request -> decided(
                                request, id -> desk.approve(id, Asking.person(request.caller()), reason(request)))),
                Route.post(
                        PATH + "/{approval}/reject",
                        request -> decided(
                                request, id -> desk.reject(id, Asking.person(request.caller()), reason(request)))),
                Route.post(
                        PATH + "/{approval}/apply",
                        request -> decided(
                                request, id -> desk.apply(id, request.caller().name()))));
    }

    private static String reason(Request request) {
        return request.form().first("reason").orElse("");
    }

    private Reply all(Request request) {
        long before = request.query().number("before", 1, Long.MAX_VALUE).orElse(0L);
        List<Approval> page = desk.newest(before, MOST);
        String older =
                page.size() < MOST ? "" : PATH + "?before=" + page.get(MOST - 1).id();
        ApprovalConfig config = desk.rule().config();
        return Reply.page(
                "approvals",
                "Approvals",
                new All(
                        page.stream().map(this::line).toList(),
                        config.playbooks(),
                        config.by() == ApprovalConfig.By.ADMIN ? "an admin" : "an operator or admin",
                        older));
    }

    private Line line(Approval approval) {
        return new Line(
                approval,
                approval.at(desk.now()).word(),
                times.when(approval.asked().at()),
                times.when(approval.expires()));
    }

    private Reply one(Request request, int status, List<String> wrong) {
        long id = request.number("approval");
        Approval approval = Asking.of(() -> desk.known(id));
        Optional<Run> check = desk.check(approval);
        Map<String, List<String>> hosts = ApprovalFacts.hosts(approval);
        One view = new One(
                line(approval),
                hosts,
                options(approval),
                check.map(run -> run.status().word()),
                check.map(run -> run.status().ended()).orElse(true),
                ApprovalFacts.changes(desk, approval),
                ApprovalFacts.reach(approval),
                approval.asked().by().equalsIgnoreCase(request.caller().name()),
                approval.decided().map(word -> times.when(word.at())),
                wrong);
        return new Reply.Page(status, "approval", "Approval " + id, view, true);
    }

    private static Map<String, String> options(Approval approval) {
        Map<String, String> all = new LinkedHashMap<>();
        ApprovalFacts.options(approval)
                .forEach((name, value) -> all.put(
                        name,
                        value instanceof List<?> list
                                ? String.join(
                                        ", ", list.stream().map(String::valueOf).toList())
                                : String.valueOf(value)));
        return all;
    }

    @FunctionalInterface
    private interface Wish {

        Object made(long id) throws ApprovalRefused;
    }

    /** What is refused is shown where it was asked, with its reasons. */
    private Reply decided(Request request, Wish wish) {
        long id = request.number("approval");
        try {
            wish.made(id);
            return Reply.see(PATH + "/" + id);
        } catch (ApprovalRefused e) {
            if (e.kind() == ApprovalRefused.Kind.UNKNOWN) {
                throw Refused.notFound(e.getMessage());
            }
            int status =
                    switch (e.kind()) {
                        case WRONG -> 400;
                        case FORBIDDEN -> 403;
                        default -> 409;
                    };
            return one(request, status, e.problems());
        }
    }
}
