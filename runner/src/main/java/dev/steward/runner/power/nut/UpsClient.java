package dev.steward.runner.power.nut;

import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsReading.Answered;
import dev.steward.runner.power.UpsReading.Silent;
import dev.steward.runner.power.UpsReading.Why;
import dev.steward.runner.power.UpsStatus;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One UPS at an upsd (NUT's network protocol 1.3, docs/net-protocol.txt of its sources). Reconnects by itself, with growing pauses up
 * to 15 s; one request at a time. Thread-safe; {@link #close()} breaks a request off that is under way. FSD is never sent.
 */
public final class UpsClient implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(250);

    private final String ups;
    private final UpsLine line;
    private final Time time;

    /**
     * A client; it connects at the first request.
     *
     * @param server the upsd
     * @param ups the UPS's name there
     */
    public UpsClient(NutServer server, String ups, Time time) {
        this.ups = ups;
        this.time = time;
        this.line = new UpsLine(server, ups, time);
    }

    /** As {@code cyberpower@192.0.2.164:3493}. */
    public String address() {
        return line.where();
    }

    /** Asks how it stands. */
    public UpsReading read() {
        try {
            UpsStatus status = UpsStatus.of(variables());
            if (status.tokens().isEmpty()) {
                return new Silent(Why.STALE, address() + " says no ups.status; look at the driver's log on that host");
            }
            if (status.has("WAIT")) {
                return new Silent(Why.STALE, address() + " waits for its driver's first data (ups.status WAIT)");
            }
            return new Answered(status);
        } catch (NutException e) {
            return new Silent(e.error().why(), e.getMessage());
        }
    }

    /** The next request connects at once, whatever the pause after failures: something happened. */
    public void hurry() {
        line.hurry();
    }

    /** All variables by name, raw. */
    public Map<String, String> variables() throws NutException {
        Map<String, String> variables = new LinkedHashMap<>();
        for (List<String> each : line.reading(talk -> talk.list("VAR", ups))) {
            if (each.size() > 1) {
                // a value without quotes is taken as its words
                variables.put(each.get(0), String.join(" ", each.subList(1, each.size())));
            }
        }
        return variables;
    }

    /** The UPSes that this upsd has, with their descriptions. */
    public Map<String, String> upses() throws NutException {
        Map<String, String> upses = new LinkedHashMap<>();
        for (List<String> each : line.reading(talk -> talk.list("UPS"))) {
            if (!each.isEmpty()) {
                upses.put(each.get(0), each.size() > 1 ? each.get(1) : "");
            }
        }
        return upses;
    }

    /** The commands that the UPS knows, as {@code shutdown.return}. */
    public List<String> commands() throws NutException {
        return line.reading(talk -> talk.list("CMD", ups)).stream()
                .filter(each -> !each.isEmpty())
                .map(each -> each.get(0))
                .toList();
    }

    /** How many are logged in to the UPS, we perhaps among them. */
    public int logins() throws NutException {
        return line.reading(talk -> {
            List<String> answer = talk.ask("GET NUMLOGINS " + NutLine.word(ups));
            if (answer.size() != 3 || !answer.get(2).matches("\\d{1,9}")) {
                throw talk.garbled("it answers GET NUMLOGINS with '" + String.join(" ", answer) + "'");
            }
            return Integer.parseInt(answer.get(2));
        });
    }

    /** Who answers there, as {@code Network UPS Tools upsd 2.8.0 - https://www.networkupstools.org/}. */
    public String version() throws NutException {
        return line.reading(talk -> String.join(" ", talk.ask("VER")));
    }

    /**
     * Logs in as a secondary: the primary then waits for us (up to its HOSTSYNC) before it has the UPS cut the power. Held and, after a
     * break, renewed until {@link #logOut()}; where it is refused, reading goes on and {@link #loginTrouble()} says why.
     */
    public void logIn() {
        line.logIn();
    }

    /** Logs out: the primary need not wait for us any longer. Does nothing where we are not logged in. */
    public void logOut() {
        line.logOut();
    }

    /** Why we are not logged in although we want to be; empty: we are, or do not want to be, or nobody answers. */
    public Optional<String> loginTrouble() {
        return line.loginTrouble();
    }

    /**
     * Looks whether the user may log in, and ends that at once.
     *
     * @throws NutException where it may not
     */
    public void tryLogIn() throws NutException {
        line.tryLogIn();
    }

    /**
     * Gives the UPS a command, as {@code shutdown.return}.
     *
     * @param parameter a number of seconds, mostly; empty: none
     * @param patience how long to wait for what came of it, where upsd can tell
     * @throws NutException where it was refused or failed, or nobody knows ({@link NutException#unknownOutcome()})
     */
    public Done command(String name, Optional<String> parameter, Duration patience)
            throws NutException, InterruptedException {
        return track(
                "INSTCMD " + NutLine.word(ups) + " " + NutLine.word(name)
                        + parameter.map(text -> " " + NutLine.word(text)).orElse(""),
                patience);
    }

    /**
     * Sets a variable of the UPS.
     *
     * @param patience how long to wait for what came of it, where upsd can tell
     * @throws NutException where it was refused or failed, or nobody knows ({@link NutException#unknownOutcome()})
     */
    public Done set(String variable, String value, Duration patience) throws NutException, InterruptedException {
        // always in quotes, as upsrw sends it: a bare value with = would be parted there
        String quoted = '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        NutLine.word(value);
        return track("SET VAR " + NutLine.word(ups) + " " + NutLine.word(variable) + " " + quoted, patience);
    }

    /** What is known of something that was asked for. */
    public enum Done {
        /** The driver said that it is done. */
        DONE,
        /** upsd passed it on; what came of it cannot be asked (before NUT 2.8). */
        ACCEPTED,
        /** upsd passed it on, and the driver has not said anything yet. */
        PENDING
    }

    private Done track(String request, Duration patience) throws NutException, InterruptedException {
        List<String> answer = line.changing(request);
        if (answer.size() < 2 || !answer.get(0).equals("TRACKING")) {
            return Done.ACCEPTED;
        }
        String question = "GET TRACKING " + NutLine.word(answer.get(1));
        long end = time.nanos() + patience.toNanos();
        while (true) {
            if (done(question)) {
                return Done.DONE;
            }
            if (time.nanos() >= end) {
                return Done.PENDING;
            }
            time.sleep(LOOK);
        }
    }

    /** Whether the driver has done it; a connection that broke since, or one that is new, cannot tell. */
    private boolean done(String question) throws NutException {
        try {
            return line.reading(talk -> talk.ask(question)).get(0).equals("SUCCESS");
        } catch (NutException e) {
            if (e.error().ofTheWay() || e.error() == NutError.FEATURE_NOT_CONFIGURED) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
