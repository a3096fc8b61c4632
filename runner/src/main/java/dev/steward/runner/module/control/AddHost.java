package dev.steward.runner.module.control;

import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code addHost}. */
@ModuleInfo(
        name = "addHost",
        doc = "Makes a host known to the later plays of this run; further arguments are its variables. "
                + "'address', 'user', 'port' and 'connection' stand for ansible_host and its kin.",
        check = ModuleInfo.CheckMode.READS,
        local = true)
public final class AddHost implements TaskModule<AddHost.Args> {

    private static final Map<String, String> SHORT = Map.of(
            "address", "ansible_host",
            "user", "ansible_user",
            "port", "ansible_port",
            "connection", "ansible_connection");

    /** What it takes. */
    public record Args(
            @Positional @Doc("Its name, as the inventory would have it.") String name,
            @Doc("The groups it joins.") Optional<List<String>> groups,
            Map<String, Object> more) {}

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) {
        Map<String, Object> vars = new LinkedHashMap<>();
        args.more().forEach((name, value) -> vars.put(SHORT.getOrDefault(name, name), value));
        Outcome.NewHost host = new Outcome.NewHost(args.name(), args.groups().orElse(List.of()), vars);
        Outcome changed = Outcome.changed("host " + args.name() + " is known from now on");
        return new Outcome(changed.result(), changed.message(), Map.of(), List.of(), Map.of(), Optional.of(host));
    }
}
