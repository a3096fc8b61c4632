package dev.steward.runner.app.tell;

import dev.steward.runner.config.ConfigProblem;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.notify.Channels;
import dev.steward.runner.notify.Notifier;
import dev.steward.runner.notify.Spool;
import dev.steward.runner.notify.Telling;
import dev.steward.runner.store.Store;
import dev.steward.runner.time.Time;
import java.util.List;

/**
 * Who tells people what.
 *
 * @param urgent takes what must not wait for a database
 * @param notifier raises notices and keeps what became of them
 * @param telling the threads
 */
public record Tellers(Spool urgent, Notifier notifier, Telling telling) {

    private static final String FOLDER = "notices";

    /**
     * Begins to tell.
     *
     * @param loaded found to be well, with its secrets resolved
     * @param lasting whether the store outlives this process
     */
    public static Tellers of(LoadedConfig loaded, Store store, boolean lasting, Time time) {
        Spool urgent = new Spool(loaded.config().stateDir().resolve(FOLDER));
        Notifier notifier = new Notifier(
                store,
                Channels.of(loaded.config().notices(), store.settings().identity()),
                loaded.config().server().url(),
                time,
                urgent,
                lasting);
        return new Tellers(urgent, notifier, new Telling(notifier));
    }

    /**
     * Looks whether the channels of a configuration can be made.
     *
     * @throws ConfigRefused for a template that cannot be understood, at its place
     */
    public static void check(LoadedConfig loaded) throws ConfigRefused {
        List<ConfigProblem> problems = Channels.problems(loaded.config().notices()).entrySet().stream()
                .map(one -> loaded.problem("notices." + one.getKey(), one.getValue()))
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigRefused(problems);
        }
    }
}
