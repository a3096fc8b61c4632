package dev.steward.runner.app.audit;

import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerView;
import dev.steward.runner.store.ScheduleStore;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.alert.Alert;
import dev.steward.runner.store.alert.Silence;
import dev.steward.runner.store.patch.PatchException;
import dev.steward.runner.store.server.Draining;
import dev.steward.runner.time.Time;
import dev.steward.runner.wake.Maintenance;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How something stands in a few words, read before and after a change, so that the audit says from what to what, whatever
 * way the change came. The words hold no secret: they are those of rows that pages show.
 */
public final class States {

    private final Store store;
    private final Maintenance maintenance;
    private final Supplier<String> power;
    private final Time time;

    /**
     * On a store.
     *
     * @param power how power protection stands, in a few words
     * @param time the clock
     */
    public States(Store store, Supplier<String> power, Time time) {
        this.store = store;
        this.maintenance = new Maintenance(store.settings(), time);
        this.power = power;
        this.time = time;
    }

    /** The same with power protection as a desk sees it. */
    public static States of(Store store, PowerDesk desk, Time time) {
        return new States(
                store,
                () -> {
                    PowerView view = desk.view();
                    return view.configured() ? (view.armed() ? "armed, " : "disarmed, ") + view.state() : "";
                },
                time);
    }

    /**
     * How a thing stands.
     *
     * @param kind as the named part of an address: schedule, alert, silence, exception, reboot, approval, run, power,
     *     server, maintenance
     * @param id its name or number
     * @return empty where it is not there, or its kind has no states
     */
    public String of(String kind, String id) {
        return switch (kind) {
            case "schedule" -> schedule(id);
            case "alert" ->
                number(id).flatMap(store.alerts()::one).map(States::alert).orElse("");
            case "silence" ->
                number(id).flatMap(store.silences()::one).map(this::silence).orElse("");
            case "exception" ->
                number(id).flatMap(this::exception).map(this::exception).orElse("");
            case "reboot" ->
                number(id)
                        .flatMap(store.reboots()::one)
                        .map(one -> one.status().name().toLowerCase(java.util.Locale.ROOT))
                        .orElse("");
            case "approval" ->
                number(id)
                        .flatMap(store.approvals()::one)
                        .map(one -> one.at(time.now()).word())
                        .orElse("");
            case "run" ->
                number(id)
                        .flatMap(store.queries()::run)
                        .map(one -> one.status().word())
                        .orElse("");
            case "power" -> power.get();
            case "server" -> server(store, id);
            case "maintenance" ->
                maintenance.now().map(since -> "on: " + since.reason()).orElse("off");
            default -> "";
        };
    }

    /**
     * How a server stands.
     *
     * @param name or id; empty: this one
     * @return empty where none serves
     */
    public static String server(Store store, String name) {
        return Draining.named(store.servers(), name).stream()
                .findFirst()
                .map(row -> row.draining() ? "begins nothing new" : "begins runs")
                .orElse("");
    }

    private String schedule(String name) {
        Optional<ScheduleStore.ScheduleRow> row = store.schedules().find(name);
        return row.map(one -> one.pausedBy().map(by -> "paused by " + by).orElse("fires"))
                .orElse("fires");
    }

    private static String alert(Alert alert) {
        return alert.cleared().isPresent()
                ? "over"
                : alert.acked()
                        .map(one -> "known to " + one.by() + ": " + one.why())
                        .orElse("open");
    }

    private String silence(Silence one) {
        boolean over = one.ended().isPresent() || !time.now().isBefore(one.until());
        return (over ? "ended" : "holds until " + one.until()) + ": " + one.kind() + " of " + one.subject();
    }

    private Optional<PatchException> exception(long id) {
        return store.patchExceptions().one(PatchException.Kind.PACKAGE, id).or(() -> store.patchExceptions()
                .one(PatchException.Kind.REBOOT, id));
    }

    private String exception(PatchException one) {
        boolean over = one.ended().isPresent()
                || one.until().filter(until -> !time.now().isBefore(until)).isPresent();
        return (over ? "ended: " : "in force: ") + one.pattern() + " " + one.target();
    }

    private static Optional<Long> number(String id) {
        return id.matches("\\d{1,18}") ? Optional.of(Long.parseLong(id)) : Optional.empty();
    }
}
