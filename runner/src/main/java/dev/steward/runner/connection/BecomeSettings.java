package dev.steward.runner.connection;

import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.secret.Secret;
import java.util.Optional;

/**
 * What the inventory says about becoming another user on one host. It beats what a play or the command line says, as
 * with Ansible.
 *
 * @param wanted empty: nothing said
 * @param user whom to become; empty: nothing said
 * @param password what sudo may ask for
 * @param sudo how it is called
 */
public record BecomeSettings(Optional<Boolean> wanted, Optional<String> user, Optional<Secret> password, Sudo sudo) {

    /**
     * Reads a host's variables.
     *
     * @throws ConnectionException of kind CONFIGURATION for a value that makes no sense, and for a method other than
     *     sudo
     */
    public static BecomeSettings of(Host host) throws ConnectionException {
        HostVars vars = new HostVars(host);
        Optional<String> method = vars.text("ansible_become_method");
        if (method.filter(m -> !m.equals("sudo")).isPresent()) {
            throw new ConnectionException(
                    Kind.CONFIGURATION,
                    host.name() + ": ansible_become_method '" + method.get() + "' is not supported; use sudo",
                    null);
        }
        return new BecomeSettings(
                vars.truth("ansible_become", "ansible_sudo"),
                vars.text("ansible_become_user", "ansible_sudo_user"),
                vars.secret("ansible_become_password", "ansible_become_pass", "ansible_sudo_pass"),
                SudoVars.of(vars, host.name()));
    }
}
