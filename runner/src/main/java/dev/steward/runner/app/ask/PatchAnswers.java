package dev.steward.runner.app.ask;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.app.patch.ExceptionDesk;
import dev.steward.runner.app.patch.PatchDesk;
import dev.steward.runner.app.patch.PatchFacts;
import dev.steward.runner.app.patch.PatchRefused;
import dev.steward.runner.app.patch.PatchRefused.Kind;
import dev.steward.runner.app.patch.PatchReports;
import dev.steward.runner.app.patch.RebootDesk;
import dev.steward.runner.app.patch.WishReader;
import dev.steward.runner.control.Ask;
import dev.steward.runner.event.Cause;
import dev.steward.runner.roll.BlastRadius;
import dev.steward.runner.store.patch.LedgerFilter;
import dev.steward.runner.store.patch.OperationFilter;
import dev.steward.runner.store.patch.OperationStatus;
import dev.steward.runner.store.patch.PatchException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Answers what commands ask about packages and reboots. */
public final class PatchAnswers {

    private final PatchDesk desk;

    /** At a desk. */
    public PatchAnswers(PatchDesk desk) {
        this.desk = desk;
    }

    /**
     * An answer.
     *
     * @param data plain data
     * @param run that was begun and is to be followed; empty: none
     */
    public record Answer(Object data, Optional<Long> run) {

        static Answer facts(Object data) {
            return new Answer(data, Optional.empty());
        }
    }

    /**
     * What is answered.
     *
     * @throws PatchRefused with what is to be done instead
     */
    public Answer answer(Ask.OfPatch ask) throws PatchRefused {
        Map<String, Object> said = ask.said();
        return switch (ask.verb()) {
            case "begin" -> begun(desk.begin(WishReader.of(without(said, "wait"), cause(ask.by()))));
            case "rollback" ->
                begun(desk.rollback(
                        text(said, "target").orElse(""), text(said, "reason").orElse(""), cause(ask.by())));
            case "reboot" -> reboot(ask);
            default -> Answer.facts(facts(ask, said));
        };
    }

    private Object facts(Ask.OfPatch ask, Map<String, Object> said) throws PatchRefused {
        return switch (ask.verb()) {
            case "rolls" -> desk.rolls().open().stream().map(PatchFacts::of).toList();
            case "roll-preview" -> radius(said);
            case "roll-abandon" ->
                PatchFacts.of(desk.rolls()
                        .abandon(
                                text(said, "cluster").orElse(""),
                                text(said, "node").orElse(""),
                                text(said, "reason").orElse(""),
                                ask.by()));
            case "list" -> hosts(texts(said, "targets"));
            case "show" -> host(text(said, "host").orElse(""));
            case "operations" -> operations(said);
            case "ledger" -> ledger(said);
            case "report" -> report(number(said, "run"));
            case "reboots" -> reboots(said);
            case "hold", "exempt" -> exception(ask);
            case "exceptions" -> exceptions(PatchException.Kind.PACKAGE);
            case "exemptions" -> exceptions(PatchException.Kind.REBOOT);
            case "end-exception" -> ended(PatchException.Kind.PACKAGE, ask);
            case "end-exemption" -> ended(PatchException.Kind.REBOOT, ask);
            default ->
                throw new PatchRefused(
                        Kind.WRONG,
                        "The Steward at work here is another version: it does not know '" + ask.verb() + "'.");
        };
    }

    private Object radius(Map<String, Object> said) throws PatchRefused {
        List<BlastRadius> radii = text(said, "cluster").isPresent()
                ? List.of(desk.rolls().radius(text(said, "cluster").get(), texts(said, "nodes")))
                : desk.radii(texts(said, "hosts"));
        return radii.stream().map(BlastRadius::data).toList();
    }

    private Object hosts(List<String> targets) throws PatchRefused {
        PatchReports reports = desk.reports();
        return reports.hosts(targets).stream().map(reports::facts).toList();
    }

    private Object host(String name) throws PatchRefused {
        return desk.reports()
                .host(name)
                .orElseThrow(() -> new PatchRefused(
                        Kind.UNKNOWN, "Nothing is known of a host '" + name + "'; 'steward patch list' shows them."));
    }

    private Object report(Optional<Long> run) throws PatchRefused {
        return run.isPresent() ? desk.reports().run(run.get()) : desk.reports().compliance();
    }

    private Object reboots(Map<String, Object> said) {
        return desk.parts().store().reboots().page(text(said, "host"), Optional.empty(), count(said)).stream()
                .map(PatchFacts::of)
                .toList();
    }

    private Object ended(PatchException.Kind kind, Ask.OfPatch ask) throws PatchRefused {
        long id = number(ask.said(), "id").orElse(0L);
        return PatchFacts.of(desk.exceptions().end(kind, id, ask.by()), now());
    }

    private Instant now() {
        return desk.parts().time().now();
    }

    private static Cause cause(String by) {
        return new Cause(Cause.Kind.PERSON, by);
    }

    private static Answer begun(PatchDesk.Begun begun) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", begun.run());
        facts.put("operations", begun.operations().stream().map(PatchFacts::of).toList());
        facts.put("warnings", begun.warnings());
        return new Answer(facts, Optional.of(begun.run()));
    }

    private List<Map<String, Object>> operations(Map<String, Object> said) throws PatchRefused {
        OperationFilter filter = new OperationFilter(
                text(said, "host"), number(said, "run"), status(text(said, "status")), text(said, "mode"));
        return desk.parts().store().operations().page(filter, Optional.empty(), count(said)).stream()
                .map(PatchFacts::of)
                .toList();
    }

    /**
     * A status by its word.
     *
     * @throws PatchRefused where there is none
     */
    public static Optional<OperationStatus> status(Optional<String> word) throws PatchRefused {
        if (word.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OperationStatus.of(word.get()));
        } catch (IllegalArgumentException e) {
            List<String> words = Arrays.stream(OperationStatus.values())
                    .map(OperationStatus::word)
                    .toList();
            throw new PatchRefused(
                    Kind.WRONG,
                    "'" + word.get() + "' is no status; expected " + String.join(", ", words)
                            + Suggestion.question(word.get().toLowerCase(Locale.ROOT), words)
                                    .map(next -> "; " + next)
                                    .orElse("")
                            + ".");
        }
    }

    private List<Map<String, Object>> ledger(Map<String, Object> said) throws PatchRefused {
        LedgerFilter filter = new LedgerFilter(
                text(said, "host"),
                text(said, "package"),
                number(said, "run"),
                moment(text(said, "since"), "since"),
                moment(text(said, "until"), "until"));
        return desk.parts().store().patches().ledger(filter, Optional.empty(), count(said)).stream()
                .map(PatchFacts::of)
                .toList();
    }

    /**
     * A day or an instant.
     *
     * @throws PatchRefused where it is neither
     */
    public static Optional<Instant> moment(Optional<String> said, String name) throws PatchRefused {
        if (said.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    said.get().contains("T")
                            ? Instant.parse(said.get())
                            : LocalDate.parse(said.get())
                                    .atStartOfDay(ZoneId.systemDefault())
                                    .toInstant());
        } catch (DateTimeParseException e) {
            throw new PatchRefused(
                    Kind.WRONG,
                    "'" + name + "' is " + said.get() + "; expected a day as 2026-11-30 or an instant as"
                            + " 2026-11-30T06:00:00Z.");
        }
    }

    private Map<String, Object> exception(Ask.OfPatch ask) throws PatchRefused {
        Map<String, Object> said = ask.said();
        boolean hold = ask.verb().equals("hold");
        PatchException made = desk.exceptions()
                .add(new ExceptionDesk.Wanted(
                        hold ? PatchException.Kind.PACKAGE : PatchException.Kind.REBOOT,
                        text(said, "scope").orElse("host"),
                        text(said, "target").orElse(""),
                        hold ? text(said, "package").orElse("") : "",
                        text(said, "reason").orElse(""),
                        text(said, "until"),
                        ask.by()));
        return PatchFacts.of(made, now());
    }

    private List<Map<String, Object>> exceptions(PatchException.Kind kind) {
        return desk.exceptions().all(kind).stream()
                .map(one -> PatchFacts.of(one, now()))
                .toList();
    }

    private Answer reboot(Ask.OfPatch ask) throws PatchRefused {
        RebootDesk.Begun begun = desk.reboots()
                .request(
                        texts(ask.said(), "targets"),
                        text(ask.said(), "reason").orElse(""),
                        number(ask.said(), "timeout").map(Duration::ofSeconds),
                        cause(ask.by()));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", begun.run());
        facts.put("requests", begun.requests().stream().map(PatchFacts::of).toList());
        facts.put("warnings", begun.warnings());
        return new Answer(facts, Optional.of(begun.run()));
    }

    private static Map<String, Object> without(Map<String, Object> said, String name) {
        Map<String, Object> rest = new LinkedHashMap<>(said);
        rest.remove(name);
        return rest;
    }

    private static int count(Map<String, Object> said) {
        return (int) Math.min(1_000, number(said, "count").orElse(50L));
    }

    private static Optional<Long> number(Map<String, Object> said, String name) {
        return said.get(name) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    private static Optional<String> text(Map<String, Object> said, String name) {
        return said.get(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private static List<String> texts(Map<String, Object> said, String name) {
        return said.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
