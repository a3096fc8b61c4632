package dev.steward.runner.lab.pve;

import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handler;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Rights;
import dev.steward.runner.lab.pve.http.Desk;
import dev.steward.runner.lab.pve.http.Reply;
import dev.steward.runner.lab.pve.http.Request;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import dev.steward.runner.lab.pve.table.Checks;
import dev.steward.runner.lab.pve.table.Endpoint;
import dev.steward.runner.lab.pve.table.Form;
import dev.steward.runner.lab.pve.table.Table;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One node's pveproxy: who asks, what for, may they, is it well formed, on which node, and then the answer. */
final class PveDesk implements Desk {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");

    /** What all nodes of a cluster share. */
    record House(
            PveCluster cluster,
            Table table,
            Handlers handlers,
            Faults faults,
            Time time,
            Consumer<LoggedRequest> log) {}

    /** An answer with the pause before it. */
    private record Late(Reply reply, Duration pause) {

        static Late at(Reply reply) {
            return new Late(reply, Duration.ZERO);
        }
    }

    private final House house;
    private final PveCluster cluster;
    private final String node;
    private final Rights rights;
    private final Checks checks;
    private final boolean modern;

    PveDesk(House house, String node) {
        this.house = house;
        this.cluster = house.cluster();
        this.node = node;
        this.rights = new Rights(cluster);
        this.checks = new Checks(house.table());
        this.modern = !cluster.version().matches("8\\.[0-3]\\..*|7\\..*");
    }

    @Override
    public Reply answer(Request request) throws InterruptedException {
        String path = path(request);
        if (path.equals("/") && request.method().equals("GET") && reachable()) {
            return page();
        }
        Optional<Ordered> fault = house.faults().next(node, request.method(), path);
        if (fault.isPresent() && fault.get().thaw() != null) {
            fault.get().thaw().await();
            fault = Optional.empty();
        }
        if (fault.isPresent() && fault.get().before()) {
            Reply instead = fault.get().what().apply(Reply.bare(200, "OK"));
            note(request, path, sent(request), Caller.NOBODY, instead);
            return instead;
        }
        Late late = late(request, path);
        if (!late.pause().isZero()) {
            house.time().sleep(late.pause());
        }
        return fault.isPresent() ? fault.get().what().apply(late.reply()) : late.reply();
    }

    private boolean reachable() {
        synchronized (cluster) {
            return cluster.node(node).up() && cluster.node(node).linked();
        }
    }

    /** The door of the web interface: as much of pveproxy's index page as tells what it is. */
    private Reply page() {
        String text = "<!DOCTYPE html>\n<html>\n  <head>\n    <meta charset=\"utf-8\">\n    <title>" + node
                + " - Proxmox Virtual Environment</title>\n  </head>\n  <body></body>\n</html>\n";
        return new Reply(
                200,
                "OK",
                "text/html; charset=utf-8",
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Map.of(),
                -1);
    }

    /** Who is refused has sent its parameters all the same. */
    private static Map<String, Object> sent(Request request) {
        try {
            return Parameters.of(request);
        } catch (Parameters.Malformed e) {
            return Map.of();
        }
    }

    private static String path(Request request) {
        return request.path().replaceFirst("^/api2/(json|extjs)(?=/|$)", "");
    }

    private static List<String> segments(String path) {
        return Stream.of(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(Form::segment)
                .toList();
    }

    private Late late(Request request, String path) {
        if (!METHODS.contains(request.method())) {
            return Late.at(Reply.bare(501, "method '" + request.method() + "' not available"));
        }
        synchronized (cluster) {
            cluster.agenda().tick();
            if (!cluster.node(node).up() || !cluster.node(node).linked()) {
                return Late.at(null); // it went down since its door was last looked at: nobody answers
            }
            Caller caller;
            try {
                caller = new SignIn(cluster).caller(request, path);
            } catch (SignIn.Refused e) {
                note(request, path, Map.of(), Caller.NOBODY, e.reply());
                return new Late(e.reply(), cluster.pace().refused());
            }
            Map<String, Object> params;
            try {
                params = Parameters.of(request);
            } catch (Parameters.Malformed e) {
                return Late.at(Reply.text(500, e.getMessage(), e.getMessage()));
            }
            Late late = routed(request, path, params, caller);
            note(request, path, params, caller, late.reply());
            return late;
        }
    }

    private void note(Request request, String path, Map<String, Object> params, Caller caller, Reply reply) {
        house.log()
                .accept(new LoggedRequest(
                        node,
                        request.method(),
                        (request.path().startsWith("/api2/extjs") ? "/extjs/" : "/") + String.join("/", segments(path)),
                        params,
                        caller.name(),
                        reply == null ? 0 : reply.status(),
                        reply == null ? "" : reply.reason()));
    }

    private Late routed(Request request, String path, Map<String, Object> params, Caller caller) {
        boolean ext = request.path().startsWith("/api2/extjs");
        try {
            Table.Found found = house.table()
                    .find(request.method(), segments(path))
                    .orElseThrow(() -> missing(request.method(), path));
            Endpoint endpoint = found.endpoint();
            if (!caller.token().isEmpty() && endpoint.ticketOnly()) {
                throw Refusal.forbidden("URI '" + path + "' not available with API token, need proper ticket.\n");
            }
            Map<String, Object> all = merged(params, found.variables());
            rights.check(endpoint, caller, all);
            return carriedOut(endpoint, all, caller, ext);
        } catch (Refusal e) {
            if (e.status() >= 590) {
                return Late.at(Reply.bare(e.status(), e.getMessage()));
            }
            boolean slow = e.status() == 401;
            return new Late(
                    Answers.refused(e, modern, ext), slow ? cluster.pace().refused() : Duration.ZERO);
        }
    }

    private static Refusal missing(String method, String path) {
        return Refusal.of(501, "Method '" + method + " " + path + "' not implemented");
    }

    private static Map<String, Object> merged(Map<String, Object> params, Map<String, String> variables) {
        Map<String, String> twice = new TreeMap<>();
        variables.keySet().stream()
                .filter(params::containsKey)
                .forEach(name -> twice.put(name, "duplicate parameter (already defined in URI)"));
        if (!twice.isEmpty()) {
            throw Refusal.bad(twice);
        }
        Map<String, Object> all = new TreeMap<>(params);
        all.putAll(variables);
        return all;
    }

    private Late carriedOut(Endpoint endpoint, Map<String, Object> params, Caller caller, boolean ext) {
        PveNode here = cluster.node(node);
        PveNode at = here;
        if (endpoint.ofNode() && params.containsKey("node")) {
            String wanted = String.valueOf(params.get("node"));
            at = wanted.equals("localhost") ? here : cluster.node(wanted);
            if (at == null) {
                throw Refusal.failed("hostname lookup '" + wanted + "' failed - failed to get address info for: "
                        + wanted + ": Temporary failure in name resolution");
            }
            if (!cluster.sees(here, at)) {
                Duration pause = at.missed() == 0
                        ? cluster.pace().noRoute()
                        : cluster.pace().noRouteAgain();
                return new Late(Reply.bare(595, "No route to host"), pause);
            }
        }
        if (endpoint.guarded() && !at.daemon()) {
            return Late.at(Reply.bare(595, "Connection refused"));
        }
        Map<String, String> errors = checks.errors(endpoint, params);
        if (!errors.isEmpty()) {
            throw Refusal.bad(errors);
        }
        Handler handler = house.handlers().get(endpoint.title());
        if (handler == null) {
            throw Refusal.failed("the lab does not carry out " + endpoint.title());
        }
        return Late.at(Answers.good(handler.answer(new Call(cluster, at, endpoint, params, caller)), ext));
    }
}
