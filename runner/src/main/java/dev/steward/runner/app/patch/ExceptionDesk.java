package dev.steward.runner.app.patch;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.app.patch.PatchRefused.Kind;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.store.patch.PatchException;
import dev.steward.runner.store.patch.PatchException.Scope;
import dev.steward.runner.store.patch.PatchExceptions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes, lists and ends what people take out of the usual work: packages that stay, hosts that nothing automatic reboots. */
public final class ExceptionDesk {

    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9*?\\[][A-Za-z0-9+._:*?\\[\\]~-]*");
    private static final Pattern DAYS = Pattern.compile("([1-9][0-9]{0,4})(h|d|w)");

    private final PatchDesk.Parts parts;

    ExceptionDesk(PatchDesk.Parts parts) {
        this.parts = parts;
    }

    /**
     * One that somebody wants.
     *
     * @param kind packages or reboots
     * @param scope host, guest, group, tag, schedule or all
     * @param target a name; empty for all
     * @param pattern of packages; empty for reboots
     * @param reason for people; never empty
     * @param until a day as 2027-01-31, an instant, or from now on as 14d; empty: until somebody ends it
     * @param by who asks
     */
    public record Wanted(
            PatchException.Kind kind,
            String scope,
            String target,
            String pattern,
            String reason,
            Optional<String> until,
            String by) {}

    /**
     * Makes one.
     *
     * @throws PatchRefused with all that cannot be understood: an exception that would hold nothing is worse than none
     */
    public PatchException add(Wanted wanted) throws PatchRefused {
        List<String> problems = new ArrayList<>();
        Optional<Scope> scope = scope(wanted, problems);
        if (wanted.kind() == PatchException.Kind.PACKAGE
                && !PATTERN.matcher(wanted.pattern()).matches()) {
            problems.add(
                    "'" + wanted.pattern() + "' is no name of a package; write it as nginx, or a pattern as 'php*'.");
        }
        if (wanted.reason().isBlank()) {
            problems.add("A reason is missing: whoever finds this in a year must know why.");
        }
        Optional<Instant> until = until(wanted.until(), problems);
        scope.ifPresent(of -> target(of, wanted.target(), problems));
        if (!problems.isEmpty()) {
            throw new PatchRefused(Kind.WRONG, problems);
        }
        return parts.store()
                .patchExceptions()
                .add(
                        new PatchExceptions.Draft(
                                wanted.kind(),
                                scope.orElseThrow(),
                                scope.get() == Scope.ALL ? "" : wanted.target().strip(),
                                wanted.pattern(),
                                wanted.reason().strip(),
                                wanted.by(),
                                until),
                        parts.time().now());
    }

    private static Optional<Scope> scope(Wanted wanted, List<String> problems) {
        List<String> words = Arrays.stream(Scope.values())
                .filter(scope -> scope != Scope.SCHEDULE || wanted.kind() == PatchException.Kind.REBOOT)
                .map(Scope::word)
                .toList();
        if (words.contains(wanted.scope())) {
            return Optional.of(Scope.valueOf(wanted.scope().toUpperCase(Locale.ROOT)));
        }
        problems.add("'" + wanted.scope() + "' is no scope; expected " + String.join(", ", words)
                + Suggestion.question(wanted.scope(), words)
                        .map(next -> "; " + next)
                        .orElse("") + ".");
        return Optional.empty();
    }

    private Optional<Instant> until(Optional<String> said, List<String> problems) {
        if (said.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> until = instant(said.get().strip());
        if (until.isEmpty()) {
            problems.add(
                    "'" + said.get() + "' is no end; write a day as 2027-01-31, an instant as 2027-01-31T06:00:00Z,"
                            + " or a time from now as 14d.");
        } else if (!until.get().isAfter(parts.time().now())) {
            problems.add("'" + said.get() + "' is over already; an exception ends in the future.");
        }
        return until;
    }

    private Optional<Instant> instant(String said) {
        Matcher days = DAYS.matcher(said);
        if (days.matches()) {
            long number = Long.parseLong(days.group(1));
            long hours = days.group(2).equals("h") ? number : days.group(2).equals("d") ? number * 24 : number * 168;
            return Optional.of(parts.time().now().plus(Duration.ofHours(hours)));
        }
        try {
            // a day counts to its end
            return Optional.of(
                    said.contains("T")
                            ? Instant.parse(said)
                            : LocalDate.parse(said)
                                    .plusDays(1)
                                    .atStartOfDay(ZoneId.systemDefault())
                                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A name that nothing has is a slip of the pen; where the inventory cannot be had, it is taken as it is. */
    private void target(Scope scope, String target, List<String> problems) {
        if (scope == Scope.ALL || scope == Scope.SCHEDULE) {
            if (scope == Scope.SCHEDULE && target.isBlank()) {
                problems.add("Say which schedule.");
            }
            return;
        }
        if (target.isBlank()) {
            problems.add("Say which " + scope.word() + ".");
            return;
        }
        Inventory inventory;
        try {
            inventory = parts.inventory().get();
        } catch (InventoryException e) {
            return;
        }
        Set<String> known = known(inventory, scope);
        boolean there = scope == Scope.GUEST
                ? inventory.hostNames().stream()
                        .flatMap(name -> inventory.host(name).stream())
                        .anyMatch(host -> HostWords.is(host, target))
                : known.contains(target);
        if (!there) {
            problems.add("The inventory has no " + scope.word() + " '" + target + "'"
                    + Suggestion.question(target, known)
                            .map(next -> "; " + next)
                            .orElse("") + ".");
        }
    }

    private static Set<String> known(Inventory inventory, Scope scope) {
        return switch (scope) {
            case GROUP -> inventory.groups().keySet();
            case TAG ->
                inventory.hostNames().stream()
                        .flatMap(name -> inventory.host(name).stream())
                        .flatMap(host -> HostWords.tags(host).stream())
                        .collect(Collectors.toSet());
            default -> Set.copyOf(inventory.hostNames());
        };
    }

    /** All of a kind, the newest first, also those that are over. */
    public List<PatchException> all(PatchException.Kind kind) {
        return parts.store().patchExceptions().all(kind);
    }

    /**
     * Ends one.
     *
     * @throws PatchRefused where there is none, or it is over
     */
    public PatchException end(PatchException.Kind kind, long id, String by) throws PatchRefused {
        PatchExceptions all = parts.store().patchExceptions();
        PatchException one = all.one(kind, id)
                .orElseThrow(() -> new PatchRefused(
                        Kind.UNKNOWN,
                        kind == PatchException.Kind.PACKAGE
                                ? "There is no exception " + id + "; 'steward patch exceptions' shows them."
                                : "There is no exemption " + id + "; 'steward reboots exemptions' shows them."));
        if (!all.end(kind, id, by, parts.time().now())) {
            String who = one.ended().map(PatchException.Ended::by).orElse("somebody");
            throw new PatchRefused(Kind.REFUSED, "It was ended by " + who + " already.");
        }
        return all.one(kind, id).orElseThrow();
    }
}
