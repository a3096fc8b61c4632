package dev.steward.runner.module.roll;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.roll.KernelChoice;
import dev.steward.runner.roll.NodeRoll;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code checkReboot}: whether a node has to boot. */
@ModuleInfo(
        name = "checkReboot",
        doc =
                "Tells whether a Proxmox node has to boot: it runs another kernel than the pinned one (proxmox-boot-tool kernel pin),"
                        + " else than the newest installed, or its firmware or microcode is new since it booted. Changes nothing.",
        check = ModuleInfo.CheckMode.READS,
        returns = {
            @Returns(name = "rebootRequired", type = Type.FLAG, doc = "Whether it has to boot."),
            @Returns(name = "reasons", type = Type.TEXTS, doc = "Why."),
            @Returns(name = "running", type = Type.TEXT, doc = "The kernel it runs."),
            @Returns(name = "next", type = Type.TEXT, doc = "The kernel it would boot; empty: not known.")
        })
public final class CheckReboot extends RollModule<CheckReboot.Args> {

    /** What it takes. */
    public record Args(@Doc("Reboot once in a roll although nothing asks for it.") boolean force) {}

    /** The module. */
    public CheckReboot() {
        super(Args.class);
    }

    @Override
    Outcome act(Args args, RollNode node) throws ActException, ConnectionException, InterruptedException {
        Optional<NodeRoll> roll = node.roll().filter(NodeRoll::open);
        if (roll.filter(each -> each.stage() == NodeRoll.Stage.REBOOTING).isPresent()) {
            // it may be away: nobody asks it before it is back
            return told(node.name() + " was told to reboot before", List.of("it was told to reboot before"), "", "");
        }
        Answer state = node.state(false);
        KernelChoice kernels = RollNode.kernels(state);
        if (kernels.problem().isPresent()) {
            throw new ActException(kernels.problem().get());
        }
        boolean booted = roll.flatMap(NodeRoll::boot)
                .filter(before -> !before.equals(state.text("boot")))
                .isPresent();
        List<String> reasons = new ArrayList<>();
        kernels.reason().ifPresent(reasons::add);
        if (booted && !reasons.isEmpty()) {
            throw new ActException(
                    node.name() + " was rebooted, and still " + reasons.get(0).replaceFirst("^it ", "")
                            + ": its boot loader does not start that one (proxmox-boot-tool status, proxmox-boot-tool refresh)");
        }
        if (!booted) {
            roll.ifPresent(each -> reasons.addAll(each.notes().bootReasons()));
            if (args.force() && roll.isPresent()) {
                reasons.add("the playbook says so");
            }
        }
        String words = reasons.isEmpty()
                ? node.name() + " runs kernel " + kernels.running() + ", and need not boot" + (booted ? " again" : "")
                : node.name() + " has to boot: " + String.join("; ", reasons);
        return told(words, reasons, kernels.running(), kernels.next().orElse(""));
    }

    private static Outcome told(String words, List<String> reasons, String running, String next) {
        return Outcome.ok(words)
                .with("rebootRequired", !reasons.isEmpty())
                .with("reasons", List.copyOf(reasons))
                .with("running", running)
                .with("next", next);
    }
}
