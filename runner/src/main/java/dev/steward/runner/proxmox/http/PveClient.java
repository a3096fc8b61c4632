package dev.steward.runner.proxmox.http;

import dev.steward.runner.config.ProxmoxConfig;
import dev.steward.runner.config.ProxmoxLimits;
import dev.steward.runner.proxmox.PveAnswer;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API of a cluster over HTTPS. */
public final class PveClient implements PveApi {

    private static final Logger LOG = LoggerFactory.getLogger(PveClient.class);

    private final Calls.Kit kit;
    private final Calls calls;
    private final Keeper keeper;

    private PveClient(Calls.Kit kit, Keeper.Pause pause) {
        this.kit = kit;
        this.calls = new Calls(kit);
        this.keeper = new Keeper(kit.cluster(), kit.endpoints(), kit.session(), calls, pause);
    }

    /**
     * A client; it asks nothing before its first call.
     *
     * @param name of the cluster, as the configuration calls it
     * @param config with its secrets looked up
     * @throws IllegalArgumentException when the file of authorities cannot be used
     */
    public static PveClient open(String name, ProxmoxConfig config, Time time) {
        return open(name, config, time, Keeper.Pause.REAL);
    }

    static PveClient open(String name, ProxmoxConfig config, Time time, Keeper.Pause pause) {
        ProxmoxLimits limits = config.limits();
        Credentials credentials = Credentials.of(config);
        if (!config.tls().verify()) {
            LOG.warn(
                    "proxmox.{}.tls.verify is false: whoever answers at {} is given the credentials",
                    name,
                    String.join(", ", config.endpoints()));
        }
        Calls.Kit kit = new Calls.Kit(
                name,
                new Endpoints(config.endpoints()),
                new Session(credentials, time),
                new Wire(config.tls().trust().context(), limits, name),
                new NodeGates(limits.calls()),
                limits,
                time);
        PveClient client = new PveClient(kit, pause);
        client.keeper.start();
        return client;
    }

    /**
     * How an endpoint does.
     *
     * @param trouble what it failed with when it was last asked; empty: it is well, or was never asked
     */
    public record EndpointState(String url, Optional<String> trouble) {}

    /** How the endpoints do, in the order of the configuration. */
    public List<EndpointState> endpoints() {
        return kit.endpoints().all().stream()
                .map(endpoint -> new EndpointState(endpoint.url(), endpoint.trouble()))
                .toList();
    }

    @Override
    public String cluster() {
        return kit.cluster();
    }

    @Override
    public PveAnswer get(PvePath path, Map<String, ?> query) throws PveException, InterruptedException {
        return new View(this, false, null).get(path, query);
    }

    @Override
    public PveAnswer post(PvePath path, Map<String, ?> form) throws PveException, InterruptedException {
        return new View(this, false, null).post(path, form);
    }

    @Override
    public PveAnswer put(PvePath path, Map<String, ?> form) throws PveException, InterruptedException {
        return new View(this, false, null).put(path, form);
    }

    @Override
    public PveAnswer delete(PvePath path, Map<String, ?> query) throws PveException, InterruptedException {
        return new View(this, false, null).delete(path, query);
    }

    @Override
    public PveApi interactive() {
        return new View(this, true, null);
    }

    @Override
    public PveApi within(Duration limit) {
        return new View(this, false, Deadline.in(kit.time(), limit));
    }

    @Override
    public void close() {
        keeper.stop();
        kit.wire().close();
    }

    /** The client for a person, or with a deadline for all its calls; null: each call has its own. */
    private record View(PveClient client, boolean person, Deadline deadline) implements PveApi {

        @Override
        public String cluster() {
            return client.cluster();
        }

        @Override
        public PveAnswer get(PvePath path, Map<String, ?> query) throws PveException, InterruptedException {
            return ask("GET", path, query);
        }

        @Override
        public PveAnswer post(PvePath path, Map<String, ?> form) throws PveException, InterruptedException {
            return ask("POST", path, form);
        }

        @Override
        public PveAnswer put(PvePath path, Map<String, ?> form) throws PveException, InterruptedException {
            return ask("PUT", path, form);
        }

        @Override
        public PveAnswer delete(PvePath path, Map<String, ?> query) throws PveException, InterruptedException {
            return ask("DELETE", path, query);
        }

        /** A read that moves on gets the time of one more call, a write the time of an action. */
        private PveAnswer ask(String method, PvePath path, Map<String, ?> parameters)
                throws PveException, InterruptedException {
            ProxmoxLimits limits = client.kit.limits();
            Duration limit = method.equals("GET") ? limits.call().multipliedBy(2) : limits.action();
            Deadline end = deadline == null ? Deadline.in(client.kit.time(), limit) : deadline.atMost(limit);
            return client.calls.run(new Calls.Ask(method, path, parameters, person, end));
        }

        @Override
        public PveApi interactive() {
            return new View(client, true, deadline);
        }

        @Override
        public PveApi within(Duration limit) {
            return new View(
                    client, person, deadline == null ? Deadline.in(client.kit.time(), limit) : deadline.atMost(limit));
        }

        /** The client stays open for its other users. */
        @Override
        public void close() {
            // a view holds nothing of its own
        }
    }
}
