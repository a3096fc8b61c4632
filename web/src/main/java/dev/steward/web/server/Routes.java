package dev.steward.web.server;

import dev.steward.runner.config.ServerConfig;
import dev.steward.runner.config.access.OidcConfig;
import dev.steward.web.account.SecondFactorPage;
import dev.steward.web.account.SetupPage;
import dev.steward.web.account.YouPage;
import dev.steward.web.api.Api;
import dev.steward.web.design.DesignPage;
import dev.steward.web.format.Times;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.oidc.ElsewherePage;
import dev.steward.web.page.Pages;
import dev.steward.web.page.SignInPage;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import dev.steward.web.security.Sessions;
import dev.steward.web.security.SetupCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** All ways in. */
final class Routes {

    private final WebParts parts;
    private final Sessions sessions;
    private final Cookies cookies;
    private final SetupCode setup;
    private final Around around;

    /**
     * What is known of the server.
     *
     * @param config as it is configured
     * @param address where it is reached, as far as this machine knows
     * @param trouble what is wrong with it, while it answers all the same
     */
    record Around(ServerConfig config, Supplier<String> address, Supplier<Optional<String>> trouble) {}

    /**
     * On these parts.
     *
     * @param cookies what browsers are known by
     * @param setup opens the set-up of the first account
     * @param around what else is known of the server
     */
    Routes(WebParts parts, Sessions sessions, Cookies cookies, SetupCode setup, Around around) {
        this.setup = setup;
        this.around = around;
        this.parts = parts;
        this.sessions = sessions;
        this.cookies = cookies;
    }

    List<Route> all() {
        ServerConfig config = around.config();
        List<Page> pages = new ArrayList<>(Pages.all(parts));
        pages.add(new SignInPage(parts, sessions, config.oidc().map(OidcConfig::name), this::session));
        ElsewherePage.Ways ways = new ElsewherePage.Ways(
                () -> config.url().orElseGet(around.address()),
                request -> cookie(request, cookies.trip(request.sender())));
        config.oidc().ifPresent(oidc -> pages.add(new ElsewherePage(oidc, parts, sessions, ways)));
        pages.add(new SecondFactorPage(parts, sessions, this::session));
        pages.add(new SetupPage(parts, sessions, setup));
        Times times = new Times(parts.time(), parts.zone());
        pages.add(new YouPage(parts, times, sessions, this::session));
        pages.add(new DesignPage(parts, times));
        List<Route> routes = new ArrayList<>(new Api(parts, around.trouble()).routes());
        pages.forEach(page -> routes.addAll(page.routes()));
        return List.copyOf(routes);
    }

    private Optional<String> session(Request request) {
        return cookie(request, cookies.session(request.sender()));
    }

    private static Optional<String> cookie(Request request, String cookie) {
        String name = cookie + "=";
        return request.header("Cookie").stream()
                .flatMap(header -> Arrays.stream(header.split(";\\s*")))
                .filter(pair -> pair.startsWith(name))
                .map(pair -> pair.substring(name.length()))
                .findFirst();
    }
}
