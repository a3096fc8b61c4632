package dev.steward.web.server;

import dev.steward.runner.app.audit.States;
import dev.steward.runner.config.ServerConfig;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.live.Channels;
import dev.steward.web.parts.WebParts;
import dev.steward.web.security.BindRefused;
import dev.steward.web.security.Guard;
import dev.steward.web.security.Hosts;
import dev.steward.web.security.Loopback;
import dev.steward.web.security.Sessions;
import dev.steward.web.security.SetupCode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.util.List;
import java.util.Optional;

/** Pages, REST and live streams over HTTP, on this machine's loopback only. */
public final class WebServer implements AutoCloseable {

    private static final int VIRTUAL_THREADS_SINCE = 21;

    private final WebParts parts;
    private final ServerConfig config;
    private final Channels channels = new Channels();
    private final SetupCode setup = new SetupCode();
    private Javalin server;

    /** A server that does not listen yet. */
    public WebServer(WebParts parts) {
        this(parts, ServerConfig.DEFAULT);
    }

    /** The same as it is configured. */
    public WebServer(WebParts parts, ServerConfig config) {
        this.parts = parts;
        this.config = config;
    }

    /**
     * Begins to listen.
     *
     * @param bind localhost, 127.0.0.1 or ::1
     * @param port 1 to 65535; 0: any that is free
     * @throws BindRefused where the address is not loopback, or the port is taken
     */
    public WebServer start(String bind, int port) throws BindRefused {
        String address = Loopback.address(bind);
        Sessions sessions = new Sessions(parts.time(), parts.store().accounts()::find, parts.tokens());
        Assets assets = new Assets();
        Answers answers = new Answers(
                new Templates(parts, assets.folder()), parts.store().json()::text, channels, () -> "steward_" + port());
        Audited audited = new Audited(parts.store().audit(), States.of(parts.store(), parts.power(), parts.time()));
        Door door =
                new Door(new Guard(parts.tokens(), sessions), new Hosts(this::port), new Problems(), answers, audited);
        Routes routes = new Routes(parts, sessions, answers::cookie, setup, config, () -> "http://localhost:" + port());
        server = Javalin.create(config -> configure(config, door, routes.all(), assets));
        try {
            server.start(address, port);
        } catch (JavalinBindException e) {
            throw new BindRefused("cannot listen on " + address + ":" + port
                    + ": another program does, or it is not allowed; choose another with --port");
        }
        return this;
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
        if (server != null) {
            server.stop();
        }
    }
}
