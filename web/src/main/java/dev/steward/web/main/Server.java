package dev.steward.web.main;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.dsl.plan.Plan;
import dev.steward.runner.app.NoticeFacts;
import dev.steward.runner.app.RunRefused;
import dev.steward.runner.app.Runner;
import dev.steward.runner.app.Version;
import dev.steward.runner.app.evidence.EvidenceDesk;
import dev.steward.runner.app.readiness.Doctor;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.DiunConfig;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.monitor.MetricsConfig;
import dev.steward.runner.control.ControlServer;
import dev.steward.runner.control.SocketPath;
import dev.steward.runner.inventory.HostPattern;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.PlanHosts;
import dev.steward.runner.metrics.Expositions;
import dev.steward.runner.secret.TokenText;
import dev.steward.runner.store.StateDir;
import dev.steward.runner.store.Tokens;
import dev.steward.runner.store.lead.Duty;
import dev.steward.runner.store.lead.Lead;
import dev.steward.web.parts.AlertParts;
import dev.steward.web.parts.GitParts;
import dev.steward.web.parts.GuestParts;
import dev.steward.web.parts.HouseParts;
import dev.steward.web.parts.Plug;
import dev.steward.web.parts.WebParts;
import dev.steward.web.security.BindRefused;
import dev.steward.web.security.StoredTokens;
import dev.steward.web.server.MetricsServer;
import dev.steward.web.server.WebServer;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: the runner with its page and its local socket. */
final class Server implements AutoCloseable {

    /** In place of a port: nothing is served. */
    static final int NO_PAGE = -1;

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final String ADMIN = "admin";

    private final StateDir dir;
    private final Runner runner;
    private ControlServer control;
    private WebServer web;
    private Expositions metrics;
    private boolean stopped;
    private Optional<MetricsServer> meter = Optional.empty();

    private Server(StateDir dir, Runner runner) {
        this.dir = dir;
        this.runner = runner;
    }

    static Server start(LoadedConfig config, StateDir dir, Runner runner, int port)
            throws IOException, BindRefused, ConfigRefused {
        return start(config, dir, runner, port, Optional.empty());
    }

    /** The same, with the plug of a demo's UPS. */
    static Server start(LoadedConfig config, StateDir dir, Runner runner, int port, Optional<Plug> plug)
            throws IOException, BindRefused, ConfigRefused {
        return start(config, dir, runner, port, plug, List.of());
    }

    /**
     * Starts a server; what it opened before it failed is closed.
     *
     * @param troubles why nothing but power protection is started; none: everything is
     */
    static Server start(
            LoadedConfig config, StateDir dir, Runner runner, int port, Optional<Plug> plug, List<String> troubles)
            throws IOException, BindRefused, ConfigRefused {
        Server made = new Server(dir, runner);
        try {
            if (!troubles.isEmpty()) {
                runner.protectAlone(troubles);
            }
            // nothing that fails below may keep the house without protection
            runner.housePower().begin();
            alone(runner);
            runner.watchEstate();
            made.metrics = Metering.of(runner);
            made.meter = meter(runner, made.metrics, port);
            if (port != NO_PAGE) {
                made.web = new WebServer(
                                parts(config, runner, made.metrics, plug),
                                runner.config().server(),
                                PageCertificate.of(config))
                        .start(config.config().server().bind(), port);
            }
            made.control = control(config, dir, runner);
            if (troubles.isEmpty()) {
                runner.ways().keepSessions(runner.hold());
                runner.startSchedules();
            }
            return made;
        } catch (ConfigRefused | BindRefused | IOException | RuntimeException e) {
            made.stop();
            throw e;
        }
    }

    /** An outage cannot be shared out by way of a database, which may be off by then: who acts is claimed in a cluster, if at all. */
    private static void alone(Runner runner) {
        Lead lead = runner.store().lead();
        if (runner.config().power().isPresent() && !lead.mine(Duty.POWER)) {
            lead.other(Duty.POWER)
                    .ifPresent(other -> LOG.warn(
                            "Server {} protects the house against outages too. Of two that may claim an outage in the same"
                                    + " Proxmox VE cluster one acts; else both carry out the plan: then let one alone be armed",
                            other));
        }
    }

    /** Metrics have an address of their own where that is configured, unless nothing at all is to be served. */
    private static Optional<MetricsServer> meter(Runner runner, Expositions metrics, int port) throws BindRefused {
        Optional<MetricsConfig> said = runner.config().server().metrics().filter(some -> port != NO_PAGE);
        return said.isEmpty() ? Optional.empty() : Optional.of(new MetricsServer(said.get(), metrics).start());
    }

    /** The local socket; where the disk refuses one and power is protected, it goes on without. */
    private static ControlServer control(LoadedConfig config, StateDir dir, Runner runner) throws IOException {
        try {
            return ControlServer.open(SocketPath.of(dir.path()), EvidenceDesk.of(runner), new ObjectMapper());
        } catch (IOException e) {
            if (config.config().power().isEmpty()) {
                throw e;
            }
            LOG.error("There is no local socket, so that other commands do not reach this server: {}", e.getMessage());
            return null;
        }
    }

    private static WebParts parts(LoadedConfig config, Runner runner, Expositions metrics, Optional<Plug> plug) {
        return new WebParts(
                runner.runs(),
                runner.playbooks(),
                runner.store(),
                runner.schedules(),
                (plan, limit) -> hosts(runner, plan, limit),
                new StoredTokens(runner.store(), runner.time()),
                runner.time(),
                ZoneId.systemDefault(),
                Version.read(),
                runner.config().diun().map(DiunConfig::token),
                runner.estates(),
                new KnownHosts(runner.inventoriesAsKnown(), runner.playbooks().folder(), runner.time()),
                new GuestParts(runner.follow(), runner.acting()),
                () -> runner.inventoriesAsKnown()
                        .load(List.of(), runner.playbooks().folder()),
                () -> runner.inventories()
                        .drift(
                                List.of(),
                                runner.playbooks().folder(),
                                List.of(),
                                runner.estates().known()),
                runner.sleeping().wakes(),
                runner.sleeping().maintenance(),
                runner.power(),
                runner.patches(),
                metrics,
                new AlertParts(runner.alerts(), channels(runner)),
                GitParts.of(runner.git()),
                runner.approvals(),
                runner.config().hooks(),
                new HouseParts(config, offline -> Doctor.all(config, System.getenv(), runner.time(), offline)),
                plug);
    }

    private static AlertParts.Channels channels(Runner runner) {
        return new AlertParts.Channels() {
            @Override
            public List<String> names() {
                return runner.alerts().notifier().channels();
            }

            @Override
            public List<String> test(String by, Optional<String> channel) throws RunRefused {
                return NoticeFacts.tested(runner.alerts().notifier(), by, channel);
            }
        };
    }

    private static PlanHosts hosts(Runner runner, Plan plan, Optional<String> limit) throws RunRefused {
        try {
            limit.ifPresent(HostPattern::refuseFiles);
            Inventory inventory =
                    runner.inventories().load(List.of(), runner.playbooks().folder());
            return PlanHosts.of(plan, inventory, limit);
        } catch (InventoryException e) {
            throw new RunRefused(e.problems().stream().map(Object::toString).toList());
        }
    }

    /** The admin token's text where this is the first start; empty where there is one already, also one that another server makes just now. */
    Optional<String> firstToken() {
        String text = TokenText.fresh();
        return runner.store().tokens().first(ADMIN, TokenText.hash(text), Tokens.ADMIN)
                ? Optional.of(text)
                : Optional.empty();
    }

    /** What opens the set-up of the first account; empty where there is one, or no page. */
    Optional<String> setupCode() {
        return web == null ? Optional.empty() : web.setupCode();
    }

    /** Where the page is reached, as far as this machine knows. */
    String address() {
        return web.address();
    }

    int port() {
        return web == null ? NO_PAGE : web.port();
    }

    /** Where metrics are served besides; empty: nowhere. */
    Optional<Integer> metricsPort() {
        return meter.map(MetricsServer::port);
    }

    Runner runner() {
        return runner;
    }

    @Override
    public void close() throws IOException {
        stop();
        dir.close();
    }

    /** Ends all but the hold on the state directory, which is another's from now on. */
    void stop() throws IOException {
        if (stopped) {
            return;
        }
        stopped = true;
        if (control != null) {
            control.close();
        }
        if (web != null) {
            web.close();
        }
        meter.ifPresent(MetricsServer::close);
        if (metrics != null) {
            metrics.clusters().close();
        }
        runner.close();
    }
}
