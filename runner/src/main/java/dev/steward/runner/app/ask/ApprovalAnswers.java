package dev.steward.runner.app.ask;

import dev.steward.runner.app.approve.Applying;
import dev.steward.runner.app.approve.ApprovalDesk;
import dev.steward.runner.app.approve.ApprovalDesk.Person;
import dev.steward.runner.app.approve.ApprovalFacts;
import dev.steward.runner.app.approve.ApprovalRefused;
import dev.steward.runner.app.approve.ApprovalRefused.Kind;
import dev.steward.runner.control.Ask;
import java.util.List;
import java.util.Map;

/** What is asked and said of plans that wait for another person's word, on the local socket. */
public final class ApprovalAnswers {

    private static final int MOST = 100;

    private final ApprovalDesk desk;

    /** Answers by a desk. */
    public ApprovalAnswers(ApprovalDesk desk) {
        this.desk = desk;
    }

    /** The answer, as plain data. */
    public Object answer(Ask.OfApproval ask) throws ApprovalRefused {
        Person by = Person.atTerminal(ask.by());
        String why = ask.why() == null ? "" : ask.why();
        return switch (ask.verb()) {
            case "list" ->
                desk.newest(0, MOST).stream()
                        .map(one -> ApprovalFacts.of(one, desk.now()))
                        .toList();
            case "show" -> ApprovalFacts.of(desk, desk.known(ask.id()));
            case "approve" -> ApprovalFacts.of(desk.approve(ask.id(), by, why), desk.now());
            case "reject" -> ApprovalFacts.of(desk.reject(ask.id(), by, why), desk.now());
            default ->
                throw new ApprovalRefused(
                        Kind.WRONG,
                        "The Steward at work here is another version: it does not know '" + ask.verb() + "'.");
        };
    }

    /** Applies one. */
    public Applying apply(Ask.OfApproval ask) throws ApprovalRefused {
        return desk.apply(ask.id(), ask.by());
    }

    /** What is said while a plan is checked once more. */
    public static Object first(long check) {
        return Map.of("warnings", List.of("Run " + check + " checks once more first."));
    }
}
