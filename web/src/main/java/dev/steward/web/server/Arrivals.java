package dev.steward.web.server;

import dev.steward.web.http.Sender;
import dev.steward.web.security.Hosts;
import dev.steward.web.security.Proxies;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.Optional;

/** Where requests come from, found out once for each. */
final class Arrivals {

    private static final String KEPT = "steward.sender";
    private static final String A_YEAR = "max-age=31536000";

    private final Proxies proxies;

    Arrivals(Proxies proxies) {
        this.proxies = proxies;
    }

    /** Before everything else. */
    void arrive(Context context) {
        Sender sender = proxies.sender(wire(context), name -> all(context, name));
        context.attribute(KEPT, sender);
        if (sender.secure() && !Hosts.loopback(sender.host())) {
            // never for localhost: whatever else is served there would be asked for by https, too
            context.header("Strict-Transport-Security", A_YEAR);
        }
    }

    /** What came by no way that it may come by is refused. */
    void check(Context context) {
        proxies.check(wire(context));
    }

    /** Where a request came from. */
    static Sender of(Context context) {
        Sender kept = context.attribute(KEPT);
        Proxies.Wire wire = wire(context);
        return kept == null ? new Sender(wire.address(), wire.secure(), wire.host(), false) : kept;
    }

    private static Proxies.Wire wire(Context context) {
        return new Proxies.Wire(
                context.req().getRemoteAddr(),
                context.req().isSecure(),
                Optional.ofNullable(context.header("Host")).orElse(""));
    }

    private static String all(Context context, String name) {
        return String.join(",", Collections.list(context.req().getHeaders(name)));
    }
}
