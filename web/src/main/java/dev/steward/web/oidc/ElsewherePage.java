package dev.steward.web.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.steward.runner.account.Account;
import dev.steward.runner.account.Role;
import dev.steward.runner.app.account.AccountRefused;
import dev.steward.runner.app.account.ElsewhereDesk;
import dev.steward.runner.config.access.OidcConfig;
import dev.steward.runner.secret.TokenText;
import dev.steward.runner.time.Time;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.oidc.Provider.ProviderException;
import dev.steward.web.oidc.Provider.Trip;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import dev.steward.web.security.Sessions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in with a provider of OpenID Connect: to it with what only this browser knows, and back with a code. That comes back
 * by GET, since the protocol has it so; it begins a session for the browser that set out, and for no other.
 */
public final class ElsewherePage implements Page {

    /** Where it begins. */
    public static final String PATH = "/sign-in/oidc";

    private static final Logger LOG = LoggerFactory.getLogger(ElsewherePage.class);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int MOST = 1_000;

    private final OidcConfig config;
    private final Provider provider;
    private final ElsewhereDesk desk;
    private final Sessions sessions;
    private final Ways ways;
    private final Time time;
    private final Map<String, Underway> underway = new LinkedHashMap<>();

    /**
     * How a browser is known meanwhile.
     *
     * @param address where people reach this server, without a slash at the end
     * @param cookie what the browser that sends a request set out with
     */
    public record Ways(Supplier<String> address, Function<Request, Optional<String>> cookie) {}

    private record Underway(Trip trip, String next, long begun) {}

    /** The page. */
    public ElsewherePage(OidcConfig config, WebParts parts, Sessions sessions, Ways ways) {
        this.config = config;
        this.provider = new Provider(config, parts.time());
        this.desk = new ElsewhereDesk(parts.store(), parts.time());
        this.sessions = sessions;
        this.ways = ways;
        this.time = parts.time();
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(Verb.GET, PATH, Route.Access.SIGN_IN, this::away),
                new Route(Verb.GET, PATH + "/callback", Route.Access.SIGN_IN, this::back));
    }

    private Reply away(Request request) {
        Trip trip = new Trip(
                ways.address().get() + PATH + "/callback", TokenText.random(), TokenText.random(), TokenText.random());
        try {
            String to = provider.authorization(trip).toString();
            keep(trip, next(request));
            return new Reply.Away(to, trip.state());
        } catch (ProviderException e) {
            throw refused(e);
        }
    }

    private synchronized void keep(Trip trip, String next) {
        underway.values().removeIf(one -> time.nanos() - one.begun() > PATIENCE.toNanos());
        if (underway.size() >= MOST) {
            underway.remove(underway.keySet().iterator().next());
        }
        underway.put(trip.state(), new Underway(trip, next, time.nanos()));
    }

    /* Taken once, and only by the browser that set out: another's code must not sign this one in. */
    private synchronized Underway taken(Request request) {
        String state = request.query().first("state").orElse("");
        boolean own = ways.cookie()
                .apply(request)
                .filter(kept -> TokenText.same(kept, state))
                .isPresent();
        Underway one = own ? underway.remove(state) : null;
        if (one == null || time.nanos() - one.begun() > PATIENCE.toNanos()) {
            throw Refused.bad(
                    "This sign-in was not begun in this browser, or took longer than ten minutes; begin again.");
        }
        return one;
    }

    private Reply back(Request request) {
        Underway one = taken(request);
        String code = request.query()
                .first("code")
                .orElseThrow(() -> Refused.forbidden(config.name() + " did not sign you in ("
                        + request.query().first("error").orElse("it said no more") + ")."));
        try {
            Account account = desk.signedIn(person(provider.claims(code, one.trip())));
            return new Reply.Entered(
                    one.next(),
                    sessions.begin(account, request.header("User-Agent").orElse("")));
        } catch (ProviderException e) {
            throw refused(e);
        } catch (AccountRefused e) {
            throw Refused.forbidden(e.getMessage());
        }
    }

    private ElsewhereDesk.Person person(JWTClaimsSet claims) {
        String name = List.of("preferred_username", "email", "name").stream()
                .flatMap(claim -> Provider.words(claims, claim).stream())
                .findFirst()
                .orElse(claims.getSubject());
        List<String> words = Provider.words(claims, config.roles().claim());
        Role role = words.stream().anyMatch(config.roles().admin()::contains)
                ? Role.ADMIN
                : words.stream().anyMatch(config.roles().operator()::contains) ? Role.OPERATOR : Role.VIEWER;
        return new ElsewhereDesk.Person(config.issuer(), claims.getSubject(), name, role);
    }

    private Refused refused(ProviderException e) {
        LOG.warn("Nobody can sign in with {}: {}", config.issuer(), e.getMessage());
        return e.away()
                ? new Refused(
                        503,
                        "No answer",
                        config.name() + " does not answer. Sign in by name and password meanwhile, or try again.",
                        List.of())
                : new Refused(
                        502,
                        "Not signed in",
                        "What " + config.name()
                                + " said does not hold, so nobody was signed in; Steward's log says why.",
                        List.of());
    }

    private static String next(Request request) {
        return request.query()
                .first("next")
                .filter(path -> path.matches("/[\\w\\-./?=&%!,+]*") && !path.startsWith("//"))
                .orElse("/");
    }
}
