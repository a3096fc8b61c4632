package dev.steward.web.server;

import dev.steward.runner.app.audit.States;
import dev.steward.runner.certificate.Renewal;
import dev.steward.runner.config.ServerConfig;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.live.Channels;
import dev.steward.web.parts.WebParts;
import dev.steward.web.security.BindRefused;
import dev.steward.web.security.Guard;
import dev.steward.web.security.Hosts;
import dev.steward.web.security.Loopback;
import dev.steward.web.security.Proxies;
import dev.steward.web.security.Sessions;
import dev.steward.web.security.SetupCode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pages, REST and live streams over HTTP: on this machine's loopback, or further with TLS, its own or a proxy's. */
public final class WebServer implements AutoCloseable {

    private static final int VIRTUAL_THREADS_SINCE = 21;

    private final WebParts parts;
    private final ServerConfig config;
    private final Channels channels = new Channels();
    private final SetupCode setup = new SetupCode();
    private final Optional<Renewal> certificate;
    private Optional<Tls> tls = Optional.empty();
    private Javalin server;

    /** A server that does not listen yet. */
    public WebServer(WebParts parts) {
        this(parts, ServerConfig.DEFAULT);
    }

    /** The same as it is configured, without TLS. */
    public WebServer(WebParts parts, ServerConfig config) {
        this(parts, config, Optional.empty());
    }

    /**
     * The same with TLS.
     *
     * @param certificate what it proves itself with; empty: it has no TLS
     */
    public WebServer(WebParts parts, ServerConfig config, Optional<Renewal> certificate) {
        this.parts = parts;
        this.config = config;
        this.certificate = certificate;
    }

    /**
     * Begins to listen.
     *
     * @param bind localhost, 127.0.0.1 or ::1; another address of this machine only with TLS, or behind proxies
     * @param port 1 to 65535; 0: any that is free
     * @throws BindRefused where the address is another, or the port is taken
     */
    public WebServer start(String bind, int port) throws BindRefused {
        boolean further = certificate.isPresent() || !config.trustedProxies().isEmpty();
        String address = Loopback.address(bind, further);
        tls = certificate.map(own -> new Tls(own, parts.time()));
        server = made(address, port);
        try {
            server.start(address, port);
        } catch (JavalinBindException e) {
            throw new BindRefused("cannot listen on " + address + ":" + port
                    + ": another program does, or it is not allowed; choose another with --port");
        }
        tls.ifPresent(Tls::start);
        return this;
    }

    private Javalin made(String address, int port) {
        Sessions sessions = new Sessions(parts.time(), parts.store().accounts()::find, parts.tokens());
        Assets assets = new Assets();
        Cookies cookies = new Cookies(this::port);
        Answers answers = new Answers(
                new Templates(parts, assets.folder(), this::trouble),
                parts.store().json()::text,
                channels,
                cookies);
        Audited audited = new Audited(parts.store().audit(), States.of(parts.store(), parts.power(), parts.time()));
        Door.Asking asking = new Door.Asking(
                new Guard(parts.tokens(), sessions),
                new Hosts(this::port, this::names, () -> config.url().orElseGet(this::address)),
                new Arrivals(new Proxies(config.proxies())),
                cookies);
        Door door = new Door(asking, new Problems(parts.store()::trouble), answers, audited);
        Routes routes =
                new Routes(parts, sessions, cookies, setup, new Routes.Around(config, this::address, this::trouble));
        return Javalin.create(javalin -> {
            tls.ifPresent(
                    own -> javalin.jetty.addConnector((jetty, http) -> own.connector(jetty, http, address, port)));
            configure(javalin, door, routes.all(), assets);
        });
    }

    /** What is wrong with it, while it answers all the same; empty: nothing. */
    private Optional<String> trouble() {
        return certificate.flatMap(Renewal::trouble);
    }

    /** What it answers to besides loopback's names. */
    private List<String> names() {
        List<String> all = new ArrayList<>(config.names());
        config.url().map(url -> URI.create(url).getHost()).ifPresent(all::add);
        certificate.ifPresent(own -> all.addAll(own.current().names()));
        return all;
    }

    /** Where it is reached, as far as this machine knows. */
    public String address() {
        String host = certificate.stream()
                .flatMap(own -> own.current().names().stream())
                .filter(name -> !name.startsWith("*") && !name.contains(":"))
                .findFirst()
                .orElse("localhost");
        return (certificate.isPresent() ? "https://" : "http://") + host + ":" + port();
    }

    private void configure(JavalinConfig config, Door door, List<Route> routes, Assets assets) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.prefer405over404 = true;
        config.concurrency.useVirtualThreads = Runtime.version().feature() >= VIRTUAL_THREADS_SINCE;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setRequestHeaderSize(16_384);
        });
        config.routes.before(door::headers);
        for (Route route : routes) {
            if (route.verb() == Verb.GET) {
                config.routes.get(route.path(), context -> door.pass(route, context));
                // Javalin's own answer to HEAD is 200 without asking anybody (RFC 9110, 9.3.2: as GET, without the
                // content)
                config.routes.head(route.path(), context -> door.pass(route, context));
            } else if (route.verb() == Verb.POST) {
                config.routes.post(route.path(), context -> door.pass(route, context));
            } else if (route.verb() == Verb.PATCH) {
                config.routes.patch(route.path(), context -> door.pass(route, context));
            } else {
                config.routes.delete(route.path(), context -> door.pass(route, context));
            }
        }
        config.routes.get("/assets/{hash}/{name}", context -> {
            String name = context.pathParam("name");
            byte[] bytes = assets.get(context.pathParam("hash"), name);
            context.header("Cache-Control", Headers.FOR_EVER);
            context.contentType(Assets.type(name)).result(bytes);
        });
        config.routes.exception(Exception.class, (failure, context) -> door.fail(failure, context));
        config.routes.error(404, context -> door.nowhere(context));
        config.routes.error(405, context -> door.nowhere(context));
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /** What opens the set-up of the first account; empty where there is one. */
    public Optional<String> setupCode() {
        return parts.store().accounts().all().isEmpty() ? Optional.of(setup.text()) : Optional.empty();
    }

    /** Pages that are live now. */
    public int live() {
        return channels.size();
    }

    /** Ends all streams and stops listening. */
    @Override
    public void close() {
        channels.close();
        tls.ifPresent(Tls::close);
        if (server != null) {
            server.stop();
        }
    }
}
