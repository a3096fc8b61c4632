package dev.steward.web.server;

import dev.steward.web.http.Sender;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.function.IntSupplier;

/**
 * What browsers are known by. Who came by TLS has other cookies than who did not: a browser sets and sends those by TLS alone,
 * so that nobody in between, and no other name of the same domain, puts one in.
 */
final class Cookies {

    private final IntSupplier port;

    /**
     * Those of one server.
     *
     * @param port is part of their names, for cookies know none
     */
    Cookies(IntSupplier port) {
        this.port = port;
    }

    /** The name of a session's. */
    String session(Sender sender) {
        return (sender.secure() ? "__Host-" : "") + name();
    }

    /** The name of that of who is away to sign in with another server. */
    String trip(Sender sender) {
        return (sender.secure() ? "__Secure-" : "") + name() + "_trip";
    }

    private String name() {
        return "steward_" + port.getAsInt();
    }

    Cookie session(Sender sender, String value) {
        return cookie(session(sender), value, "/", SameSite.STRICT, sender);
    }

    /* Lax, not strict: it comes back led by another server. */
    Cookie trip(Sender sender, String state) {
        return cookie(trip(sender), state, "/sign-in/oidc", SameSite.LAX, sender);
    }

    private static Cookie cookie(String name, String value, String path, SameSite site, Sender sender) {
        Cookie cookie = new Cookie(name, value);
        cookie.setPath(path);
        cookie.setHttpOnly(true);
        cookie.setSecure(sender.secure());
        cookie.setSameSite(site);
        cookie.setMaxAge(value.isEmpty() ? 0 : -1);
        return cookie;
    }
}
