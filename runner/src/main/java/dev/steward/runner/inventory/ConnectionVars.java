package dev.steward.runner.inventory;

import dev.steward.dsl.word.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The old names of connection variables, as {@code ansible_ssh_user} for {@code ansible_user}.
 *
 * <p>Deviation from Ansible: there an alias is looked up after all scopes are merged and the last alias wins, so that a
 * group's {@code ansible_ssh_user} beats a host's {@code ansible_user}. Here each scope is read by itself, so the nearer scope
 * wins; only within one scope the last alias wins. A host's connection therefore finds the one right value under the new name
 * and under every old name that was written. Listings print variables as written.
 */
public final class ConnectionVars {

    private static final Map<String, List<String>> FAMILIES = Map.ofEntries(
            Map.entry("ansible_host", List.of("ansible_ssh_host")),
            Map.entry("ansible_port", List.of("ansible_ssh_port")),
            Map.entry("ansible_user", List.of("ansible_ssh_user")),
            Map.entry("ansible_password", List.of("ansible_ssh_pass", "ansible_ssh_password")),
            Map.entry("ansible_ssh_private_key_file", List.of("ansible_private_key_file")),
            Map.entry("ansible_host_key_checking", List.of("ansible_ssh_host_key_checking")),
            Map.entry("ansible_pipelining", List.of("ansible_ssh_pipelining")),
            Map.entry("ansible_become", List.of("ansible_sudo", "ansible_su")),
            Map.entry("ansible_become_user", List.of("ansible_sudo_user", "ansible_su_user")),
            Map.entry("ansible_become_exe", List.of("ansible_sudo_exe", "ansible_su_exe")),
            Map.entry("ansible_become_flags", List.of("ansible_sudo_flags", "ansible_su_flags")),
            Map.entry(
                    "ansible_become_password", List.of("ansible_become_pass", "ansible_sudo_pass", "ansible_su_pass")));

    private static final List<String> OTHERS = List.of(
            "ansible_connection",
            "ansible_ssh_common_args",
            "ansible_ssh_extra_args",
            "ansible_ssh_args",
            "ansible_ssh_retries",
            "ansible_ssh_timeout",
            "ansible_ssh_use_tty",
            "ansible_become_method",
            "ansible_group_priority",
            "ansible_python_interpreter");

    /**
     * What Ansible knows and Steward has no use for, with the reason. Interpreters are not among them: an inventory that Ansible
     * reads as well needs them, and no module here is Python.
     */
    private static final Map<String, String> USELESS = Map.ofEntries(
            Map.entry("ansible_ssh_executable", "Steward speaks SSH itself"),
            Map.entry("ansible_scp_executable", "Steward speaks SSH itself"),
            Map.entry("ansible_sftp_executable", "Steward speaks SSH itself"),
            Map.entry("ansible_sftp_batch_mode", "Steward speaks SSH itself"),
            Map.entry("ansible_scp_extra_args", "files go through the session itself"),
            Map.entry("ansible_sftp_extra_args", "files go through the session itself"),
            Map.entry("ansible_scp_if_ssh", "files go through the session itself"),
            Map.entry("ansible_ssh_transfer_method", "files go through the session itself"),
            Map.entry("ansible_ssh_use_tty", "no terminal is ever asked for"),
            Map.entry("ansible_control_path", "a run has one session a host"),
            Map.entry("ansible_control_path_dir", "a run has one session a host"),
            Map.entry("ansible_shell_type", "hosts are spoken to in POSIX sh"),
            Map.entry("ansible_shell_executable", "hosts are spoken to in POSIX sh"),
            Map.entry("ansible_remote_tmp", "nothing is copied to the host to be run"));

    private static final Map<String, String> NEW_NAMES = newNames();

    private ConnectionVars() {}

    private static Map<String, String> newNames() {
        Map<String, String> names = new LinkedHashMap<>();
        FAMILIES.forEach((name, aliases) -> aliases.forEach(alias -> names.put(alias, name)));
        return Map.copyOf(names);
    }

    /** The name used today; empty where the name is not an old one. The key file has two names of equal standing. */
    public static Optional<String> newName(String name) {
        return name.equals("ansible_private_key_file") ? Optional.empty() : Optional.ofNullable(NEW_NAMES.get(name));
    }

    /** All names of the variable that this name means, the one used today first, then the old ones; what has none stands alone. */
    public static List<String> family(String name) {
        String today = NEW_NAMES.getOrDefault(name, name);
        return Stream.concat(Stream.of(today), FAMILIES.getOrDefault(today, List.of()).stream())
                .toList();
    }

    /** Why a connection variable of Ansible's has no effect here; empty where it has one, or is none. */
    public static Optional<String> useless(String name) {
        return Optional.ofNullable(USELESS.get(name));
    }

    /** The special name that was probably meant by one that begins with {@code ansible_} and means nothing. */
    public static Optional<String> meant(String name) {
        boolean special = name.startsWith("ansible_")
                && !NEW_NAMES.containsKey(name)
                && !FAMILIES.containsKey(name)
                && !OTHERS.contains(name)
                && !USELESS.containsKey(name);
        return special
                ? Suggestion.nearest(
                                name.substring(8),
                                FAMILIES.keySet().stream()
                                        .map(n -> n.substring(8))
                                        .toList())
                        .filter(near -> near.length() > 3)
                        .map(near -> "ansible_" + near)
                : Optional.empty();
    }

    /** Whether a variable's value is a password, whoever wrote it in plain text. */
    public static boolean isPassword(String name) {
        String today = NEW_NAMES.getOrDefault(name, name);
        return today.equals("ansible_password") || today.equals("ansible_become_password");
    }

    /**
     * Gives every family one value, that of the highest scope that has one.
     *
     * @param merged changed: holds the new name and each old name that was written
     * @param scopes low to high
     */
    static void settle(Map<Object, Object> merged, List<VarsFolder.Layer> scopes) {
        if (merged.keySet().stream().noneMatch(name -> name != null && NEW_NAMES.containsKey(name))) {
            return;
        }
        FAMILIES.forEach((name, aliases) -> {
            if (aliases.stream().noneMatch(merged::containsKey)) {
                return;
            }
            Object value = null;
            for (VarsFolder.Layer scope : scopes) {
                value = scope.vars().containsKey(name) ? scope.vars().get(name) : value;
                for (String alias : aliases) {
                    value = scope.vars().containsKey(alias) ? scope.vars().get(alias) : value;
                }
            }
            merged.put(name, value);
            for (String alias : aliases) {
                if (merged.containsKey(alias)) {
                    merged.put(alias, value);
                }
            }
        });
    }
}
