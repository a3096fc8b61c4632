package dev.steward.runner.engine;

import dev.steward.dsl.plan.Become;
import dev.steward.runner.connection.BecomeSettings;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.inventory.Host;
import java.util.Optional;

/** Who a task runs as on a host: the inventory's variables over the playbook's words over the command line, as in Ansible. */
final class BecomeRule {

    private BecomeRule() {}

    /**
     * The user on a host.
     *
     * @param words of the task, with what it inherits
     * @param host it runs on
     * @param options of the run
     * @throws ConnectionException where the inventory's variables make no sense
     */
    static RunAs of(Become words, Host host, RunOptions options) throws ConnectionException {
        BecomeSettings said = BecomeSettings.of(host);
        if (!said.wanted().or(words::enabled).orElse(options.become())) {
            return RunAs.LOGIN;
        }
        return new RunAs(
                said.user().or(words::user).or(() -> Optional.of("root")),
                said.password().or(options::becomePassword),
                said.sudo());
    }
}
