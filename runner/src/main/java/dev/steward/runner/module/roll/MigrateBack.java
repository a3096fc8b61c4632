package dev.steward.runner.module.roll;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.roll.NodeRoll;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code migrateBack}: takes a node into service again and brings its guests home. */
@ModuleInfo(
        name = "migrateBack",
        doc =
                "Takes a Proxmox node that evacuate emptied into service again: ends its maintenance mode, takes back Ceph's noout,"
                        + " brings home the guests that were moved away, whichever run moved them, and starts those that were shut"
                        + " down. A guest that somebody moved on since stays where it is, and is named.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {
            @Returns(name = "home", type = Type.TEXTS, doc = "Guests that are home."),
            @Returns(name = "elsewhere", type = Type.TEXTS, doc = "Guests that stay elsewhere, each with the reason.")
        })
public final class MigrateBack extends RollModule<MigrateBack.Args> {

    private static final Duration USUAL = Duration.ofMinutes(30);

    /** What it takes. */
    public record Args(
            @Doc("How long HA and each guest may take; 30.minutes unless said.") Optional<Duration> timeout,
            @Doc("How long to wait afterwards, before the next node; not at all unless said.")
                    Optional<Duration> settle) {}

    /** The module. */
    public MigrateBack() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, RollNode node) throws PveException, ActException, ConnectionException, InterruptedException {
        Optional<NodeRoll> open = node.roll().filter(NodeRoll::open);
        if (open.isEmpty()) {
            return Outcome.ok(node.name() + " is in service")
                    .with("home", List.of())
                    .with("elsewhere", List.of());
        }
        if (node.target().check()) {
            return Outcome.changed("would take " + node.name() + " into service and bring "
                    + open.get().homes().size() + " guests home");
        }
        Duration limit = args.timeout().orElse(USUAL);
        Service service = new Service(node, limit);
        NodeRoll roll = service.loud(service.release(open.get()));
        Homecoming homecoming = new Homecoming(node, limit);
        for (NodeRoll.Home home : List.copyOf(roll.homes().values())) {
            homecoming.bring(home);
            roll = node.keep(roll.without(home.guest().vmid()));
        }
        node.keep(roll.emptied(false).at(NodeRoll.Stage.DONE));
        if (args.settle().isPresent()) {
            node.target()
                    .log("lets the cluster settle for " + args.settle().get().toSeconds() + " s");
            node.acting().time().sleep(args.settle().get());
        }
        String words = homecoming.home().isEmpty()
                ? node.name() + " is in service"
                : node.name() + " is in service, " + homecoming.home().size()
                        + (homecoming.home().size() == 1 ? " guest is" : " guests are") + " home";
        return Outcome.changed(
                        homecoming.elsewhere().isEmpty()
                                ? words
                                : words + "; " + String.join("; ", homecoming.elsewhere()))
                .with("home", homecoming.home())
                .with("elsewhere", homecoming.elsewhere());
    }
}
