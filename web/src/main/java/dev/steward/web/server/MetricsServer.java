package dev.steward.web.server;

import dev.steward.runner.config.monitor.MetricsConfig;
import dev.steward.runner.metrics.Expositions;
import dev.steward.runner.secret.Secret;
import dev.steward.web.api.MetricsApi;
import dev.steward.web.http.Caller;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.security.Bearer;
import dev.steward.web.security.BindRefused;
import dev.steward.web.security.Hosts;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metrics on an address of their own, and nothing else: there is no page, no sign-in and nothing that changes anything. */
public final class MetricsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);

    private final MetricsConfig config;
    private final List<Route> routes;
    private Javalin server;

    /** A server that does not listen yet. */
    public MetricsServer(MetricsConfig config, Expositions metrics) {
        this.config = config;
        this.routes = new MetricsApi(metrics).routes();
    }

    /**
     * Begins to listen.
     *
     * @throws BindRefused where the address is not this machine's, or the port is taken
     */
    public MetricsServer start() throws BindRefused {
        server = Javalin.create(this::configure);
        try {
            server.start(config.bind(), config.port());
        } catch (JavalinBindException e) {
            throw new BindRefused("cannot serve metrics on " + config.bind() + ":" + config.port()
                    + ": another program listens there, or the address is not this machine's; change server.metrics in"
                    + " steward.yml");
        }
        return this;
    }

    private void configure(JavalinConfig javalin) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        javalin.routes.before(context -> Headers.ALL.forEach(context::header));
        for (Route route : routes) {
            javalin.routes.get(route.path(), context -> answer(route, context));
        }
    }

    private void answer(Route route, Context context) {
        try {
            check(context);
            Request request = new Request(
                    Verb.GET,
                    context.path(),
                    Map.of(),
                    Params.parse(context.queryString()),
                    "",
                    context::header,
                    Caller.NOBODY);
            Reply.Text text = (Reply.Text) route.handler().handle(request);
            context.contentType(text.type()).result(text.text());
        } catch (Refused refused) {
            if (refused.status() == 401) {
                context.header("WWW-Authenticate", "Bearer");
            }
            context.status(refused.status())
                    .contentType("text/plain; charset=utf-8")
                    .result(refused.getMessage() + "\n");
        } catch (Exception e) {
            LOG.warn("GET {}: metrics could not be told", context.path(), e);
            context.status(500).contentType("text/plain; charset=utf-8").result("Steward's log says why.\n");
        }
    }

    /** Who has the token may read; without one, programs of this machine, but no browser that a stranger's page leads here. */
    private void check(Context context) {
        Optional<Secret> token = config.token();
        if (token.isEmpty()) {
            new Hosts(server::port).check(Arrivals.of(context));
            return;
        }
        if (!Bearer.carries(Optional.ofNullable(context.header("Authorization")), token.get())) {
            throw Refused.unknown("Send 'Authorization: Bearer' with the token under server.metrics in steward.yml;"
                    + " Prometheus does with 'authorization: {credentials_file: FILE}'.");
        }
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop();
        }
    }
}
