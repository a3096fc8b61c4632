package dev.steward.runner.app.patch;

import dev.steward.runner.config.patch.PatchesConfig;
import dev.steward.runner.module.catalog.Modules;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.patch.HostPatches;
import dev.steward.runner.time.Time;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Package work as a whole.
 *
 * @param desk what may be asked
 * @param watch looks after what was begun
 */
public record Patching(PatchDesk desk, PatchWatch watch) implements AutoCloseable {

    /**
     * All of it.
     *
     * @param parts of the desk
     * @param atWork the runs at work in this process
     * @param out takes a notice and returns at once
     */
    public static Patching of(PatchDesk.Parts parts, Supplier<List<Long>> atWork, Consumer<Notice> out) {
        return new Patching(
                new PatchDesk(parts),
                new PatchWatch(
                        parts,
                        atWork,
                        old -> out.accept(notice(old, parts.time().now()))));
    }

    /** The modules for a run: they know what people took out of the usual work. */
    public static Modules modules(Store store, PatchesConfig config, Optional<String> schedule, Time time) {
        return new Modules(
                new StoredExceptions(store.patchExceptions(), config, time),
                new StoredExemptions(store.patchExceptions(), config, schedule, time));
    }

    private static Notice notice(List<HostPatches> old, Instant now) {
        String lines = old.stream()
                .map(one -> one.host() + ": "
                        + one.pending().count().map(String::valueOf).orElse("some")
                        + " pending, the oldest for "
                        + PatchFacts.days(one, now).orElse(0L) + " days")
                .collect(Collectors.joining("\n"));
        String title = old.size() == 1
                ? "Updates of " + old.get(0).host() + " wait for "
                        + PatchFacts.days(old.get(0), now).orElse(0L) + " days"
                : "Updates of " + old.size() + " hosts wait for too long";
        return new Notice(
                "patches-" + LocalDate.ofInstant(now, ZoneId.systemDefault()),
                Notice.Kind.PATCHES,
                Notice.Severity.WARNING,
                "patches",
                title,
                lines + "\n\nsteward patch report    shows all hosts\n",
                Optional.empty(),
                now,
                Optional.empty());
    }

    @Override
    public void close() {
        watch.close();
    }
}
