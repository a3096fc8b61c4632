package dev.steward.web.main;

import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.runner.app.Runner;
import dev.steward.runner.app.Version;
import dev.steward.runner.app.kept.Degrading;
import dev.steward.runner.app.readiness.Doctor;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.config.ConfigLoader;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.module.catalog.Modules;
import dev.steward.runner.store.StateDir;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.trouble.StoreException;
import dev.steward.runner.time.Time;
import dev.steward.web.security.BindRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server. Where the database does not open, or another section of the configuration than {@code power} is wrong, it
 * protects power alone.
 */
final class Starting {

    private static final Logger LOG = LoggerFactory.getLogger(Starting.class);

    private final ConfigLoader loader;
    private final Optional<Path> given;
    private final Map<String, String> environment;
    private final Time time;
    private final Degrading left;
    private boolean page = true;
    private Optional<LoadedConfig> used = Optional.empty();
    private Optional<String> storeTrouble = Optional.empty();
    private Optional<Store> opened = Optional.empty();
    private UnaryOperator<RuntimeException> words = e -> e;
    private UnaryOperator<RuntimeException> notBegun = e -> e;

    Starting(ConfigLoader loader, Optional<Path> given, Map<String, String> environment, Time time) {
        this.loader = loader;
        this.given = given;
        this.environment = environment;
        this.time = time;
        this.left = new Degrading(loader, given);
    }

    /** Why nothing but power protection is started; none: everything is. */
    List<String> troubles() {
        return left.troubles();
    }

    /** The configuration; where it is wrong and power is to be protected, what is left of it. */
    LoadedConfig config() throws Refusal {
        try {
            return loader.load(given);
        } catch (ConfigRefused e) {
            return without(e);
        }
    }

    private LoadedConfig without(ConfigRefused why) throws Refusal {
        try {
            return left.without(why);
        } catch (ConfigRefused hopeless) {
            throw new Refusal(
                    Exit.ERROR,
                    hopeless.problems().stream().map(Object::toString).toList());
        }
    }

    /** The state directory, or who owns it; where the disk refuses and power is to be protected, without the disk. */
    StateDir.Opened lock(LoadedConfig loaded) throws Refusal {
        try {
            return StateDesks.lock(loaded, "serve", time);
        } catch (Refusal e) {
            if (loaded.config().power().isEmpty()) {
                throw e;
            }
            left.trouble(e.getMessage());
            return StateDir.openWithoutDisk(loaded.config().stateDir(), "serve", time);
        }
    }

    /** Starts all; where that cannot be, what protects power. */
    Server server(LoadedConfig first, StateDir dir, Optional<Integer> port) throws IOException, Refusal {
        try {
            return all(first, dir, port);
        } catch (RuntimeException e) {
            if (first.config().power().isEmpty() || storeTrouble.isPresent()) {
                throw notBegun.apply(e);
            }
            LOG.error("Nothing but power protection could be started", e);
            withoutStore(inWords(words.apply(e)));
            return all(first, dir, port);
        }
    }

    /** A fault may have no words at all, and power is protected nonetheless. */
    private static String inWords(RuntimeException e) {
        return Optional.ofNullable(e.getMessage())
                .orElseGet(() -> "the rest could not begin (" + e.getClass().getSimpleName() + "); the log says where");
    }

    private Server all(LoadedConfig first, StateDir dir, Optional<Integer> port) throws IOException, Refusal {
        LoadedConfig loaded = first;
        try {
            while (true) {
                used = Optional.of(loaded);
                try {
                    Runner runner = open(loaded, dir);
                    LoadedConfig own = loaded;
                    runner.housePower()
                            .daily()
                            .examine(
                                    () -> Doctor.problems(own, environment, new PlaybookCompiler(new Modules()), time));
                    int wanted = page ? port.orElse(loaded.config().server().port()) : Server.NO_PAGE;
                    return Server.start(loaded, dir, runner, wanted, Optional.empty(), left.troubles());
                } catch (ConfigRefused e) {
                    loaded = without(e);
                } catch (BindRefused e) {
                    pageless(loaded, e);
                }
            }
        } catch (BindRefused e) {
            dir.close();
            throw new Refusal(Exit.ERROR, List.of(e.getMessage()));
        } catch (Refusal e) {
            dir.close();
            throw e;
        }
    }

    /** Without a page, where power is to be protected. */
    private void pageless(LoadedConfig loaded, BindRefused why) throws BindRefused {
        if (loaded.config().power().isEmpty() || !page) {
            throw why;
        }
        page = false;
        left.trouble("There is no page: " + why.getMessage());
    }

    /** Whether everything would be started, were it not for the database of a server. */
    boolean waitsForStore() {
        return storeTrouble.isPresent()
                && left.troubles().equals(storeTrouble.stream().toList())
                && used.flatMap(loaded -> loaded.config().store()).isPresent();
    }

    /**
     * Starts all once more, with the same configuration.
     *
     * @param dir that is held already
     * @param page where it was before
     * @param store open; closed with what is started
     */
    Server again(StateDir dir, int page, Store store) throws IOException, Refusal {
        LoadedConfig loaded = used.orElseThrow();
        Optional<Integer> port = Optional.of(page).filter(some -> some != Server.NO_PAGE);
        storeTrouble.ifPresent(left::over);
        storeTrouble = Optional.empty();
        opened = Optional.of(store);
        return server(loaded, dir, port);
    }

    private Runner open(LoadedConfig loaded, StateDir dir) throws ConfigRefused {
        if (left.gaveUp("store") || storeTrouble.isPresent()) {
            return without(loaded, dir);
        }
        try {
            return whole(loaded, dir);
        } catch (StoreException e) {
            if (loaded.config().power().isEmpty()) {
                throw e;
            }
            withoutStore(e.getMessage());
            return without(loaded, dir);
        }
    }

    /** A database that nothing begins on is closed: else this server would live there as one that does nothing. */
    private Runner whole(LoadedConfig loaded, StateDir dir) throws ConfigRefused {
        try {
            Runner runner = Runner.open(loaded, config -> opened(dir, config), environment, time);
            opened = Optional.empty();
            return runner;
        } catch (ConfigRefused | RuntimeException e) {
            opened.ifPresent(Store::close);
            opened = Optional.empty();
            throw e;
        }
    }

    private Store opened(StateDir dir, StewardConfig config) {
        Store store =
                opened.orElseGet(() -> Store.open(dir, config, Version.read().version(), time));
        opened = Optional.of(store);
        words = store::trouble;
        notBegun = store::notBegun;
        return store;
    }

    private void withoutStore(String why) {
        storeTrouble = Optional.of(why);
        left.trouble(why);
    }

    private Runner without(LoadedConfig loaded, StateDir dir) throws ConfigRefused {
        return Runner.open(loaded, config -> Store.inMemory(dir, time), environment, time);
    }
}
