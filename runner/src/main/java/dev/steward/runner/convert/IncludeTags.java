package dev.steward.runner.convert;

import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Entry;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tags of an include, which are its own there and do not reach the tasks in it; here a block hands them on. Both mean the
 * same where every task has just these, or where the include always runs.
 */
final class IncludeTags {

    private static final Set<String> ALWAYS = Set.of("always");

    private IncludeTags() {}

    /**
     * What is said of the tasks of an include.
     *
     * @param said of the include; its tags are taken away where they say nothing of the tasks
     * @param steps the tasks
     * @param applied tags that the include hands on by {@code apply}
     * @throws Unconvertible where the tags would choose other tasks here
     */
    static Mapping of(Mapping said, List<YamlNode> steps, Set<String> applied, String word) throws Unconvertible {
        Set<String> own = tags(said);
        if (own.isEmpty() && applied.isEmpty()) {
            return said;
        }
        if (own.equals(ALWAYS) && applied.isEmpty()) {
            Map<Object, Entry> left = new LinkedHashMap<>(said.entries());
            left.remove("tags");
            return new Mapping(said.at(), left);
        }
        if (!same(steps, applied, own)) {
            throw new Unconvertible(
                    "a tag of '" + word + "' is not one of the tasks in it there, and would be here; write '"
                            + word.replace("include", "import") + "', which hands it on, or leave it out");
        }
        return said;
    }

    /** Whether each task, with what it inherits, has these tags and no others. */
    private static boolean same(List<YamlNode> steps, Set<String> outer, Set<String> wanted) {
        return steps.stream().allMatch(step -> {
            if (!(step instanceof Mapping task)) {
                return true;
            }
            Set<String> all = new TreeSet<>(outer);
            all.addAll(tags(task));
            boolean block = task.get("block") != null;
            return block
                    ? List.of("block", "rescue", "always").stream()
                            .allMatch(part ->
                                    !(task.get(part) instanceof Sequence list) || same(list.elements(), all, wanted))
                    : all.equals(wanted) && !isInclude(task);
        });
    }

    private static boolean isInclude(Mapping task) {
        return task.entries().keySet().stream()
                .map(String::valueOf)
                .anyMatch(key -> key.matches("(.*\\.)?(include|include_tasks|import_tasks|include_role|import_role)"));
    }

    static Set<String> tags(Mapping said) {
        return said.get("tags") == null || said.get("tags").isFalse()
                ? Set.of()
                : new TreeSet<>(Keywords.texts(said.get("tags").value()));
    }
}
