package dev.steward.runner.lab.pve.tool;

import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.pve.guest.Ha;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import java.util.List;

/** {@code ha-manager}: status, and maintenance mode of a node, which no API call sets. */
final class HaManager implements Program {

    private final NodeTools tools;

    HaManager(NodeTools tools) {
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
        boolean maintenance = words.size() == 4
                && words.get(0).equals("crm-command")
                && words.get(1).equals("node-maintenance")
                && List.of("enable", "disable").contains(words.get(2));
        if (!maintenance) {
            return call.say(255, "ERROR: unknown command 'ha-manager " + String.join(" ", words) + "'");
        }
        return tools.with(
                lab -> maintain(call, lab.state(), words.get(3), words.get(2).equals("enable")));
    }

    private static int maintain(Call call, PveCluster cluster, String name, boolean on) {
        PveNode node = cluster.node(name);
        if (node == null) {
            return call.say(255, "node '" + name + "' does not exist");
        }
        new Ha(cluster).maintain(node, on);
        return 0;
    }

    private static int status(Call call, PveCluster cluster) {
        call.out().line("quorum OK");
        cluster.nodes().values().forEach(node -> call.out()
                .line("lrm " + node.name() + " (" + (node.maintenance() ? "maintenance mode" : "idle") + ")"));
        cluster.services().values().forEach(service -> call.out()
                .line("service " + service.sid() + " (" + service.state() + ")"));
        return 0;
    }
}
