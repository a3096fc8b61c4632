package dev.steward.runner.inventory.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Merge keys as PyYAML carries them out: merged pairs come first; of {@code <<: [*a, *b]} the pairs of b come before those of
 * a, so that a's values win; a later pair of the mapping itself overrides the value but keeps the merged place.
 */
final class Merging {

    private final Map<MappingNode, Integer> flat = new IdentityHashMap<>();
    private final BiConsumer<Node, String> refuse;

    Merging(BiConsumer<Node, String> refuse) {
        this.refuse = refuse;
    }

    /** Replaces merge keys by what they merge; returns how many pairs at the front were merged. */
    int flatten(MappingNode node) {
        Integer known = flat.get(node);
        if (known != null) {
            return known;
        }
        flat.put(node, 0);
        List<NodeTuple> merged = new ArrayList<>();
        List<NodeTuple> own = new ArrayList<>();
        for (NodeTuple pair : node.getValue()) {
            if (pair.getKeyNode().getTag().equals(Tag.MERGE)) {
                merged.addAll(pairs(pair.getValueNode()));
            } else {
                own.add(pair);
            }
        }
        int count = merged.size();
        if (own.size() < node.getValue().size()) {
            merged.addAll(own);
            node.setValue(merged);
        }
        flat.put(node, count);
        return count;
    }

    private List<NodeTuple> pairs(Node value) {
        if (value instanceof MappingNode mapping) {
            flatten(mapping);
            return mapping.getValue();
        }
        if (!(value instanceof SequenceNode sequence)) {
            refuse.accept(value, "'<<' merges a mapping or a list of mappings");
            return List.of();
        }
        List<Node> backwards = new ArrayList<>(sequence.getValue());
        Collections.reverse(backwards);
        List<NodeTuple> pairs = new ArrayList<>();
        for (Node element : backwards) {
            if (element instanceof MappingNode mapping) {
                flatten(mapping);
                pairs.addAll(mapping.getValue());
            } else {
                refuse.accept(element, "'<<' merges mappings only");
            }
        }
        return pairs;
    }
}
