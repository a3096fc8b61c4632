package dev.steward.runner.app.supply;

import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.power.PowerEvent;
import dev.steward.runner.power.UpsSource;
import dev.steward.runner.power.hint.HintWatch;
import dev.steward.runner.power.nut.UpsClient;
import dev.steward.runner.power.watch.OutageMemory;
import dev.steward.runner.power.watch.PowerWatcher;
import dev.steward.runner.power.watch.Rules;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The UPSes of a configuration under watch: a client for each, the watcher that judges their answers, and hints that wake it. */
public final class UpsWatch implements AutoCloseable, Logins {

    private final Map<String, UpsClient> clients;
    private final Set<String> users;
    private final PowerWatcher watcher;
    private final HintWatch hints;

    private UpsWatch(Map<String, UpsClient> clients, Set<String> users, PowerWatcher watcher, HintWatch hints) {
        this.clients = clients;
        this.users = users;
        this.watcher = watcher;
        this.hints = hints;
    }

    /**
     * As configured; nothing is asked before {@link #start}.
     *
     * @param config its passwords looked up
     * @param plan in effect; empty: the UPSes are only watched
     * @param state the state directory
     * @param told gets each event, in a thread that nothing waits for
     */
    public static UpsWatch of(
            PowerConfig config, Optional<PowerPlan> plan, Path state, Time time, Consumer<PowerEvent> told) {
        Map<String, UpsClient> clients = new LinkedHashMap<>();
        Map<String, UpsSource> sources = new LinkedHashMap<>();
        config.ups().forEach((name, ups) -> {
            UpsClient client = UpsClients.open(name, ups, time);
            clients.put(name, client);
            sources.put(name, client::read);
        });
        PowerWatcher watcher =
                new PowerWatcher(Rules.of(config, plan), sources, OutageMemory.in(state, time), time, told);
        HintWatch hints = new HintWatch(config.hints(), time, said -> {
            clients.values().forEach(UpsClient::hurry);
            watcher.hint();
        });
        Set<String> users = new TreeSet<>(config.ups().keySet());
        users.removeIf(name -> config.ups().get(name).user().isEmpty());
        UpsWatch watch = new UpsWatch(clients, users, watcher, hints);
        watch.logIn();
        return watch;
    }

    /** Begins to watch; hints wake it from now on. */
    public void start() {
        watcher.start();
        hints.start();
    }

    /** How the power stands. */
    public PowerWatcher feed() {
        return watcher;
    }

    /** The UPSes by their configured names, to command them. */
    public Map<String, UpsClient> clients() {
        return Collections.unmodifiableMap(clients);
    }

    @Override
    public void logOut() {
        users.forEach(name -> clients.get(name).logOut());
    }

    @Override
    public void logIn() {
        users.forEach(name -> clients.get(name).logIn());
    }

    /** What is wrong with watching itself, a sentence each. */
    public List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        clients.values().forEach(client -> client.loginTrouble().ifPresent(troubles::add));
        hints.trouble().ifPresent(said -> troubles.add("Hints of upsmon do not arrive: " + said));
        watcher.trouble().ifPresent(troubles::add);
        return troubles;
    }

    @Override
    public void close() {
        hints.close();
        watcher.close();
        clients.values().forEach(UpsClient::close);
    }
}
