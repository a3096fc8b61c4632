package dev.steward.runner.engine;

import dev.steward.dsl.plan.Become;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.secret.Secret;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who a task runs as on a host: the inventory's variables over the playbook's words over the command line, as in Ansible. */
final class BecomeRule {

    private static final Set<String> TRUE = Set.of("yes", "true", "on", "y", "t", "1");

    private BecomeRule() {}

    static RunAs of(Become words, Host host, RunOptions options) {
        Map<String, Object> vars = host.vars();
        boolean enabled = first(vars, "ansible_become", "ansible_sudo", "ansible_su")
                .map(value -> TRUE.contains(String.valueOf(value).toLowerCase(Locale.ROOT)))
                .or(words::enabled)
                .orElse(options.become());
        if (!enabled) {
            return RunAs.LOGIN;
        }
        String user = first(vars, "ansible_become_user", "ansible_sudo_user", "ansible_su_user")
                .map(String::valueOf)
                .or(words::user)
                .orElse("root");
        Optional<String> login = first(vars, "ansible_user", "ansible_ssh_user")
                .map(String::valueOf)
                .or(options::user);
        if (login.equals(Optional.of(user))) {
            return RunAs.LOGIN;
        }
        Optional<Secret> password = first(
                        vars, "ansible_become_password", "ansible_become_pass", "ansible_sudo_pass", "ansible_su_pass")
                .map(value -> value instanceof Secret secret ? secret : new Secret(String.valueOf(value)))
                .or(options::becomePassword);
        return new RunAs(Optional.of(user), password);
    }

    private static Optional<Object> first(Map<String, Object> vars, String... names) {
        for (String name : names) {
            if (vars.get(name) != null) {
                return Optional.of(vars.get(name));
            }
        }
        return Optional.empty();
    }
}
