package dev.steward.runner.app.alert;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.alert.AlertKind;
import dev.steward.runner.alert.Roster;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.notify.Notifier;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.alert.Alert;
import dev.steward.runner.store.alert.Silence;
import dev.steward.runner.store.alert.Silences;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What people ask about alerts, and what they say of them. */
public final class AlertDesk {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,5})(m|h|d)");
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final List<String> KINDS = Stream.concat(
                    Arrays.stream(AlertKind.values()).map(AlertKind::toString), Stream.of(Roster.WORD, "*"))
            .toList();

    /** What has no recovery of its own to wait for, or is a matter of life for the house: it cannot be silenced. */
    private static final List<String> OTHERS = Stream.of(
                    Notice.Kind.FAILED,
                    Notice.Kind.LOST,
                    Notice.Kind.IMAGE_UPDATE,
                    Notice.Kind.DOCTOR,
                    Notice.Kind.REPLACE_BATTERY)
            .map(Notice.Kind::toString)
            .toList();

    /** What notices of an alert are called where that is called otherwise. */
    private static final Map<String, String> NAMES = Map.of(
            Notice.Kind.UPS_COMM_LOST.toString(), AlertKind.UPS.toString(),
            Notice.Kind.UPS_COMM_RESTORED.toString(), AlertKind.UPS.toString());

    private final Store store;
    private final boolean watching;
    private final Notifier notifier;
    private final Time time;

    /**
     * A desk.
     *
     * @param watching whether the clusters are watched
     * @param notifier tells people
     */
    public AlertDesk(Store store, boolean watching, Notifier notifier, Time time) {
        this.store = store;
        this.watching = watching;
        this.notifier = notifier;
        this.time = time;
    }

    /** Whether the clusters are watched; what is Steward's own is always. */
    public boolean watching() {
        return watching;
    }

    /** Tells people, and tries whether that works. */
    public Notifier notifier() {
        return notifier;
    }

    /** The wall clock. */
    public Instant now() {
        return time.now();
    }

    /**
     * An alert.
     *
     * @param silence why it is not told now; empty: it is told, or over
     */
    public record Listed(Alert alert, Optional<Silence> silence) {}

    /** What is wrong now, the oldest first. */
    public List<Listed> open() {
        return listed(store.alerts().open());
    }

    /** The last ones, over or not, the newest first. */
    public List<Listed> last(int most) {
        return listed(store.alerts().last(most));
    }

    /** An alert as it is listed. */
    public Listed listed(Alert alert) {
        return listed(List.of(alert)).get(0);
    }

    private List<Listed> listed(List<Alert> alerts) {
        boolean any = alerts.stream().anyMatch(alert -> alert.cleared().isEmpty());
        List<Silence> holding = any ? silences() : List.of();
        return alerts.stream()
                .map(alert -> new Listed(
                        alert,
                        holding.stream()
                                .filter(one -> alert.cleared().isEmpty() && one.covers(alert))
                                .findFirst()))
                .toList();
    }

    /** The silences that hold. */
    public List<Silence> silences() {
        return store.silences().holding(time.now());
    }

    /**
     * Somebody knows of an alert: it is not told again before it is over.
     *
     * @param why perhaps empty
     */
    public Alert acknowledge(long id, String by, String why) throws AlertRefused {
        Alert alert = store.alerts()
                .one(id)
                .orElseThrow(
                        () -> AlertRefused.unknown("There is no alert " + id + "; 'steward alerts list' shows them."));
        if (!store.alerts().acknowledge(id, by, why, time.now())) {
            throw AlertRefused.wrong("Alert " + id + " is over: "
                    + alert.cleared().map(Alert.Cleared::by).orElse("") + ".");
        }
        return store.alerts().one(id).orElseThrow();
    }

    /**
     * What somebody does not want to be told for a while.
     *
     * @param kind a word of {@link #kinds()}
     * @param subject a pattern, as {@code node/pve1} or {@code home/storage/*}; empty: everything of the kind
     * @param span as {@code 30m}, {@code 8h} or {@code 7d}
     * @param why at least a word
     */
    public record Wish(String kind, String subject, String span, String why) {}

    /** Nobody is told of it until its time is over; an alert that is still so is told then. */
    public Silence silence(Wish wish, String by) throws AlertRefused {
        String kind = NAMES.getOrDefault(
                wish.kind().strip().replace('_', '-'), wish.kind().strip().replace('_', '-'));
        if (!kinds().contains(kind)) {
            throw AlertRefused.wrong("'" + wish.kind() + "' cannot be silenced; expected one of "
                    + String.join(", ", kinds())
                    + Suggestion.question(kind, kinds())
                            .map(near -> "; " + near)
                            .orElse("") + ".");
        }
        if (wish.why().isBlank()) {
            throw AlertRefused.wrong("A silence needs a reason, for those who wonder why nobody was told: --why '…'.");
        }
        String subject = wish.subject().isBlank() ? "*" : wish.subject().strip();
        Instant now = time.now();
        return store.silences()
                .add(new Silences.Draft(kind, subject, wish.why().strip(), by, now.plus(span(wish.span()))), now);
    }

    /** Ends a silence before its time. */
    public Silence end(long id, String by) throws AlertRefused {
        Silence silence = store.silences()
                .one(id)
                .orElseThrow(() ->
                        AlertRefused.unknown("There is no silence " + id + "; 'steward alerts silences' shows them."));
        if (!store.silences().end(id, by, time.now())) {
            throw AlertRefused.wrong("Silence " + id + " has ended already.");
        }
        return store.silences().one(silence.id()).orElseThrow();
    }

    /** What can be silenced. */
    public static List<String> kinds() {
        return Stream.concat(KINDS.stream(), OTHERS.stream()).toList();
    }

    private static Duration span(String said) throws AlertRefused {
        Matcher parts = SPAN.matcher(said.strip());
        if (!parts.matches()) {
            throw AlertRefused.wrong("'" + said + "' is no time; expected one such as 30m, 8h or 7d.");
        }
        long count = Long.parseLong(parts.group(1));
        Duration span =
                switch (parts.group(2)) {
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
        if (span.isZero() || span.compareTo(LONGEST) > 0) {
            throw AlertRefused.wrong("'" + said + "' is no time for a silence; expected 1m to 365d.");
        }
        return span;
    }
}
