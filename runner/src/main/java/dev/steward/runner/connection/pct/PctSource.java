package dev.steward.runner.connection.pct;

import dev.steward.runner.connection.Absent;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.GuestRef;
import dev.steward.runner.connection.Shell;
import dev.steward.runner.connection.pct.GuestPlaces.Place;
import dev.steward.runner.connection.shell.Wire;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Starts shells in a container by {@code pct exec} on its node. Nothing is needed in the container but {@code sh}; what a
 * command is travels on standard input, so the node's process list and log show a constant line.
 */
final class PctSource implements Wire.Source {

    /*
     * Without the node's environment a container's shell has not even a home; these are what a login of root has in every
     * distribution PVE has templates of.
     */
    private static final String ENTER = "HOME=/root USER=root LOGNAME=root SHELL=/bin/sh"
            + " PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
            + ";export HOME USER LOGNAME SHELL PATH;cd ~ 2>/dev/null||cd /;"
            // What is entered from outside has a session of the node, whose id is 0 here: a kill could not tell its
            // own.
            // setsid is a child that is waited for: in place of a leader of its group it would go aside and end at
            // once.
            + "S=;command -v setsid >/dev/null 2>&1&&S=setsid;";

    private final GuestRef guest;
    private final GuestPlaces places;
    private Place place;

    PctSource(GuestRef guest, GuestPlaces places) {
        this.guest = guest;
        this.places = places;
    }

    @Override
    public Wire start(String line, Wire.Sink sink) throws ConnectionException {
        Place here = place();
        String enter = "pct exec " + guest.vmid() + " --keep-env 0 -- sh -c "
                + Shell.quote(ENTER + line.replaceFirst("^exec ", "\\${S:-exec} ") + ";exit $?");
        String rights = here.way().login().equals("root") ? "" : "sudo -n ";
        return new InContainer(here.way().start("exec " + rights + enter, sink));
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

    /** What {@code pct} itself said, in the operator's words (texts of PVE::CLI::pct and PVE::AbstractConfig). */
    @Override
    public Optional<ConnectionException> refusal(String words) {
        String node = known().map(Place::node).orElse("its node");
        if (words.contains("/lxc/" + guest.vmid() + ".conf' does not exist")) {
            return Optional.of(new Moved(route() + ": the container is not on " + node, leave()));
        }
        if (words.contains("not running")) {
            return Optional.of(new Absent(
                    route() + ": the container is not running; start it first (guest state: 'started')", null));
        }
        if (words.contains("password is required") || words.contains("not allowed to execute")) {
            return unreachable("the login on " + node
                    + " may not use pct; log in as root, or give it the sudoers line that `steward host enrol " + node
                    + "` prints");
        }
        if (words.contains("pct: not found") || words.contains("pct: command not found")) {
            return unreachable(node + " has no pct; is it a Proxmox VE node?");
        }
        return words.contains("is locked") ? unreachable("the container is locked (" + words + ")") : Optional.empty();
    }

    private Optional<ConnectionException> unreachable(String what) {
        return Optional.of(new ConnectionException(Kind.UNREACHABLE, route() + ": " + what, null));
    }

    private synchronized boolean leave() {
        place = null;
        return places.moved(guest);
    }

    @Override
    public void reset() {
        // The container's restart is no loss of the way to its node, which others use.
        synchronized (this) {
            place = null;
        }
    }

    @Override
    public String login() {
        return "root";
    }

    @Override
    public String route() {
        return "pct " + guest.vmid()
                + known().map(p -> " via " + p.way().route()).orElse("");
    }

    /** Nothing began, because the container is elsewhere. */
    static final class Moved extends ConnectionException {

        private static final long serialVersionUID = 1L;
        private final boolean again;

        Moved(String message, boolean again) {
            super(Kind.UNREACHABLE, message, null);
            this.again = again;
        }

        /** Whether asking for its place once more may help. */
        boolean again() {
            return again;
        }
    }

    /** {@code pct} gives 128 + n for a death by signal n, as a shell does; a program's own status above 128 looks alike. */
    private record InContainer(Wire wire) implements Wire {

        private static final int HIGHEST_SIGNAL = 31;

        @Override
        public OutputStream input() {
            return wire.input();
        }

        @Override
        public void hangUp() {
            wire.hangUp();
        }

        @Override
        public Optional<Ending> ending() {
            return wire.ending().map(e -> new Ending(e.status(), e.signalled() || signal(e.status())));
        }

        private static boolean signal(int status) {
            return status > 128 && status <= 128 + HIGHEST_SIGNAL;
        }

        @Override
        public boolean closed() {
            return wire.closed();
        }

        @Override
        public void release(boolean healthy) {
            wire.release(healthy);
        }
    }
}
