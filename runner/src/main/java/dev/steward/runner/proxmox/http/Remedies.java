package dev.steward.runner.proxmox.http;

import dev.steward.runner.proxmox.PveCall;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveReply;

/** The next step after a failure. */
final class Remedies {

    private Remedies() {}

    static String of(Kind kind, PveCall call, PveReply reply, String location) {
        String section = "proxmox." + call.cluster();
        return switch (kind) {
            case BAD_PARAMETER -> "";
            case NOT_SIGNED_IN ->
                "check the token or the user and password of " + section
                        + ", and on the node whether it exists and has not expired (pveum user token list USER)";
            case FORBIDDEN -> forbidden(reply);
            case MISSING -> "it may have been removed, or have moved to another node";
            case NOT_IMPLEMENTED -> "this release of Proxmox VE has no such call";
            case BUSY ->
                reply.reason().contains("locked")
                        ? "something else works on it; if nothing does, a crash left the lock (qm unlock or pct unlock on the node)"
                        : "something else works on it; try again when that is over";
            case NO_QUORUM -> "reading works, changing does not, until enough nodes are back (pvecm status)";
            case STATE -> "read its present status first";
            case AGENT -> "the VM must run, with qemu-guest-agent installed and agent=1 in its configuration";
            case CONFLICT -> "somebody else changed it; read it again and repeat";
            case UNREACHABLE -> unreachable(call, reply);
            case TIMEOUT -> timeout(call, reply, section);
            case UNKNOWN_OUTCOME ->
                "it may have been carried out; look at the guest or the task list before doing it again";
            case SERVER -> "see the journal of pvedaemon and pveproxy on the node";
            case MALFORMED -> malformed(location, section);
            case TLS -> tls(reply, section);
            case CLOSED -> "";
        };
    }

    private static String forbidden(PveReply reply) {
        String text = reply + "";
        if (text.contains("root@pam") || text.contains("Only root") || text.contains("not available with API token")) {
            return "Proxmox VE allows this to no API token, whatever its rights: sign in with user and password,"
                    + " or use SSH (pct set, qm set)";
        }
        return "give the user or token a role with that privilege on that path (pveum acl modify);"
                + " a token with privilege separation has only the rights given to itself";
    }

    private static String unreachable(PveCall call, PveReply reply) {
        if (reply.reason().startsWith("RPCEnvironment")) {
            return "the service pve-cluster is down on that node";
        }
        if (reply.status() == 595) {
            return call.path()
                    .node()
                    .map(node ->
                            "the node " + node + " is off, cut off, or its services pveproxy and pvedaemon are down")
                    .orElse("the service pvedaemon is down on that node");
        }
        return "check that the node is on, that its name resolves, and that port 8006 is open (service pveproxy)";
    }

    private static String timeout(PveCall call, PveReply reply, String section) {
        if (reply.status() >= 596) {
            return "the node that was asked did not get the whole answer of "
                    + call.path().node().map(node -> "node " + node).orElse("its own services")
                    + ": slow, overloaded, or with a certificate the others do not know (pvecm updatecerts)";
        }
        return "the node may hang; the limit is " + section + ".limits.call";
    }

    private static String malformed(String location, String section) {
        if (!location.isEmpty()) {
            return "the endpoint sends elsewhere, to " + location + "; write the right address, with https://, into "
                    + section + ".endpoints";
        }
        return "check that " + section + ".endpoints names the API of Proxmox VE, port 8006";
    }

    private static String tls(PveReply reply, String section) {
        String text = reply.reason();
        if (text.contains("not pinned")) {
            return "if that is the fingerprint the node itself shows (pvenode cert info), put it into " + section
                    + ".tls.fingerprint; a node renews its certificate, so a copy of /etc/pve/pve-root-ca.pem as "
                    + section + ".tls.ca lasts longer";
        }
        if (text.contains("SSL message") || text.contains("plaintext")) {
            return "this port does not speak TLS; the API of Proxmox VE is on port 8006";
        }
        if (text.contains("alternative") || text.contains("No name matching")) {
            return "the certificate has other names; use one of them in " + section
                    + ".endpoints, or pin its fingerprint";
        }
        return "copy /etc/pve/pve-root-ca.pem of a node and name it in " + section
                + ".tls.ca, or pin the certificate in " + section + ".tls.fingerprint";
    }
}
