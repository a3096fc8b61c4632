package dev.steward.web.api;

import dev.steward.runner.store.RunQueries;
import dev.steward.web.account.AccountApi;
import dev.steward.web.account.TokenApi;
import dev.steward.web.admin.RetentionApi;
import dev.steward.web.admin.ServersApi;
import dev.steward.web.approve.ApprovalApi;
import dev.steward.web.estate.EstateKit;
import dev.steward.web.format.LogLines;
import dev.steward.web.format.Times;
import dev.steward.web.git.GitApi;
import dev.steward.web.hook.HookDoor;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.inventory.HostApi;
import dev.steward.web.parts.WebParts;
import dev.steward.web.patch.RollApi;
import dev.steward.web.usual.Forecasts;
import dev.steward.web.usual.Usuals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** REST under {@code /api/v1}: what the pages show and do, as JSON. */
public final class Api {

    /** Where everything is. */
    public static final String ROOT = "/api/v1";

    private final WebParts parts;
    private final Supplier<Optional<String>> trouble;

    /** The API on these parts. */
    public Api(WebParts parts) {
        this(parts, Optional::empty);
    }

    /**
     * The same of a server that may be in trouble.
     *
     * @param trouble what is wrong with it, while it answers all the same
     */
    public Api(WebParts parts, Supplier<Optional<String>> trouble) {
        this.parts = parts;
        this.trouble = trouble;
    }

    /** All ways in. */
    public List<Route> routes() {
        Times times = new Times(parts.time(), parts.zone());
        RunQueries queries = parts.store().queries();
        Forecasts forecasts = new Forecasts(queries, new Usuals(queries), times);
        List<Route> routes = new ArrayList<>();
        routes.add(Route.get(ROOT + "/version", request -> Reply.json(parts.version()))
                .as(Operation.json("Which build this is", "version", "commit", "time")));
        routes.add(alive());
        routes.addAll(new RunReads(parts, new LogLines(times), forecasts).routes());
        routes.addAll(new RunWrites(parts).routes());
        routes.addAll(new ApprovalApi(parts).routes(ROOT));
        routes.addAll(new ScheduleApi(parts.schedules(), parts.time()).routes());
        routes.addAll(new PlaybookApi(parts.playbooks(), parts.hosts()).routes());
        routes.addAll(new InventoryApi(parts.drift()).routes());
        routes.addAll(new HostApi(parts, times).routes(ROOT));
        routes.addAll(new NoticeApi(parts.store(), parts.alerts(), parts.time()).routes());
        routes.addAll(new WakeApi(parts).routes());
        routes.addAll(new PowerApi(parts).routes());
        routes.addAll(new LedgerApi(parts.patches(), parts.store().json()).routes());
        routes.addAll(new RebootApi(parts).routes());
        routes.addAll(new ServersApi(parts.store()).routes(ROOT));
        routes.add(new RetentionApi(parts).route(ROOT));
        routes.addAll(new AccountApi(parts).routes(ROOT));
        routes.addAll(new TokenApi(parts).routes(ROOT));
        routes.addAll(new RollApi(parts.patches()).routes(ROOT));
        routes.addAll(new PatchApi(parts, new LogLines(times)).routes());
        routes.addAll(new MetricsApi(parts.metrics()).routes());
        routes.addAll(new EstateApi(EstateKit.of(parts, times)).routes());
        routes.addAll(new FollowApi(parts.guests().follow(), parts.store().json()).routes());
        routes.addAll(new GuestActs(
                        parts.guests().follow(),
                        parts.guests().acting(),
                        parts.store().json())
                .routes());
        routes.addAll(new RecordApi(parts.store()).routes());
        routes.addAll(new RecordWrites(parts.store()).routes());
        routes.addAll(new IngestDoor(parts.store(), parts.time()).routes());
        routes.addAll(new GitApi(parts.git()).routes(ROOT));
        routes.add(new HookDoor(parts).route(ROOT));
        routes.add(new DiunHook(parts.store(), parts.diun(), parts.time()).route());
        routes.add(description(routes));
        return routes;
    }

    /** Describes itself too. */
    private Route description(List<Route> others) {
        List<Route> all = new ArrayList<>(others);
        Route itself = Route.get(
                        ROOT + "/openapi.json",
                        request -> Reply.json(new OpenApi(parts.version().version()).of(all)))
                .as(Operation.json("This description, by OpenAPI 3.1", "openapi", "info", "paths", "components"));
        all.add(itself);
        return itself;
    }

    private Route alive() {
        return new Route(Verb.GET, ROOT + "/health", Route.Access.SIGN_IN, request -> Reply.json(health(request)))
                .as(Operation.json(
                        "Whether the server can read its database; and problems it goes on with",
                        "status",
                        "time",
                        "problems"));
    }

    /** Asks the database one cheap thing: a server that cannot read it is not well. */
    private Map<String, Object> health(Request request) {
        parts.store().queries().run(1);
        boolean told = request.sender().near() || request.caller().known();
        List<String> problems = told ? trouble.get().stream().toList() : List.of();
        return Map.of("status", "ok", "time", parts.time().now(), "problems", problems);
    }
}
