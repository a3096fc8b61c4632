package dev.steward.runner.convert;

import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import dev.steward.runner.inventory.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The handlers of a play and of its roles in the order of Ansible: those of listed roles, of the play, of roles that tasks
 * import, of roles that tasks include. Of several with one name the last is meant.
 */
final class RoleHandlers {

    private final List<Handled> all = new ArrayList<>();

    /**
     * The handlers of a role.
     *
     * @param said the keywords that hold for them, those of the outermost first
     * @param stage 0 where the play lists the role, 1 where a task imports it, 2 where one includes it
     */
    record Handled(Source source, Names names, List<Mapping> said, Role role, int stage) {}

    /** One handler with where it stands. */
    private record One(YamlNode node, Source source, Names names, List<Mapping> said, String role) {

        String name() {
            return node instanceof Mapping handler && handler.get("name") != null
                    ? String.valueOf(handler.get("name").value())
                    : "";
        }
    }

    /** Adds some; of a role that is included again there are the same already, unless it is given what they ask for. */
    void add(Handled handled, Set<String> given) {
        boolean same = handled.stage() == 2
                && all.stream()
                        .filter(other ->
                                other.source().path().equals(handled.source().path()))
                        .anyMatch(other -> other.said().stream()
                                .allMatch(said -> said.entries().isEmpty()))
                && handled.source().lines().stream()
                        .noneMatch(line -> given.stream().anyMatch(line::contains));
        if (!same) {
            all.add(handled);
        }
    }

    int size() {
        return all.size();
    }

    void cut(int size) {
        all.subList(size, all.size()).clear();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * Writes all.
     *
     * @param play those of the play itself; null: none
     */
    void write(YamlNode play, Names names, Source source, Steps steps, Pass pass) {
        List<One> list = new ArrayList<>();
        collect(list, 0, pass);
        if (play instanceof Sequence own) {
            own.elements().forEach(one -> list.add(new One(one, source, names, List.of(), "")));
        } else if (play != null) {
            steps.write(play, names, source);
        }
        collect(list, 1, pass);
        collect(list, 2, pass);
        for (int i = 0; i < list.size(); i++) {
            write(list.get(i), list.subList(i + 1, list.size()), steps, pass);
        }
    }

    private void collect(List<One> list, int stage, Pass pass) {
        for (Handled handled : all) {
            if (handled.stage() != stage) {
                continue;
            }
            try {
                for (YamlNode node : handled.source().listOrNone()) {
                    list.add(new One(
                            node,
                            handled.source(),
                            handled.names(),
                            handled.said(),
                            handled.role().name()));
                }
            } catch (Unconvertible e) {
                handled.source()
                        .root()
                        .ifPresent(root -> pass.guarded(root, handled.source(), () -> {
                            throw e;
                        }));
            }
        }
    }

    private static void write(One one, List<One> later, Steps steps, Pass pass) {
        boolean hidden = !one.name().isEmpty()
                && later.stream().anyMatch(other -> other.name().equals(one.name()));
        if (!(one.node() instanceof Mapping handler) || one.role().isEmpty() && !hidden) {
            steps.write(new Sequence(one.node().at(), List.of(one.node())), one.names(), one.source());
            return;
        }
        String full = (one.role().isEmpty() ? "play" : one.role()) + " : " + one.name();
        boolean asked = pass.known().isNotified(full)
                && later.stream()
                        .noneMatch(other ->
                                other.role().equals(one.role()) && other.name().equals(one.name()));
        if (hidden && !asked && handler.get("listen") == null) {
            return;
        }
        Map<Object, Entry> entries = new LinkedHashMap<>(handler.entries());
        if (hidden) {
            entry(entries, handler, "name", new Scalar(handler.at(), full));
        } else if (asked) {
            entry(entries, handler, "listen", join(handler.get("listen"), new Scalar(handler.at(), full)));
        }
        one.said().forEach(said -> inherit(entries, said));
        Mapping whole = new Mapping(handler.at(), entries);
        steps.write(new Sequence(handler.at(), List.of(whole)), one.names(), one.source());
    }

    /** What is said of a role holds for its handlers; conditions add up, tags decide nothing. */
    private static void inherit(Map<Object, Entry> to, Mapping said) {
        said.entries().forEach((key, entry) -> {
            Entry own = to.get(key);
            if (key.equals("when") && own != null) {
                to.put(key, new Entry(own.key(), join(entry.value(), own.value())));
            } else if (!key.equals("tags")) {
                to.putIfAbsent(key, entry);
            }
        });
    }

    private static void entry(Map<Object, Entry> to, Mapping at, String key, YamlNode value) {
        to.put(key, new Entry(new Scalar(at.at(), key), value));
    }

    private static Sequence join(YamlNode one, YamlNode other) {
        List<YamlNode> both = new ArrayList<>();
        for (YamlNode node : new YamlNode[] {one, other}) {
            if (node instanceof Sequence list) {
                both.addAll(list.elements());
            } else if (node != null) {
                both.add(node);
            }
        }
        return new Sequence(other.at(), both);
    }
}
