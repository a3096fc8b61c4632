package dev.steward.runner.proxmox.act;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.estate.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Chooses guests by what they are. All that is said must fit; templates never do.
 *
 * @param kind container or VM
 * @param tags all of which it has
 * @param excludeTags none of which it has
 * @param name found in its name, from its start to its end only where the expression says so
 * @param vmids first and last id
 * @param nodes on one of which it is
 * @param pools to one of which it belongs
 */
public record Selector(
        Optional<GuestKind> kind,
        List<String> tags,
        List<String> excludeTags,
        Optional<Pattern> name,
        Optional<Range> vmids,
        List<String> nodes,
        List<String> pools) {

    private static final List<String> KEYS =
            List.of("kind", "tags", "excludeTags", "name", "vmidRange", "nodes", "pools");

    /** Ids from first to last, both included. */
    public record Range(long first, long last) {}

    /**
     * Reads one as playbooks write it: {@code [kind: 'lxc', tags: ['web'], excludeTags: ['keep'], name: '^app', vmidRange: [100,
     * 199], nodes: ['pve1'], pools: ['prod']]}.
     *
     * @throws ActException with all that is wrong; an empty one is refused too, because it would choose everything
     */
    public static Selector of(Map<String, Object> said) throws ActException {
        List<String> wrong = new ArrayList<>();
        said.keySet().stream()
                .filter(key -> !KEYS.contains(key))
                .forEach(key -> wrong.add("'" + key + "' is none of " + KEYS
                        + Suggestion.question(key, KEYS).map(q -> "; " + q).orElse("")));
        if (said.isEmpty()) {
            wrong.add("it is empty, and would choose every guest; say at least one of " + KEYS);
        }
        Selector selector = new Selector(
                kind(said.get("kind"), wrong),
                lower(texts("tags", said, wrong)),
                lower(texts("excludeTags", said, wrong)),
                name(said.get("name"), wrong),
                range(said.get("vmidRange"), wrong),
                texts("nodes", said, wrong),
                texts("pools", said, wrong));
        if (!wrong.isEmpty()) {
            throw new ActException("select: " + String.join("; ", wrong));
        }
        return selector;
    }

    private static Optional<GuestKind> kind(Object said, List<String> wrong) {
        if (said == null) {
            return Optional.empty();
        }
        String word = said.toString();
        Optional<GuestKind> kind = GuestKind.find(word.equals("vm") ? "qemu" : word);
        if (kind.isEmpty()) {
            wrong.add("kind is lxc or vm, not '" + word + "'");
        }
        return kind;
    }

    private static List<String> texts(String key, Map<String, Object> said, List<String> wrong) {
        Object value = said.get(key);
        if (value == null) {
            return List.of();
        }
        List<?> all = value instanceof List<?> list ? list : List.of(value);
        if (all.isEmpty()
                || all.stream().anyMatch(one -> one == null || one.toString().isBlank())) {
            wrong.add(key + " is empty; leave it out, or name at least one");
        }
        return all.stream().map(String::valueOf).toList();
    }

    /** PVE keeps tags in lower case. */
    private static List<String> lower(List<String> tags) {
        return tags.stream().map(tag -> tag.toLowerCase(Locale.ROOT)).toList();
    }

    private static Optional<Pattern> name(Object said, List<String> wrong) {
        if (said == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(said.toString()));
        } catch (PatternSyntaxException e) {
            wrong.add("name is no regular expression: " + e.getDescription() + " near index " + e.getIndex() + " of '"
                    + e.getPattern() + "'");
            return Optional.empty();
        }
    }

    private static Optional<Range> range(Object said, List<String> wrong) {
        if (said == null) {
            return Optional.empty();
        }
        if (said instanceof List<?> list
                && list.size() == 2
                && list.get(0) instanceof Number first
                && list.get(1) instanceof Number last
                && first.longValue() <= last.longValue()) {
            return Optional.of(new Range(first.longValue(), last.longValue()));
        }
        wrong.add("vmidRange is a first and a last id such as [100, 199], not " + said);
        return Optional.empty();
    }

    /** Whether a guest is chosen. */
    public boolean chooses(Guest guest) {
        return !guest.template()
                && kind.filter(k -> k != guest.kind()).isEmpty()
                && guest.tags().containsAll(tags)
                && guest.tags().stream().noneMatch(excludeTags::contains)
                && name.filter(n -> !n.matcher(guest.name()).find()).isEmpty()
                && vmids.filter(r ->
                                guest.vmid().value() < r.first() || guest.vmid().value() > r.last())
                        .isEmpty()
                && (nodes.isEmpty() || nodes.contains(guest.node()))
                && (pools.isEmpty() || guest.pool().filter(pools::contains).isPresent());
    }
}
