package dev.steward.runner.proxmox.detail;

import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import java.util.List;

/**
 * The graph of nodes and guests as a picture: clusters left, nodes in the middle, guests right. It stands for itself, with
 * colours of its own; a page may dress its classes anew.
 */
public final class GraphSvg {

    private static final int ROW = 26;
    private static final int BOX = 20;
    private static final int[] LEFT = {8, 190, 400};
    private static final int[] WIDE = {140, 150, 420};
    private static final int WIDTH = 828;

    private final StringBuilder edges = new StringBuilder();
    private final StringBuilder boxes = new StringBuilder();
    private int row;

    private GraphSvg() {}

    /** The picture of an estate. */
    public static String of(Estate estate) {
        GraphSvg svg = new GraphSvg();
        estate.clusters().values().forEach(svg::cluster);
        int height = Math.max(1, svg.row) * ROW + 12;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" viewBox=\"0 0 " + WIDTH + " " + height
                + "\" width=\"" + WIDTH + "\" height=\"" + height
                + "\" role=\"img\" aria-label=\"Nodes and their guests\""
                + " font-family=\"sans-serif\" font-size=\"12\">\n" + svg.edges + svg.boxes + "</svg>\n";
    }

    private void cluster(Seen seen) {
        int first = row;
        List<Node> nodes =
                seen.view().map(view -> List.copyOf(view.nodes().values())).orElse(List.of());
        int[] rows = new int[nodes.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = node(nodes.get(i), seen);
        }
        int own = rows.length == 0 ? row++ : (rows[0] + rows[rows.length - 1]) / 2;
        box(0, own, "g-cluster" + (seen.problem().isPresent() ? " off" : ""), seen.name(), HostGraph.words(seen));
        for (int at : rows) {
            edge(0, own, at);
        }
        row = Math.max(row, first + 1) + 1;
    }

    /* Its row: amidst those of its guests. */
    private int node(Node node, Seen seen) {
        List<Guest> guests = seen.view().orElseThrow().guestsOf(node.name());
        int first = row;
        row += Math.max(1, guests.size());
        int own = (first + row - 1) / 2;
        box(1, own, "g-node" + (node.online() ? "" : " off"), node.name() + " · " + node.status(), node.name());
        for (int i = 0; i < guests.size(); i++) {
            Guest guest = guests.get(i);
            String look = "g-guest" + (guest.running() ? "" : " off");
            String text = guest.name() + " · " + guest.id() + " · " + guest.word() + " [" + guest.mark() + "]";
            box(2, first + i, look, text, guest.words());
            edge(1, own, first + i);
        }
        return own;
    }

    private void box(int column, int at, String look, String text, String title) {
        int y = at * ROW + 6;
        boolean off = look.endsWith(" off");
        int most = WIDE[column] / 7;
        String shown = text.length() > most ? text.substring(0, most - 1) + "…" : text;
        boxes.append("<g class=\"")
                .append(look)
                .append("\"><title>")
                .append(escaped(title))
                .append("</title>");
        boxes.append("<rect x=\"")
                .append(LEFT[column])
                .append("\" y=\"")
                .append(y)
                .append("\" width=\"");
        boxes.append(WIDE[column]).append("\" height=\"").append(BOX).append("\" rx=\"4\" fill=\"#ffffff\" stroke=\"");
        boxes.append(off ? "#8a93a3\" stroke-dasharray=\"4 3\"/>" : "#2f5bd0\"/>");
        boxes.append("<text x=\"").append(LEFT[column] + 8).append("\" y=\"").append(y + 14);
        boxes.append("\" fill=\"#1b2130\">").append(escaped(shown)).append("</text></g>\n");
    }

    private void edge(int column, int from, int to) {
        int x1 = LEFT[column] + WIDE[column];
        int x2 = LEFT[column + 1];
        int y1 = from * ROW + 6 + BOX / 2;
        int y2 = to * ROW + 6 + BOX / 2;
        int middle = (x1 + x2) / 2;
        edges.append("<path class=\"g-edge\" fill=\"none\" stroke=\"#b9c0cb\" d=\"M")
                .append(x1)
                .append(' ')
                .append(y1);
        edges.append('C')
                .append(middle)
                .append(' ')
                .append(y1)
                .append(' ')
                .append(middle)
                .append(' ')
                .append(y2);
        edges.append(' ').append(x2).append(' ').append(y2).append("\"/>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
