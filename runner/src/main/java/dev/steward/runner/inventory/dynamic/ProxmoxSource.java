package dev.steward.runner.inventory.dynamic;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.inventory.InventoryBuilder;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Nodes and guests of Proxmox clusters as hosts, with the group and variable names of Ansible's inventory plugin
 * {@code community.proxmox.proxmox}. How the clusters are reached is said in {@code steward.yml} alone.
 */
public final class ProxmoxSource implements DynamicSource {

    /** A view no older than this may stand in for a cluster that does not answer. */
    public static final Duration OLDEST = Duration.ofMinutes(10);

    static final Set<String> NAMES =
            Set.of("proxmox", "steward.proxmox", "community.proxmox.proxmox", "community.general.proxmox");
    private static final Set<String> ELSEWHERE =
            Set.of("url", "user", "password", "token_id", "token_secret", "validate_certs");
    private static final Set<String> ALWAYS = Set.of(
            "want_facts",
            "want_proxmox_nodes_ansible_host",
            "qemu_extended_statuses",
            "strict",
            "cache",
            "cache_plugin",
            "cache_timeout",
            "cache_connection",
            "cache_prefix",
            "use_extra_vars");
    private static final Set<String> TEMPLATES =
            Set.of("compose", "groups", "keyed_groups", "filters", "leading_separator");
    private static final Set<String> PREFIXES = Set.of("facts_prefix", "group_prefix");
    private static final Set<String> OWN = Set.of("clusters", "exclude_nodes");

    private final Clusters clusters;

    /** Where the clusters' state comes from. */
    public interface Clusters {

        /** The configured names. */
        List<String> names();

        /** The estate as it is now; clusters that do not answer are in it with their problem. */
        Estate now() throws InterruptedException;
    }

    /** A source of the configured clusters. */
    public ProxmoxSource(Clusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public Set<String> plugins() {
        return NAMES;
    }

    @Override
    public List<Problem> add(Asked asked, InventoryBuilder builder) {
        List<Problem> problems = new ArrayList<>();
        asked.options().forEach((key, option) -> check(key, option, problems));
        Set<String> wanted = wanted(asked, problems);
        if (clusters.names().isEmpty()) {
            builder.unasked("no Proxmox cluster is configured");
        }
        if (problems.stream().anyMatch(p -> p.severity() == Severity.ERROR)) {
            return problems;
        }
        boolean nodes = !Boolean.TRUE.equals(value(asked, "exclude_nodes"));
        Composition composition = new Composition(builder, asked.source(), asked.at());
        for (Seen seen : estate().clusters().values()) {
            if (wanted.contains(seen.name())) {
                add(seen, nodes, composition, builder, problems, asked.at());
            }
        }
        problems.addAll(composition.settle());
        return problems;
    }

    private static void add(
            Seen seen,
            boolean nodes,
            Composition composition,
            InventoryBuilder builder,
            List<Problem> problems,
            SourceRef at) {
        boolean usable = seen.view().isPresent()
                && (seen.problem().isEmpty() || seen.age().compareTo(OLDEST) <= 0);
        if (!usable) {
            String since = seen.view()
                    .map(v -> ", last seen " + words(seen.age()) + " ago")
                    .orElse("");
            builder.gap("cluster " + seen.name() + " does not answer" + since + " ("
                    + seen.problem().orElse("not asked yet") + ")");
            return;
        }
        seen.problem()
                .ifPresent(problem -> problems.add(new Problem(
                        at,
                        "cluster " + seen.name() + " does not answer; this is how it was " + words(seen.age())
                                + " ago (" + problem + ")",
                        Optional.empty(),
                        Severity.WARNING)));
        composition.add(seen, nodes);
    }

    private Estate estate() {
        try {
            return clusters.now();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the clusters were asked", e);
        }
    }

    private static void check(String key, Option option, List<Problem> problems) {
        if (ELSEWHERE.contains(key)) {
            problems.add(warning(
                    option.at(), "'" + key + "' is not read here: how a cluster is reached stands in steward.yml"));
        } else if (TEMPLATES.contains(key)) {
            problems.add(error(
                    option.at(),
                    "'" + key + "' is a template of Ansible, which is not evaluated here",
                    "groups by node, kind, status, pool and tag are always there; see --graph"));
        } else if (PREFIXES.contains(key) && !"proxmox_".equals(option.value())) {
            problems.add(error(option.at(), "'" + key + "' is always proxmox_", "take the key out"));
        } else if (!ALWAYS.contains(key) && !OWN.contains(key) && !PREFIXES.contains(key)) {
            problems.add(error(
                    option.at(),
                    "'" + key + "' is no key of this file",
                    Suggestion.question(key, OWN).orElse("known are clusters and exclude_nodes")));
        }
    }

    private Set<String> wanted(Asked asked, List<Problem> problems) {
        List<String> known = clusters.names();
        Object said = value(asked, "clusters");
        if (known.isEmpty() && said == null) {
            // the shipped file lies there before anybody has configured a cluster
            problems.add(new Problem(
                    asked.at(),
                    "no Proxmox cluster is configured, so this file adds no hosts",
                    Optional.of(
                            "name one in steward.yml below 'proxmox:', with endpoints and a token, or take the file away"),
                    Severity.WARNING));
        }
        if (said == null) {
            return Set.copyOf(known);
        }
        Set<String> wanted = new TreeSet<>();
        for (Object one : said instanceof List<?> list ? list : List.of(said)) {
            String name = String.valueOf(one);
            wanted.add(name);
            if (!known.contains(name)) {
                problems.add(error(
                        asked.options().get("clusters").at(),
                        "no cluster '" + name + "' is configured",
                        Suggestion.question(name, known)
                                .orElse(
                                        known.isEmpty()
                                                ? "name it in steward.yml below 'proxmox:', with endpoints and a token"
                                                : "configured are " + String.join(", ", known))));
            }
        }
        return wanted;
    }

    private static Object value(Asked asked, String key) {
        return Optional.ofNullable(asked.options().get(key)).map(Option::value).orElse(null);
    }

    private static String words(Duration age) {
        return age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
    }

    private static Problem warning(SourceRef at, String message) {
        return new Problem(at, message, Optional.empty(), Severity.WARNING);
    }

    private static Problem error(SourceRef at, String message, String suggestion) {
        return new Problem(at, message, Optional.of(suggestion), Severity.ERROR);
    }

    /** The names of groups that a guest or node belongs to, safe as Ansible makes them. */
    static String group(String... parts) {
        return String.join("_", parts).replaceAll("[^A-Za-z0-9_]", "_");
    }
}
