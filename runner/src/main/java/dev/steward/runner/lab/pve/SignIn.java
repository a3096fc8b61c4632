package dev.steward.runner.lab.pve;

import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.http.Reply;
import dev.steward.runner.lab.pve.http.Request;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.table.Form;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who asks: by token or by ticket (PVE/HTTPServer.pm, auth_handler). */
final class SignIn {

    private static final Pattern TOKEN = Pattern.compile("PVEAPIToken[= ]([^=]+)=(\\S+)");
    private static final Pattern COOKIE = Pattern.compile("(?:^|;\\s*)PVEAuthCookie=([^;]*)");

    /** Refused with 401, an empty body and a pause. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        Refused(String reason) {
            super(reason, null, false, false);
        }

        Reply reply() {
            return Reply.bare(401, getMessage());
        }
    }

    private final PveCluster cluster;

    SignIn(PveCluster cluster) {
        this.cluster = cluster;
    }

    Caller caller(Request request, String path) throws Refused {
        boolean open = path.equals("/access/ticket") && request.method().equals("POST")
                || path.equals("/access/domains") && request.method().equals("GET");
        String authorization = request.header("authorization");
        Matcher token = TOKEN.matcher(authorization);
        if (token.matches()) {
            long now = cluster.now().getEpochSecond();
            return cluster.access()
                    .token(token.group(1), token.group(2), now)
                    .orElseThrow(() -> new Refused("Authentication failed!"));
        }
        if (authorization.startsWith("PVEAPIToken")) {
            throw new Refused("Authentication failed!");
        }
        if (open) {
            return Caller.NOBODY;
        }
        Matcher cookie = COOKIE.matcher(request.header("cookie"));
        if (!cookie.find() || cookie.group(1).isEmpty()) {
            throw new Refused("No ticket");
        }
        return ticket(request, Form.segment(cookie.group(1)));
    }

    private Caller ticket(Request request, String ticket) throws Refused {
        String user =
                cluster.tickets().user(ticket, cluster.now()).orElseThrow(() -> new Refused("Authentication failed!"));
        String csrf = request.header("csrfpreventiontoken");
        if (!request.method().equals("GET") && !cluster.tickets().unforged(csrf, user, cluster.now())) {
            throw new Refused("Permission denied - invalid csrf token");
        }
        return new Caller(user, "");
    }
}
