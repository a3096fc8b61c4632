package dev.steward.runner.roll;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a roll reaches.
 *
 * @param nodes that may be rebooted, one at a time
 * @param previews what becomes of the guests of each
 * @param kept votes left while the one with the most is away
 * @param votes all there should be
 */
public record BlastRadius(List<String> nodes, List<EvacuationPreview> previews, long kept, long votes) {

    public BlastRadius {
        nodes = List.copyOf(nodes);
        previews = List.copyOf(previews);
    }

    /** Whether the cluster keeps its quorum throughout. */
    public boolean quorate() {
        return kept * 2 > votes;
    }

    /** As {@code reboots up to 3 nodes, 41 guests move or restart, quorum 2/3 kept}. */
    public String words() {
        long moved = count(Way.LIVE) + count(Way.RESTART) + count(Way.HA);
        long down = count(Way.STOP) + count(Way.STAYS);
        long refused = count(Way.REFUSE);
        return "reboots up to " + nodes.size() + (nodes.size() == 1 ? " node, " : " nodes, ") + moved
                + (moved == 1 ? " guest moves or restarts" : " guests move or restart")
                + (down == 0 ? "" : ", " + down + " go down with their node")
                + (refused == 0 ? "" : ", " + refused + " cannot move and keep their node from being updated")
                + quorum();
    }

    private String quorum() {
        return votes == 0
                ? ""
                : quorate()
                        ? ", quorum " + kept + "/" + votes + " kept"
                        : ", quorum lost: " + kept + " of " + votes + " votes";
    }

    /**
     * The same where nothing is moved away first, as {@code reboots up to 3 nodes, 41 guests go down with their node}.
     *
     * @param oneByOne whether the nodes go one after the other, so that the rest of the votes is left
     */
    public String wordsInPlace(boolean oneByOne) {
        return "reboots up to " + nodes.size() + (nodes.size() == 1 ? " node, " : " nodes, ") + running()
                + (running() == 1 ? " guest goes" : " guests go") + " down with "
                + (nodes.size() == 1 ? "it" : "their node")
                + (oneByOne ? quorum() : ", all of them at once");
    }

    /** How many guests run there now. */
    public long running() {
        return previews.stream().mapToLong(each -> each.guests().size()).sum();
    }

    private long count(Way way) {
        return previews.stream().mapToLong(each -> each.of(way).size()).sum();
    }

    /** As plain data, for the API. */
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("summary", words());
        data.put("nodes", nodes);
        data.put("votesKept", kept);
        data.put("votes", votes);
        data.put("quorate", quorate());
        data.put("previews", previews.stream().map(EvacuationPreview::data).toList());
        return data;
    }
}
