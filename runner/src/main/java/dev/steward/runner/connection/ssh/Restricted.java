package dev.steward.runner.connection.ssh;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.connection.Shell;
import dev.steward.runner.connection.shell.Protocol;
import java.util.ArrayList;
import java.util.List;

/**
 * What a host lets a key do: begin the shell that Steward sends its scripts to, and nothing else. Steward configures
 * hosts, so what that shell is sent is any script: who holds the key, and comes from where Steward is, may do what the user
 * may. What it may not: a terminal, a command typed by hand, forwarding, copying files by sftp or scp, another address.
 *
 * @param login who logs in
 * @param as as whom tasks run beside that user
 */
public record Restricted(String login, List<RunAs> as) {

    public Restricted {
        as = List.copyOf(as);
    }

    /**
     * The line of {@code ~/.ssh/authorized_keys} (sshd(8)).
     *
     * @param from addresses that the key is taken from, as sshd's pattern list
     * @param publicKey type, key and comment
     * @throws ConnectionException where a user's name can be none
     */
    public String authorizedKey(String from, String publicKey) throws ConnectionException {
        List<String> lines = new ArrayList<>();
        lines.add(Shell.quote(Protocol.line(RunAs.LOGIN, login)));
        for (RunAs one : as) {
            lines.add(Shell.quote(Protocol.line(one, login)));
        }
        String command = "case \"$SSH_ORIGINAL_COMMAND\" in " + String.join("|", lines)
                + ")eval \"$SSH_ORIGINAL_COMMAND\";;*)echo 'this key begins the shell of Steward and nothing else' >&2;exit 126;;esac";
        return "restrict,from=\"" + from + "\",command=\"" + command.replace("\"", "\\\"") + "\" " + publicKey;
    }

    /**
     * What {@code /etc/sudoers.d/steward} says for it: sudo begins that same shell and no other command. Regular
     * expressions are in sudo since 1.9.10; Debian 12 has 1.9.13.
     *
     * @throws ConnectionException where a user's name can be none
     */
    public List<String> sudoers() throws ConnectionException {
        List<String> lines = new ArrayList<>();
        for (RunAs one : login.equals("root") ? List.<RunAs>of() : as) {
            String shell = Protocol.line(RunAs.LOGIN, login)
                    .replaceFirst("^exec sh ", "")
                    .replace("'", "");
            String exact = "^" + shell.replaceAll("([$.*+?()\\[\\]{}|^\\\\])", "\\\\$1") + "$";
            lines.add(login + " ALL=(" + one.user().orElseThrow() + ") "
                    + (one.password().isPresent() ? "" : "NOPASSWD: ")
                    + "/usr/bin/sh " + exact + ", /bin/sh " + exact);
        }
        return lines;
    }
}
