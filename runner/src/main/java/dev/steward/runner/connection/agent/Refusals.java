package dev.steward.runner.connection.agent;

import dev.steward.runner.connection.Absent;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.proxmox.PveException;
import java.util.Locale;

/** What PVE's answers about an agent mean for who wants to run something (texts of PVE::QemuServer::Agent and of QEMU's agent). */
final class Refusals {

    private Refusals() {}

    /** Nothing was begun, or nobody knows. */
    static ConnectionException before(String route, PveException e) {
        String text = e.reason().toLowerCase(Locale.ROOT);
        if (text.contains("no qemu guest agent configured")) {
            return absent(
                    route,
                    "the agent is not enabled for this VM; install qemu-guest-agent in it, set agent: 1, and stop and"
                            + " start it once",
                    e);
        }
        if (text.contains("guest agent is not running") || text.contains("qga socket")) {
            return absent(
                    route,
                    "the agent does not answer; the VM may still be booting or be paused, or qemu-guest-agent is not"
                            + " installed in it, or agent: 1 is not set",
                    e);
        }
        if (e.kind() == PveException.Kind.STATE) {
            return absent(route, "the VM is not running; start it first (guest state: 'started')", e);
        }
        if (text.contains("has been disabled")) {
            return unreachable(
                    route,
                    "guest-exec is switched off in the VM's agent; allow guest-exec and guest-exec-status there (in"
                            + " /etc/sysconfig/qemu-ga or /etc/qemu/qemu-ga.conf) and restart it",
                    e);
        }
        if (text.contains("failed to execute child") || (e.status() == 596 && text.contains("broken pipe"))) {
            return unreachable(route, "the agent finds no /bin/sh; only guests with a POSIX shell can be entered", e);
        }
        return switch (e.kind()) {
            case FORBIDDEN ->
                unreachable(
                        route,
                        "the token or user may not run commands in VMs; it needs VM.GuestAgent.Unrestricted, on PVE 8"
                                + " VM.Monitor, on /vms/"
                                + e.call().path().segments().get(3),
                        e);
            case UNKNOWN_OUTCOME -> new ConnectionException(Kind.LOST, route + ": " + e.getMessage(), e);
            case MISSING -> unreachable(route, "its node does not have the VM (" + e.reason() + ")", e);
            default -> new ConnectionException(Kind.UNREACHABLE, route + ": " + e.getMessage(), e);
        };
    }

    /** Whether it may be over in a moment: the VM moves or is frozen for a backup, the node asked is away. */
    static boolean passing(PveException e) {
        return switch (e.kind()) {
            case AGENT -> !e.reason().toLowerCase(Locale.ROOT).contains("parameter 'pid'");
            case MISSING, UNREACHABLE, TIMEOUT, BUSY -> true;
            default -> false;
        };
    }

    /** A program was begun. */
    static ConnectionException during(String route, PveException e) {
        String what = e.kind() == PveException.Kind.STATE
                ? "the VM stopped"
                : e.reason().contains("parameter 'pid'") ? "the agent was restarted" : e.getMessage();
        return new ConnectionException(
                Kind.LOST,
                route + " was lost while a command ran; whether it ended there is not known (" + what + ")",
                e);
    }

    private static ConnectionException absent(String route, String what, PveException e) {
        return new Absent(route + ": " + what, e);
    }

    private static ConnectionException unreachable(String route, String what, PveException e) {
        return new ConnectionException(Kind.UNREACHABLE, route + ": " + what, e);
    }
}
