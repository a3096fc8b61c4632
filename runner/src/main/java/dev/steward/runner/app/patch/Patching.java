package dev.steward.runner.app.patch;

import dev.steward.runner.config.patch.PatchesConfig;
import dev.steward.runner.module.catalog.Modules;
import dev.steward.runner.store.Store;
import dev.steward.runner.time.Time;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
     * @param atWork the runs at work in this and in other processes
     */
    public static Patching of(PatchDesk.Parts parts, Supplier<List<Long>> atWork) {
        return new Patching(new PatchDesk(parts), new PatchWatch(parts, atWork));
    }

    /** The modules for a run: they know what people took out of the usual work. */
    public static Modules modules(Store store, PatchesConfig config, Optional<String> schedule, Time time) {
        return new Modules(
                new StoredExceptions(store.patchExceptions(), config, time),
                new StoredExemptions(store.patchExceptions(), config, schedule, time));
    }

    @Override
    public void close() {
        watch.close();
    }
}
