package dev.steward.runner.module.patch;

import dev.steward.runner.inventory.Host;
import dev.steward.runner.patch.Exceptions;
import dev.steward.runner.patch.Excluded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts together what a run leaves out on a host: exceptions, the task's words, and the host's variables. */
final class Exclusions {

    /** What a node of Proxmox VE is made of: its own packages and its kernels. */
    private static final List<String> PROXMOX =
            List.of("proxmox-ve", "pve-*", "proxmox-kernel-*", "proxmox-default-kernel");

    /** A name of any family's packages, with the wildcards of sh. */
    private static final String PATTERN = "[A-Za-z0-9_*?\\[][A-Za-z0-9_*?\\[\\]+.@-]*";

    private Exclusions() {}

    static List<Excluded> of(Host host, PatchModule.Args args, Exceptions exceptions) {
        List<Excluded> all = new ArrayList<>(exceptions.of(host));
        args.exclude().orElse(List.of()).forEach(name -> all.add(excluded(name, "left out by the task", "playbook")));
        listed(host.vars().get("patch_hold"))
                .forEach(name -> all.add(excluded(name, "patch_hold of the host", "inventory")));
        boolean configured = "true".equals(String.valueOf(host.vars().get("patch_hold_proxmox")));
        if (args.holdProxmox() || configured) {
            PROXMOX.forEach(name -> all.add(excluded(
                    name, "packages of Proxmox VE are held here", args.holdProxmox() ? "playbook" : "inventory")));
        }
        return all;
    }

    private static Excluded excluded(String name, String reason, String by) {
        return new Excluded(name, reason, Optional.empty(), by);
    }

    private static List<String> listed(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(String.valueOf(value));
    }

    /** Why nothing may be done, as one of them cannot be understood; empty: all can. */
    static Optional<String> refusal(List<Excluded> all) {
        return all.stream()
                .filter(one -> !one.name().matches(PATTERN))
                .findFirst()
                .map(
                        one -> "'" + one.name() + "' (" + one.reason() + ", " + one.by()
                                + ") is no name of a package, nor a pattern as 'php*'; nothing was done, as it could not be left out");
    }

    /** The first of what is left out that would be changed all the same, as others need it; empty: none. */
    static Optional<String> needed(List<Excluded> all, Stream<String> names) {
        return names.filter(name -> all.stream().anyMatch(one -> fits(one.name(), name)))
                .findFirst();
    }

    private static boolean fits(String pattern, String name) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        case '[', ']', '-' -> String.valueOf(c);
                        default -> Character.isLetterOrDigit(c) ? String.valueOf(c) : "\\" + c;
                    });
        }
        return name.replaceFirst(":.*", "").matches(regex.toString());
    }
}
