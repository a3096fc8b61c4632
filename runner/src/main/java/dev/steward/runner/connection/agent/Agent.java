package dev.steward.runner.connection.agent;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.GuestRef;
import dev.steward.runner.connection.agent.AgentPlaces.Place;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.time.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs short programs in one VM through its agent. QEMU serves one visitor of an agent's socket at a time, the others fail, so
 * calls to one VM go one after the other.
 */
final class Agent {

    /** How long the agent may be silent while a program runs: a backup freezes it, a migration moves it. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<Integer> PACE_MILLIS = List.of(25, 35, 50, 70, 100, 150, 200, 300, 500, 1000);

    private final GuestRef guest;
    private final AgentPlaces places;
    private final Time time;
    private final ReentrantLock turn = new ReentrantLock(true);
    private Place place;

    Agent(GuestRef guest, AgentPlaces places, Time time) {
        this.guest = guest;
        this.places = places;
        this.time = time;
    }

    /**
     * How a program ended.
     *
     * @param code its exit status; 128 + n where signal n ended it
     */
    record Ended(int code, String out, String err) {}

    /** A call, and what it answers. */
    private interface Asked {
        PveFields at(Place place) throws PveException, InterruptedException;
    }

    /**
     * Runs a program to its end.
     *
     * @param input ASCII, at most 64 KiB
     * @throws ConnectionException where it was not begun; of kind LOST where that, or its end, is not known
     */
    Ended run(String[] command, String input) throws ConnectionException, InterruptedException {
        Map<String, Object> form = Map.of("command", List.of(command), "input-data", input);
        PveFields begun = begun(at -> at.api().post(at.call("exec"), form).fields());
        long pid = begun.number("pid")
                .orElseThrow(() -> new ConnectionException(
                        Kind.LOST,
                        route() + ": the agent did not say what it began; whether it did is not known",
                        null));
        long silent = time.nanos();
        for (int round = 0; ; round++) {
            time.sleep(Duration.ofMillis(PACE_MILLIS.get(Math.min(round, PACE_MILLIS.size() - 1))));
            Optional<PveFields> answer = status(pid, silent);
            silent = answer.isPresent() ? time.nanos() : silent;
            if (answer.filter(a -> a.flag("exited")).isPresent()) {
                return ended(answer.get());
            }
        }
    }

    private PveFields begun(Asked exec) throws ConnectionException, InterruptedException {
        try {
            return asked(exec);
        } catch (PveException e) {
            if (e.kind() != PveException.Kind.MISSING || !leave()) {
                throw Refusals.before(route(), e);
            }
        }
        try {
            return asked(exec);
        } catch (PveException e) {
            throw Refusals.before(route(), e);
        }
    }

    /** Empty: the agent does not answer now, and may again. */
    private Optional<PveFields> status(long pid, long since) throws ConnectionException, InterruptedException {
        try {
            return Optional.of(asked(at ->
                    at.api().get(at.call("exec-status"), Map.of("pid", pid)).fields()));
        } catch (PveException e) {
            boolean patient = time.nanos() - since < PATIENCE.toNanos();
            if (!patient || !Refusals.passing(e)) {
                throw Refusals.during(route(), e);
            }
            if (e.kind() == PveException.Kind.MISSING) {
                leave();
            }
            return Optional.empty();
        }
    }

    private PveFields asked(Asked call) throws PveException, ConnectionException, InterruptedException {
        Place at = place();
        turn.lockInterruptibly();
        try {
            return call.at(at);
        } finally {
            turn.unlock();
        }
    }

    private Ended ended(PveFields answer) throws ConnectionException {
        if (answer.flag("out-truncated") || answer.flag("err-truncated")) {
            throw new ConnectionException(Kind.LOST, route() + ": the agent cut the output of its own program", null);
        }
        int signal = answer.count("signal").orElse(0);
        return new Ended(
                signal > 0 ? 128 + signal : answer.count("exitcode").orElse(255),
                answer.text("out-data", ""),
                answer.text("err-data", ""));
    }

    /** Bytes that came as base64; line feeds in it mean nothing. */
    static byte[] bytes(String text) {
        return text.isEmpty()
                ? new byte[0]
                : java.util.Base64.getMimeDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
    }

    private synchronized Place place() throws ConnectionException {
        if (place == null) {
            place = places.of(guest);
        }
        return place;
    }

    private synchronized Optional<Place> known() {
        return Optional.ofNullable(place);
    }

    private boolean leave() {
        forget();
        return places.moved(guest);
    }

    /** The next call looks for the VM's node. */
    synchronized void forget() {
        place = null;
    }

    String route() {
        return "guest agent of VM " + guest.vmid()
                + known().map(p -> " on " + p.node()).orElse("");
    }
}
