package dev.steward.web.server;

import dev.steward.runner.config.ServerConfig;
import dev.steward.runner.config.access.OidcConfig;
import dev.steward.web.account.SecondFactorPage;
import dev.steward.web.account.SetupPage;
import dev.steward.web.account.YouPage;
import dev.steward.web.api.Api;
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
    private final Supplier<String> cookie;
    private final SetupCode setup;
    private final ServerConfig config;
    private final Supplier<String> address;

    /**
     * On these parts.
     *
     * @param cookie the name of the session's
     * @param setup opens the set-up of the first account
     * @param address where people of this machine reach the server
     */
    Routes(
            WebParts parts,
            Sessions sessions,
            Supplier<String> cookie,
            SetupCode setup,
            ServerConfig config,
            Supplier<String> address) {
        this.setup = setup;
        this.config = config;
        this.address = address;
        this.parts = parts;
        this.sessions = sessions;
        this.cookie = cookie;
    }

    List<Route> all() {
        List<Page> pages = new ArrayList<>(Pages.all(parts));
        pages.add(new SignInPage(parts, sessions, config.oidc().map(OidcConfig::name), this::session));
        ElsewherePage.Ways ways = new ElsewherePage.Ways(
                () -> config.url().orElseGet(address), request -> cookie(request, cookie.get() + Answers.TRIP));
        config.oidc().ifPresent(oidc -> pages.add(new ElsewherePage(oidc, parts, sessions, ways)));
        pages.add(new SecondFactorPage(parts, sessions, this::session));
        pages.add(new SetupPage(parts, sessions, setup));
        pages.add(new YouPage(parts, new Times(parts.time(), parts.zone()), sessions, this::session));
        List<Route> routes = new ArrayList<>(new Api(parts).routes());
        pages.forEach(page -> routes.addAll(page.routes()));
        return List.copyOf(routes);
    }

    private Optional<String> session(Request request) {
        return cookie(request, cookie.get());
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
