package dev.steward.runner.convert.jinja;

import dev.steward.runner.convert.jinja.Piece.Kind;
import java.util.Map;
import java.util.Optional;

/** What Ansible found out about hosts, by the names that the facts have here. */
final class Facts {

    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("hostname", "host.facts.hostname"),
            Map.entry("fqdn", "host.facts.fqdn"),
            Map.entry("kernel", "host.facts.kernel"),
            Map.entry("architecture", "host.facts.arch"),
            Map.entry("machine", "host.facts.arch"),
            Map.entry("service_mgr", "host.facts.serviceManager"),
            Map.entry("user_id", "host.facts.user"),
            Map.entry("processor_vcpus", "host.facts.cpus"),
            Map.entry("distribution_version", "host.facts.os.version"),
            Map.entry("distribution_release", "host.facts.os.codename"));

    private static final Map<String, String> IDS = Map.of(
            "Debian", "debian",
            "Ubuntu", "ubuntu",
            "Fedora", "fedora",
            "CentOS", "centos",
            "RedHat", "rhel",
            "Rocky", "rocky",
            "AlmaLinux", "almalinux",
            "Alpine", "alpine",
            "Archlinux", "arch");

    private static final Map<String, String> MANAGERS =
            Map.of("Debian", "apt", "Alpine", "apk", "Archlinux", "pacman", "Suse", "zypper");

    private Facts() {}

    /** The fact of a name without {@code ansible_}. */
    static Piece of(String name) throws Unconvertible {
        if (SAME.containsKey(name)) {
            return Piece.of(SAME.get(name), name.endsWith("vcpus") ? Kind.NUMBER : Kind.TEXT);
        }
        return switch (name) {
            case "distribution_major_version" -> Piece.of("host.facts.os.version.tokenize('.').first()", Kind.TEXT);
            case "distribution" -> Piece.about("host.facts.os.id", "distribution");
            case "os_family" -> Piece.about("host.facts.packageManager", "family");
            case "default_ipv4" -> Piece.about("", "ipv4");
            case "pkg_mgr" -> Piece.of("host.facts.packageManager", Kind.TEXT);
            default ->
                throw new Unconvertible(
                        "the fact ansible_" + name
                                + " is none that is gathered here; host.facts has hostname, fqdn, kernel, arch, os, memory, cpus, address …");
        };
    }

    /** Whether texts beside it are words of Ansible's own. */
    static boolean hasWords(Piece piece) {
        return piece.about().equals("distribution") || piece.about().equals("family");
    }

    /**
     * What is no word of Ansible's own, and so means the same in a text.
     *
     * @throws Unconvertible where it is one
     */
    static Piece own(Piece piece) throws Unconvertible {
        if (!hasWords(piece)) {
            return piece;
        }
        throw new Unconvertible(
                piece.about().equals("family")
                        ? "the words of ansible_os_family are others here; write host.facts.packageManager, as 'apt'"
                        : "the words of ansible_distribution are others here; write host.facts.os.id, as 'debian'");
    }

    /** The word that stands here for one of Ansible's. */
    static String word(Piece fact, Piece word) throws Unconvertible {
        Map<String, String> words = fact.about().equals("family") ? MANAGERS : IDS;
        return word.literal()
                .flatMap(said -> Optional.ofNullable(words.get(said)))
                .map(Groovy::text)
                .orElseThrow(
                        () -> new Unconvertible(
                                "ansible_"
                                        + (fact.about().equals("family") ? "os_family" : "distribution") + " beside "
                                        + word.groovy()
                                        + " has no counterpart here; ask host.facts.os.id, as 'debian', or host.facts.packageManager, as 'apt'"));
    }
}
