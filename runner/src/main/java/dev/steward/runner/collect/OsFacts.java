package dev.steward.runner.collect;

import dev.steward.runner.proxmox.PveFields;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What operating system a guest has. Families are those that package work tells apart. */
final class OsFacts {

    private static final Map<String, String> FAMILIES = Map.ofEntries(
            Map.entry("alpine", "alpine"),
            Map.entry("debian", "debian"),
            Map.entry("ubuntu", "debian"),
            Map.entry("devuan", "debian"),
            Map.entry("raspbian", "debian"),
            Map.entry("rhel", "rhel"),
            Map.entry("centos", "rhel"),
            Map.entry("fedora", "rhel"),
            Map.entry("rocky", "rhel"),
            Map.entry("almalinux", "rhel"),
            Map.entry("ol", "rhel"),
            Map.entry("arch", "arch"),
            Map.entry("archlinux", "arch"),
            Map.entry("opensuse", "suse"),
            Map.entry("suse", "suse"),
            Map.entry("sles", "suse"),
            Map.entry("gentoo", "gentoo"),
            Map.entry("nixos", "nixos"));

    private OsFacts() {}

    /** Of a container's own file (os-release(5)): a line of each fact, the value perhaps in quotes. */
    static Optional<Map<String, Object>> ofFile(String text, String configured, Instant at) {
        Map<String, String> said = new LinkedHashMap<>();
        text.lines()
                .map(String::strip)
                .filter(line -> line.matches("[A-Z0-9_]+=.*"))
                .forEach(line -> {
                    int cut = line.indexOf('=');
                    said.put(line.substring(0, cut), plain(line.substring(cut + 1)));
                });
        return said.containsKey("ID") ? Optional.of(facts(said, "os-release", configured, at)) : Optional.empty();
    }

    private static String plain(String value) {
        String text = value.strip();
        boolean quoted = text.length() >= 2
                && (text.startsWith("\"") && text.endsWith("\"") || text.startsWith("'") && text.endsWith("'"));
        String inner = quoted ? text.substring(1, text.length() - 1) : text;
        return inner.replaceAll("\\\\([\"$`\\\\])", "$1").replaceAll("\\p{Cntrl}", " ");
    }

    /** Of what the agent in a VM says; its names are those of os-release(5) with dashes. */
    static Optional<Map<String, Object>> ofAgent(PveFields info, String configured, Instant at) {
        return info.text("id").map(id -> {
            Map<String, String> said = new LinkedHashMap<>();
            said.put("ID", id);
            info.text("version-id").ifPresent(value -> said.put("VERSION_ID", value));
            info.text("pretty-name").ifPresent(value -> said.put("PRETTY_NAME", value));
            info.text("name").ifPresent(value -> said.put("NAME", value));
            return facts(said, "agent", configured, at);
        });
    }

    private static Map<String, Object> facts(Map<String, String> said, String source, String configured, Instant at) {
        String id = said.get("ID");
        Optional<String> family = family(id, said.getOrDefault("ID_LIKE", ""));
        Optional<String> expected = family(configured, "");
        return new Fields()
                .with("distribution", id)
                .with("version", Optional.ofNullable(said.get("VERSION_ID")))
                .with(
                        "name",
                        Optional.ofNullable(said.get("PRETTY_NAME")).or(() -> Optional.ofNullable(said.get("NAME"))))
                .with("family", family)
                .with("source", source)
                .with("ostype", configured.isEmpty() ? null : configured)
                .with("ostype_agrees", expected.isEmpty() || family.isEmpty() ? null : expected.equals(family))
                .with("read_at", at.toString())
                .map();
    }

    /** Of what the configuration says, where nothing was ever read. */
    static Map<String, Object> ofConfig(String ostype) {
        Optional<String> family = family(ostype, "")
                .or(() -> ostype.matches("l2[46]") ? Optional.of("linux") : Optional.empty())
                .or(() -> ostype.matches("w.*") ? Optional.of("windows") : Optional.empty());
        return new Fields()
                .with("distribution", family.isPresent() && FAMILIES.containsKey(ostype) ? ostype : null)
                .with("family", family)
                .with("source", "config")
                .with("ostype", ostype.isEmpty() ? null : ostype)
                .map();
    }

    private static Optional<String> family(String id, String like) {
        return Stream.concat(Stream.of(id), List.of(like.split("\\s+")).stream())
                .map(word -> word.startsWith("opensuse") ? "opensuse" : word)
                .map(FAMILIES::get)
                .filter(found -> found != null)
                .findFirst();
    }
}
