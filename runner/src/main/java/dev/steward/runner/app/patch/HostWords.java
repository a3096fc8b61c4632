package dev.steward.runner.app.patch;

import dev.steward.runner.inventory.Host;
import dev.steward.runner.store.patch.PatchException;
import dev.steward.runner.store.patch.PatchException.Scope;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** By which words a host is meant: its name, its guest's id and name, its groups and tags. */
final class HostWords {

    private static final Pattern GUEST = Pattern.compile("(?:([^/]+)/)?([0-9]{3,9})");
    private static final List<String> KINDS = List.of("lxc", "qemu", "ct", "vm");

    private HostWords() {}

    /** Whether a word has the form of a guest's id. */
    static boolean guest(String word) {
        return GUEST.matcher(word).matches();
    }

    /** Whether a word as 101, home/101 or lxc/101 means the guest that a host is. */
    static boolean is(Host host, String word) {
        var match = GUEST.matcher(word);
        if (!match.matches()) {
            return word.equals(host.name()) || word.equals(said(host, "proxmox_name"));
        }
        boolean id = match.group(2).equals(said(host, "proxmox_vmid"));
        return id && (match.group(1) == null || prefix(host, match.group(1)));
    }

    private static boolean prefix(Host host, String prefix) {
        String kind = said(host, "proxmox_vmtype");
        return prefix.equals(said(host, "proxmox_cluster"))
                || prefix.equals(kind)
                || KINDS.contains(prefix) && (prefix.equals("ct") ? "lxc" : "qemu").equals(kind);
    }

    /** Whether an exception is about a host, in a run of a schedule. */
    static boolean covers(PatchException exception, Host host, Optional<String> schedule) {
        return switch (exception.scope()) {
            case ALL -> true;
            case HOST -> exception.target().equals(host.name());
            case GUEST -> is(host, exception.target());
            case GROUP -> host.groups().contains(exception.target());
            case TAG -> tags(host).contains(exception.target());
            case SCHEDULE -> schedule.filter(exception.target()::equals).isPresent();
        };
    }

    /** How a scope and its target are told. */
    static String told(Scope scope, String target) {
        return scope == Scope.ALL ? "everywhere" : scope.word() + " " + target;
    }

    static List<String> tags(Host host) {
        return host.vars().get("proxmox_tags_parsed") instanceof List<?> tags
                ? tags.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Whether it is a node of a cluster. */
    static boolean node(Host host) {
        return !said(host, "proxmox_node").isEmpty()
                && said(host, "proxmox_vmid").isEmpty();
    }

    /** Whether it is a node of a cluster that is configured, whatever its own name there. */
    static boolean clustered(Host host) {
        return !said(host, "proxmox_cluster").isEmpty()
                && said(host, "proxmox_vmid").isEmpty();
    }

    static String said(Host host, String name) {
        Object value = host.vars().get(name);
        return value == null ? "" : String.valueOf(value);
    }
}
