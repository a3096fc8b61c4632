package dev.steward.runner.proxmox.http;

import dev.steward.runner.config.ProxmoxLimits;
import dev.steward.runner.proxmox.PveAnswer;
import dev.steward.runner.proxmox.PveCall;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.PveReply;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One call, through whichever endpoint answers. A read moves on to the next endpoint; a write only where it surely was not
 * carried out, because the connection never came about or PVE says that it did not begin.
 */
final class Calls {

    private static final PvePath TICKET = PvePath.of("access", "ticket");
    private static final List<Duration> LOCK_PAUSES = List.of(Duration.ofSeconds(2), Duration.ofSeconds(5));

    private final Kit kit;

    Calls(Kit kit) {
        this.kit = kit;
    }

    /** What calls are made with. */
    record Kit(
            String cluster,
            Endpoints endpoints,
            Session session,
            Wire wire,
            NodeGates gates,
            ProxmoxLimits limits,
            Time time) {}

    /** What is asked, by whom, until when. */
    record Ask(String method, PvePath path, Map<String, ?> parameters, boolean interactive, Deadline deadline) {

        boolean reads() {
            return method.equals("GET");
        }
    }

    /** It failed, and another endpoint may do better. */
    private static final class Elsewhere extends Exception {

        private final PveException failure;

        Elsewhere(PveException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** Asks; a lock that somebody holds for a moment is waited for, since nothing was done yet. */
    PveAnswer run(Ask ask) throws PveException, InterruptedException {
        for (Duration pause : LOCK_PAUSES) {
            try {
                return once(ask);
            } catch (PveException e) {
                boolean lockHeld = e.kind() == Kind.BUSY && e.reason().contains("got timeout");
                if (!lockHeld || ask.deadline().left().compareTo(pause) <= 0) {
                    throw e;
                }
            }
            kit.time().sleep(pause);
        }
        return once(ask);
    }

    private PveAnswer once(Ask ask) throws PveException, InterruptedException {
        List<PveException> failures = new ArrayList<>();
        for (Endpoint endpoint : kit.endpoints().ranked()) {
            if (ask.deadline().over()) {
                break;
            }
            try {
                return at(endpoint, ask);
            } catch (Elsewhere e) {
                failures.add(e.failure);
            }
        }
        throw nowhere(ask, failures);
    }

    private PveException nowhere(Ask ask, List<PveException> failures) {
        if (failures.isEmpty()) {
            return failures(ask, "").failure(Kind.TIMEOUT, "the time for it was up before it was asked");
        }
        PveException last = failures.get(failures.size() - 1);
        if (failures.size() == 1) {
            return last;
        }
        String each = failures.stream()
                .map(failure -> failure.call().endpoint() + ": " + failure.reason())
                .collect(Collectors.joining("; "));
        PveException telling = failures.stream()
                .filter(failure -> failure.kind() == Kind.TLS)
                .findFirst()
                .orElse(last);
        PveCall call = new PveCall(kit.cluster(), "", ask.method(), ask.path());
        PveReply reply = new PveReply(telling.status(), "no endpoint answers; " + each, Map.of());
        return new PveException(telling.kind(), call, reply, telling.remedy(), telling);
    }

    /** Asks one endpoint, within the calls its node takes at a time. */
    private PveAnswer at(Endpoint endpoint, Ask ask) throws PveException, Elsewhere, InterruptedException {
        Failures failures = failures(ask, endpoint.url());
        String node = ask.path().node().orElse(endpoint.url());
        Deadline wait = ask.deadline().atMost(kit.limits().call());
        Optional<NodeGates.Pass> pass = kit.gates().enter(node, ask.interactive(), wait.left());
        if (pass.isEmpty()) {
            throw failures.failure(
                    Kind.TIMEOUT,
                    kit.limits().calls() + " other calls to " + node + " did not end in time; nothing was sent");
        }
        try {
            return answered(endpoint, ask, failures);
        } catch (Lost lost) {
            throw lost(endpoint, ask, failures.lost(lost), lost);
        } catch (PveException e) {
            if (movesOn(endpoint, ask, e)) {
                throw new Elsewhere(e);
            }
            throw e;
        } finally {
            pass.get().close();
        }
    }

    private Elsewhere lost(Endpoint endpoint, Ask ask, PveException failure, Lost lost) throws PveException {
        if (lost.why() == Lost.Why.CLOSED || lost.why() == Lost.Why.TOO_LARGE) {
            throw failure;
        }
        endpoint.failed(failure.reason());
        if (lost.sent() && !ask.reads()) {
            throw failure;
        }
        return new Elsewhere(failure);
    }

    private boolean movesOn(Endpoint endpoint, Ask ask, PveException e) {
        if (e.kind() != Kind.UNREACHABLE) {
            return false;
        }
        boolean itself = e.status() != 595 || ask.path().node().isEmpty();
        if (itself) {
            endpoint.failed(e.reason());
        }
        return ask.reads() || itself;
    }

    /** With what the session gives; a ticket that is refused is replaced once. */
    private PveAnswer answered(Endpoint endpoint, Ask ask, Failures failures)
            throws PveException, Lost, InterruptedException {
        for (boolean again = false; ; again = true) {
            Session.Auth auth = auth(endpoint, ask, failures);
            Raw raw = sent(request(endpoint, ask, auth.headers()), ask.deadline());
            endpoint.answered();
            if (raw.status() != 401) {
                kit.session().accepted();
                return failures.read(raw);
            }
            if (again || !kit.session().renewable(auth)) {
                kit.session().refused(raw.reason());
                return failures.read(raw);
            }
        }
    }

    private Session.Auth auth(Endpoint endpoint, Ask ask, Failures failures)
            throws PveException, Lost, InterruptedException {
        try {
            return kit.session().auth(ask.reads(), form -> signIn(endpoint, ask, form));
        } catch (Session.Refused e) {
            throw failures.failure(Kind.NOT_SIGNED_IN, e.getMessage());
        }
    }

    /** Its loss is never the loss of the call it is made for. */
    private PveAnswer signIn(Endpoint endpoint, Ask ask, Map<String, ?> form)
            throws PveException, Lost, InterruptedException {
        Ask login = new Ask("POST", TICKET, form, ask.interactive(), ask.deadline());
        try {
            Raw raw = sent(request(endpoint, login, Map.of()), ask.deadline());
            return failures(login, endpoint.url()).read(raw);
        } catch (Lost lost) {
            throw new Lost(lost.why(), false, lost.getMessage(), lost);
        }
    }

    /** A read whose connection broke is sent again once: an idle connection may just have been closed by the node. */
    private Raw sent(Wire.Request request, Deadline deadline) throws Lost, InterruptedException {
        try {
            return kit.wire().send(request, deadline.atMost(kit.limits().call()).left());
        } catch (Lost lost) {
            if (lost.why() != Lost.Why.BROKEN || !request.reads() || deadline.over()) {
                throw lost;
            }
            return kit.wire().send(request, deadline.atMost(kit.limits().call()).left());
        }
    }

    private static Wire.Request request(Endpoint endpoint, Ask ask, Map<String, String> headers) {
        String form = Encoding.form(ask.parameters());
        boolean inBody = ask.method().equals("POST") || ask.method().equals("PUT");
        String query = inBody || form.isEmpty() ? "" : "?" + form;
        return new Wire.Request(
                endpoint.url(), ask.method(), ask.path().encoded() + query, inBody ? form : null, headers);
    }

    private Failures failures(Ask ask, String endpoint) {
        List<Secret> secrets = new ArrayList<>(Encoding.secrets(ask.parameters()));
        secrets.add(kit.session().secret());
        return new Failures(new PveCall(kit.cluster(), endpoint, ask.method(), ask.path()), secrets);
    }

    /** Asks one endpoint for its version, signed in, to learn whether it is well. */
    boolean probe(Endpoint endpoint) throws InterruptedException {
        Deadline deadline = Deadline.in(kit.time(), kit.limits().call());
        try {
            at(endpoint, new Ask("GET", PvePath.of("version"), Map.of(), false, deadline));
            return true;
        } catch (Elsewhere | PveException e) {
            return false;
        }
    }
}
