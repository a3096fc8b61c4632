package dev.steward.runner.lab.pve.tool;

import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import java.util.List;

/** {@code pvecm}: the votes of the cluster as corosync counts them, and how many it expects. */
final class Pvecm implements Program {

    private final NodeTools tools;

    Pvecm(NodeTools tools) {
        this.tools = tools;
    }

    @Override
    public int run(Call call) {
        List<String> words = call.arguments();
        if (call.proc().user().uid() != 0) {
            return call.say(255, "please run as root");
        }
        if (words.equals(List.of("status"))) {
            return tools.with(lab -> status(call, lab.state()));
        }
        if (words.size() == 2 && words.get(0).equals("expected") && words.get(1).matches("[1-9]\\d*")) {
            return tools.with(lab -> {
                lab.state().votes().expect(Integer.parseInt(words.get(1)));
                return 0;
            });
        }
        return call.say(255, "ERROR: unknown command 'pvecm " + String.join(" ", words) + "'");
    }

    private int status(Call call, PveCluster cluster) {
        PveNode here = cluster.node(tools.node());
        boolean quorate = cluster.quorate(here);
        int all = cluster.nodes().size() + (cluster.votes().device().isPresent() ? 1 : 0);
        int expected = cluster.votes().expected(all);
        call.out()
                .line("Quorum information")
                .line("------------------")
                .line("Quorum provider:  corosync_votequorum")
                .line("Quorate:          " + (quorate ? "Yes" : "No"))
                .line("")
                .line("Votequorum information")
                .line("----------------------")
                .line("Expected votes:   " + expected)
                .line("Highest expected: " + expected)
                .line("Total votes:      " + cluster.alive(here))
                .line("Quorum:           " + (expected / 2 + 1) + (quorate ? "" : " Activity blocked"))
                .line("Flags:            " + (quorate ? "Quorate" : ""));
        return 0;
    }
}
