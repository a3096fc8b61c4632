package dev.steward.runner.module.power;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.proxmox.Aim;
import dev.steward.runner.power.UpsCommands;
import dev.steward.runner.power.UpsRefused;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code ups}: instant commands of NUT. One that takes the power away is given only when every node of every configured cluster is
 * seen to be down, but the one that carries Steward.
 */
@ModuleInfo(
        name = "ups",
        doc =
                "Gives a UPS an instant command of NUT, as test.battery.start.quick or shutdown.return. One that takes the power away is"
                        + " refused while a node of a cluster is up. To end an outage with shutdown.return say wayBack upsReturn: true instead.",
        check = ModuleInfo.CheckMode.SIMULATES,
        local = true)
public final class Ups implements TaskModule<Ups.Args> {

    private static final String DELAY = "ups.delay.shutdown";

    /** What it takes. */
    public record Args(
            @Positional @Doc("The command by NUT's name; upscmd -l lists those a UPS knows.") String command,
            @Doc("The UPS, as it is called in steward.yml; the only one unless said.") Optional<String> name,
            @Doc("A value that some commands take.") Optional<String> value,
            @Doc("How long the UPS shall wait before it acts: its ups.delay.shutdown is set first.")
                    Optional<Duration> delay,
            @Doc(
                            "Whether power may be taken away though a cluster does not answer, so that nobody knows which of its nodes are up.")
                    boolean allowUnseen) {}

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws InterruptedException {
        UpsCommands upses = target.upses();
        try {
            String ups = which(args, upses);
            UpsCommands.Told told = upses.told(ups);
            if (!told.commands().contains(args.command())) {
                return Outcome.failed(unknown(ups, args.command(), told.commands()));
            }
            Optional<String> why = takesPower(args.command()) ? stillUp(args, target) : Optional.empty();
            if (why.isPresent()) {
                return Outcome.failed(why.get());
            }
            if (target.check()) {
                return Outcome.changed("UPS " + ups + " would be told " + args.command());
            }
            if (args.delay().isPresent()) {
                upses.set(ups, DELAY, Did.seconds(args.delay().get()));
            }
            return Outcome.changed("UPS " + ups + " was told " + args.command() + ": "
                    + upses.command(ups, args.command(), args.value()));
        } catch (UpsRefused e) {
            return Outcome.failed(e.getMessage());
        }
    }

    private static String which(Args args, UpsCommands upses) throws UpsRefused {
        List<String> names = upses.names();
        String said = args.name().orElse(names.size() == 1 ? names.get(0) : "");
        if (said.isEmpty() && !names.isEmpty()) {
            throw new UpsRefused("there are several UPSes: say which by 'name', one of " + String.join(", ", names));
        }
        if (!names.contains(said)) {
            String remedy = names.isEmpty()
                    ? "; name it in steward.yml below 'power: ups:'"
                    : Suggestion.question(said, names)
                            .map(q -> "; " + q)
                            .orElse("; there are " + String.join(", ", names));
            throw new UpsRefused("no UPS" + (said.isEmpty() ? "" : " '" + said + "'") + " is configured" + remedy);
        }
        return said;
    }

    private static String unknown(String ups, String command, List<String> commands) {
        String remedy = Suggestion.question(command, commands)
                .or(() -> Optional.of("it knows " + String.join(", ", commands)).filter(w -> !commands.isEmpty()))
                .orElse("its driver offers no instant commands");
        return "UPS " + ups + " has no command '" + command + "'; " + remedy;
    }

    /** Whether a command switches off what hangs on the UPS (NUT, docs/nut-names.txt: instant commands). */
    static boolean takesPower(String command) {
        return command.matches(
                "shutdown\\.(return|stayoff|default|reboot|reboot\\.graceful)|(outlet\\..*)?load\\.(off|cycle)(\\.delay)?|outlet\\..*shutdown\\.return");
    }

    private static Optional<String> stillUp(Args args, Target target) throws InterruptedException {
        Aim aim = new Aim(target);
        for (String cluster : target.clusters().names()) {
            try {
                View view = target.clusters().on(cluster).view();
                String up = view.nodes().values().stream()
                        .filter(node -> node.online() && !aim.carriesSteward(view, node))
                        .map(Node::name)
                        .collect(Collectors.joining(", "));
                if (!up.isEmpty()) {
                    return Optional.of(args.command() + " takes the power away, and of cluster " + cluster
                            + " there are still up: " + up + "; shut them down first");
                }
            } catch (PveException | ActException e) {
                if (!args.allowUnseen()) {
                    return Optional.of(
                            args.command() + " takes the power away, and nobody knows which nodes of cluster " + cluster
                                    + " are up: " + e.getMessage() + " (allowUnseen: true where they are surely off)");
                }
            }
        }
        return Optional.empty();
    }
}
