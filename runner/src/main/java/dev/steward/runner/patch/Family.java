package dev.steward.runner.patch;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Systems whose packages are kept by the same tool. */
public enum Family {
    DEBIAN("apt", "debian", "ubuntu", "devuan", "raspbian", "linuxmint", "kali", "pop", "armbian", "proxmox"),
    RHEL(
            "dnf",
            "rhel",
            "fedora",
            "centos",
            "rocky",
            "almalinux",
            "ol",
            "amzn",
            "scientific",
            "cloudlinux",
            "virtuozzo"),
    ALPINE("apk", "alpine", "postmarketos"),
    ARCH("pacman", "arch", "archlinux", "archarm", "manjaro", "endeavouros", "artix", "cachyos"),
    SUSE("zypper", "suse", "opensuse", "sles", "sled", "sle-micro", "sle_hpc");

    private final String tool;
    private final List<String> ids;

    Family(String tool, String... ids) {
        this.tool = tool;
        this.ids = List.of(ids);
    }

    /** As it is written in a playbook: {@code debian}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The package manager, as {@code apt}. */
    public String tool() {
        return tool;
    }

    /** The family of a word as {@link #word} gives it; empty: none has it. */
    public static Optional<Family> named(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /** The family of a system: by its id, else by what it says it is like; empty: it is of none. */
    public static Optional<Family> of(OsRelease os) {
        return Stream.concat(Stream.of(os.id()), os.like().stream())
                .map(Family::ofId)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * The family that the configuration of a guest names.
     *
     * @param ostype of pct.conf(5); what says nothing of a family, as {@code unmanaged} or {@code l26}, gives empty
     */
    public static Optional<Family> ofType(String ostype) {
        return ofId(ostype);
    }

    private static Optional<Family> ofId(String id) {
        // opensuse-leap, opensuse-tumbleweed and whatever comes after them
        String known = id.startsWith("opensuse") ? "opensuse" : id;
        return Arrays.stream(values()).filter(one -> one.ids.contains(known)).findFirst();
    }

    /** All words, for people. */
    public static String words() {
        return Arrays.stream(values()).map(Family::word).collect(Collectors.joining(", "));
    }
}
