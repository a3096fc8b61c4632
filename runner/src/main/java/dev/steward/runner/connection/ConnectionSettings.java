package dev.steward.runner.connection;

import dev.steward.runner.inventory.Host;
import dev.steward.runner.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the inventory says about the way to one host. Names and aliases are Ansible's; where a host has both, the
 * current name wins over the legacy one.
 *
 * @param host its name in the inventory
 * @param kind ssh, local, pct, or auto: the first that opens, as for every guest of a cluster whose connection nobody set
 * @param address name or address to connect to
 * @param port empty: what the SSH client configuration says, else 22
 * @param user empty: what the SSH client configuration says, else the one who runs Steward
 * @param password of the login user
 * @param keyFile the only private key to try; empty: the agent's, then the usual files
 * @param passphrase of an encrypted private key
 * @param arguments options of ssh(1), as words
 * @param checkHostKey false: the inventory asks for no check of the host key; it is checked all the same
 * @param retries further tries to connect where the host cannot be reached
 * @param connectTimeout from the first packet to the end of authentication
 * @param keepalive how often a silent link is probed
 * @param guest the guest it is, where it is one of a Proxmox cluster
 * @param ways which ways kind auto tries, in this order ({@code steward_ways}); empty: all there are
 */
public record ConnectionSettings(
        String host,
        String kind,
        String address,
        Optional<Integer> port,
        Optional<String> user,
        Optional<Secret> password,
        Optional<Path> keyFile,
        Optional<Secret> passphrase,
        List<String> arguments,
        boolean checkHostKey,
        int retries,
        Duration connectTimeout,
        Duration keepalive,
        Optional<GuestRef> guest,
        List<String> ways) {

    public ConnectionSettings {
        arguments = List.copyOf(arguments);
        ways = List.copyOf(ways);
    }

    /**
     * Reads a host's variables.
     *
     * @param host whose
     * @param defaults where it says nothing
     * @throws ConnectionException of kind CONFIGURATION for a value that makes no sense
     */
    public static ConnectionSettings of(Host host, LoginDefaults defaults) throws ConnectionException {
        HostVars vars = new HostVars(host);
        return new ConnectionSettings(
                host.name(),
                vars.text("ansible_connection").orElse(guest(vars).isPresent() ? "auto" : "ssh"),
                vars.text("ansible_host", "ansible_ssh_host").orElse(host.name()),
                vars.number(1, 65535, "ansible_port", "ansible_ssh_port"),
                vars.text("ansible_user", "ansible_ssh_user").or(defaults::user),
                vars.secret("ansible_password", "ansible_ssh_password", "ansible_ssh_pass")
                        .or(defaults::password),
                vars.text("ansible_private_key_file", "ansible_ssh_private_key_file")
                        .map(HomePath::of)
                        .or(defaults::keyFile),
                vars.secret("ansible_private_key_passphrase", "ansible_ssh_private_key_passphrase")
                        .or(defaults::passphrase),
                vars.words("ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args"),
                vars.truth("ansible_host_key_checking", "ansible_ssh_host_key_checking")
                        .orElse(true),
                vars.number(0, 100, "ansible_ssh_retries").orElse(0),
                vars.number(1, 3600, "ansible_timeout", "ansible_ssh_timeout")
                        .map(s -> Duration.ofSeconds(s))
                        .orElse(defaults.connectTimeout()),
                defaults.keepalive(),
                guest(vars),
                vars.list("steward_ways"));
    }

    private static Optional<GuestRef> guest(HostVars vars) throws ConnectionException {
        Optional<String> cluster = vars.text("proxmox_cluster");
        Optional<String> node = vars.text("proxmox_node");
        Optional<String> kind = vars.text("proxmox_vmtype");
        return vars.number(GuestRef.LOWEST, GuestRef.HIGHEST, "proxmox_vmid")
                .map(vmid -> new GuestRef(cluster, vmid, kind, node));
    }
}
