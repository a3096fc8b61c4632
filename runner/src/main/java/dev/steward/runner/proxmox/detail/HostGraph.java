package dev.steward.runner.proxmox.detail;

import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.util.List;

/** Which node carries which guest, as a tree for people or as DOT for Graphviz. */
public final class HostGraph {

    private final Estate estate;

    /** The graph of an estate. */
    public HostGraph(Estate estate) {
        this.estate = estate;
    }

    /** As a tree of text; a cluster that was never seen says why. */
    public String text() {
        StringBuilder out = new StringBuilder();
        estate.clusters().values().forEach(seen -> text(seen, out));
        return out.toString();
    }

    private static void text(Seen seen, StringBuilder out) {
        out.append(seen.name()).append(": ").append(words(seen)).append('\n');
        seen.view().ifPresent(view -> {
            List<Node> nodes = List.copyOf(view.nodes().values());
            for (int i = 0; i < nodes.size(); i++) {
                boolean last = i == nodes.size() - 1;
                Node node = nodes.get(i);
                out.append(last ? "└─ " : "├─ ").append(node.name()).append(' ').append(node.status());
                out.append('\n');
                guests(view.guestsOf(node.name()), last ? "   " : "│  ", out);
            }
        });
    }

    private static void guests(List<Guest> guests, String indent, StringBuilder out) {
        for (int i = 0; i < guests.size(); i++) {
            Guest guest = guests.get(i);
            out.append(indent).append(i == guests.size() - 1 ? "└─ " : "├─ ");
            out.append(guest.id()).append(' ').append(guest.name()).append(' ').append(guest.word());
            out.append(" [").append(guest.mark()).append("]\n");
        }
    }

    /** What a cluster is, in a few words. */
    static String words(Seen seen) {
        String trouble =
                seen.problem().map(why -> "does not answer (" + why + ")").orElse("");
        if (seen.view().isEmpty()) {
            return trouble;
        }
        View view = seen.view().get();
        long online = view.nodes().values().stream().filter(Node::online).count();
        String quorum = !view.cluster().clustered()
                ? "one node that stands alone"
                : (view.cluster().quorate() ? "quorum" : "quorum LOST") + ", " + online + " of "
                        + view.nodes().size() + " nodes online";
        return trouble.isEmpty() ? quorum : quorum + " when last seen; " + trouble;
    }

    /** As a directed graph in DOT, from clusters to nodes to guests. */
    public String dot() {
        StringBuilder out = new StringBuilder("digraph estate {\n  rankdir=LR;\n  node [shape=box];\n");
        estate.clusters().values().forEach(seen -> dot(seen, out));
        return out.append("}\n").toString();
    }

    private static void dot(Seen seen, StringBuilder out) {
        String cluster = seen.name();
        vertex(out, cluster, cluster, "shape=folder");
        seen.view().ifPresent(view -> view.nodes().values().forEach(node -> {
            String id = cluster + "/" + node.id();
            vertex(
                    out,
                    id,
                    node.name() + "\n" + node.status(),
                    "shape=box3d" + (node.online() ? "" : ", style=dashed"));
            edge(out, cluster, id);
            for (Guest guest : view.guestsOf(node.name())) {
                String own = cluster + "/" + guest.id();
                String label = guest.name() + "\n" + guest.id() + " " + guest.word() + " [" + guest.mark() + "]";
                vertex(out, own, label, guest.running() ? "style=solid" : "style=dashed");
                edge(out, id, own);
            }
        }));
    }

    private static void vertex(StringBuilder out, String id, String label, String look) {
        out.append("  ").append(quoted(id)).append(" [label=").append(quoted(label));
        out.append(", ").append(look).append("];\n");
    }

    private static void edge(StringBuilder out, String from, String to) {
        out.append("  ").append(quoted(from)).append(" -> ").append(quoted(to)).append(";\n");
    }

    /* graphviz.org, the DOT language: in a double-quoted string only the quote is escaped; \n breaks a label's line. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
