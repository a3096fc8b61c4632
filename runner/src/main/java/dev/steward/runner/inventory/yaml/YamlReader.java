package dev.steward.runner.inventory.yaml;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.inventory.UnsafeText;
import dev.steward.runner.inventory.VaultText;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.IsoDate;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import dev.steward.runner.inventory.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document the way Ansible does (PyYAML's safe constructor with the tags {@code !vault} and {@code !unsafe}).
 * SnakeYAML gives the node graph; its meaning is made here. Limits: 50 million characters, 200 levels, 5 million values once
 * aliases are followed. Not thread-safe; one reader a text. It reads a little more than Ansible's libyaml:
 * <code>{web01:}</code> without a blank, and an anchor named twice.
 */
final class YamlReader {

    private static final int CHARACTERS = 50_000_000;
    private static final int LEVELS = 200;
    private static final int MENDS = 1000;
    private static final long VALUES = 5_000_000;

    private final String file;
    private final Problems problems;
    private final Map<Node, YamlNode> done = new IdentityHashMap<>();
    private final Map<Node, Long> sizes = new IdentityHashMap<>();
    private final Merging merging;

    YamlReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.merging = new Merging(this::refuse);
    }

    /** The document; empty where it has none, or is so broken that nothing can be read. */
    Optional<YamlNode> read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(CHARACTERS);
        options.setNestingDepthLimit(LEVELS);
        options.setTagInspector(tag -> true); // they are looked at here, and no class is ever made of one
        options.setMaxAliasesForCollections(CHARACTERS);
        try {
            Node root = compose(text, options);
            return root == null || tooLarge(root) ? Optional.empty() : Optional.of(node(root));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
            problems.error(at(mark), "this is no YAML: " + e.getProblem(), hint(e));
        } catch (ReaderException e) {
            String before = text.substring(
                    0, text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length()))));
            int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            int column = before.length() - before.lastIndexOf('\n');
            problems.error(
                    new SourceRef(file, line, column),
                    String.format("the character U+%04X may not stand in YAML", e.getCodePoint()),
                    "write it as \"\\x" + Integer.toHexString(e.getCodePoint()) + "\" in double quotes");
        } catch (YAMLException e) {
            problems.error(new SourceRef(file, 1, 1), "this is no YAML: " + e.getMessage(), Optional.empty());
        }
        return Optional.empty();
    }

    /** SnakeYAML is told again what libyaml would have read; a few times, since each fault shows only once the last is mended. */
    private static Node compose(String text, LoaderOptions options) {
        String mended = text;
        for (int tries = 0; ; tries++) {
            try {
                ParserImpl parser = new ParserImpl(new StreamReader(mended), options);
                return new Composer(parser, new PyScalars(), options).getSingleNode();
            } catch (MarkedYAMLException fault) {
                Optional<String> better = tries < MENDS ? Libyaml.mend(mended, fault) : Optional.empty();
                mended = better.orElseThrow(() -> fault);
            }
        }
    }

    private static Optional<String> hint(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("TAB")) {
            return Optional.of("indent with blanks, never with tabs");
        }
        if (problem.contains("another document")) {
            return Optional.of("an inventory file has one document; split it at '---'");
        }
        if (problem.contains("mapping values are not allowed")) {
            return Optional.of("look at the indent, or quote a text that has ': ' in it");
        }
        return Optional.empty();
    }

    private SourceRef at(Node node) {
        return at(node.getStartMark());
    }

    private SourceRef at(Mark mark) {
        return mark == null ? new SourceRef(file, 1, 1) : new SourceRef(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private boolean tooLarge(Node root) {
        if (size(root) > VALUES) {
            problems.error(
                    at(root),
                    "an alias contains itself, or with all aliases followed there are more than " + VALUES + " values",
                    "use fewer aliases");
            return true;
        }
        return false;
    }

    /** How many values a node stands for; an alias to itself counts as too many. */
    private long size(Node node) {
        Long known = sizes.putIfAbsent(node, VALUES + 1);
        if (known != null) {
            return known;
        }
        long size = 1;
        if (node instanceof SequenceNode sequence) {
            for (Node element : sequence.getValue()) {
                size += size(element);
            }
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple pair : mapping.getValue()) {
                size += size(pair.getKeyNode()) + size(pair.getValueNode());
            }
        }
        long limited = Math.min(size, VALUES + 1);
        sizes.put(node, limited);
        return limited;
    }

    private YamlNode node(Node node) {
        YamlNode known = done.get(node);
        if (known == null) {
            known = make(node);
            done.put(node, known);
        }
        return known;
    }

    private YamlNode make(Node node) {
        String tag = node.getTag().getValue();
        return switch (tag) {
            case "!vault", "!vault-encrypted" -> vault(node);
            case "!unsafe" -> Unsafe.of(untagged(node));
            case Tag.PREFIX + "omap", Tag.PREFIX + "pairs" -> pairs(node);
            default ->
                known(node, tag)
                        ? untagged(node)
                        : refuse(node, "the tag '" + tag.replace(Tag.PREFIX, "!!") + "' means nothing here");
        };
    }

    private static boolean known(Node node, String tag) {
        String name = tag.replace(Tag.PREFIX, "");
        return node instanceof ScalarNode
                ? List.of("str", "null", "bool", "int", "float", "timestamp", "merge", "python/unicode")
                        .contains(name)
                : node instanceof SequenceNode ? name.equals("seq") : name.equals("map") || name.equals("python/dict");
    }

    private YamlNode untagged(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> elements = new ArrayList<>();
            sequence.getValue().forEach(element -> elements.add(node(element)));
            return new Sequence(at(node), elements);
        }
        return mapping((MappingNode) node);
    }

    private YamlNode scalar(ScalarNode node) {
        try {
            return new Scalar(at(node), PyScalars.value(node.getTag(), Libyaml.word(node.getValue())));
        } catch (IllegalArgumentException e) {
            return refuse(
                    node,
                    "'" + node.getValue() + "' cannot be read as "
                            + node.getTag().getValue().replace(Tag.PREFIX, "!!"));
        }
    }

    private YamlNode vault(Node node) {
        return node instanceof ScalarNode scalar
                ? new Scalar(at(node), new VaultText(scalar.getValue(), at(node)))
                : refuse(node, "!vault stands before one text, not before a list or mapping");
    }

    private YamlNode pairs(Node node) {
        List<YamlNode> pairs = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node element : sequence.getValue()) {
                if (!(element instanceof MappingNode one) || one.getValue().size() != 1) {
                    return refuse(element, "each element of an ordered map is one 'key: value'");
                }
                NodeTuple pair = one.getValue().get(0);
                pairs.add(new Sequence(at(element), List.of(node(pair.getKeyNode()), node(pair.getValueNode()))));
            }
            return new Sequence(at(node), pairs);
        }
        return refuse(node, "an ordered map is a list");
    }

    private YamlNode mapping(MappingNode node) {
        int merged = merging.flatten(node);
        Map<Object, Entry> entries = new LinkedHashMap<>();
        Map<Object, SourceRef> own = new HashMap<>();
        List<NodeTuple> pairs = node.getValue();
        for (int i = 0; i < pairs.size(); i++) {
            Optional<Scalar> key = key(pairs.get(i).getKeyNode());
            YamlNode value = node(pairs.get(i).getValueNode());
            if (key.isPresent()) {
                Object same = same(key.get().raw());
                if (i >= merged) {
                    warnOfTwice(key.get(), own.put(same, key.get().at()));
                }
                Entry before = entries.get(same);
                Object name = before == null ? key.get().raw() : before.key().raw();
                entries.put(same, new Entry(new Scalar(key.get().at(), name), value));
            }
        }
        return new Mapping(at(node), entries);
    }

    /** Python takes 1, 1.0 and true for one key; the first stays, the last value counts. */
    private static Object same(Object key) {
        if (key instanceof Boolean flag) {
            return Long.valueOf(flag ? 1 : 0);
        }
        boolean whole = key instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e18;
        return whole ? (Object) ((Double) key).longValue() : key;
    }

    private void warnOfTwice(Scalar key, SourceRef first) {
        if (first != null) {
            String message = "the key '" + key.raw() + "' stands here twice (first in line " + first.line()
                    + "); only the last counts";
            problems.warning(key.at(), message, "remove one");
        }
    }

    private Optional<Scalar> key(Node node) {
        if (node.getTag().equals(PyScalars.VALUE) && node instanceof ScalarNode scalar) {
            return Optional.of(new Scalar(at(node), scalar.getValue()));
        }
        YamlNode key = node(node);
        boolean fit =
                key instanceof Scalar scalar && !(scalar.raw() instanceof IsoDate || scalar.raw() instanceof VaultText);
        if (!fit) {
            refuse(node, "a key must be a text, a number or yes/no, this is " + key.kind());
        }
        return fit ? Optional.of(plain((Scalar) key)) : Optional.empty();
    }

    private static Scalar plain(Scalar key) {
        return key.raw() instanceof UnsafeText text ? new Scalar(key.at(), text.text()) : key;
    }

    private YamlNode refuse(Node node, String message) {
        problems.error(at(node), message, "quote it, if it is meant as text");
        return new Scalar(at(node), null);
    }
}
