package dev.steward.runner.config.guardian;

import dev.steward.runner.config.guardian.GuardianFile.Action;
import dev.steward.runner.config.guardian.GuardianFile.Selector;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The hosts that actions are about, by the names the inventory gives them. */
final class Hosts {

    /** Where what runs on Steward's own machine runs. */
    static final String HERE = "localhost";

    private static final String ROOT = "root";

    private final Optional<String> key;
    private final Map<String, Map<String, String>> all = new LinkedHashMap<>();

    /**
     * None yet.
     *
     * @param key a private key to log in with; empty: the usual ones
     */
    Hosts(Optional<String> key) {
        this.key = key;
    }

    /** The name of an action's host; it is in the inventory from now on. */
    String of(Action action) {
        return switch (action.kind()) {
            case SSH -> ssh(action.on(), action.user().orElse(ROOT));
            case EXEC -> guest(action.on());
            case GUEST, LOCAL -> HERE;
        };
    }

    /** The pattern of a selection of guests, where groups of the inventory can say it; empty: only the cluster can be asked. */
    static Optional<String> pattern(Selector guests) {
        if (guests.nameRegex().isPresent() || !guests.vmidRange().isEmpty()) {
            return Optional.empty();
        }
        StringBuilder pattern = new StringBuilder(guests.type()
                .map(t -> t.equals("lxc") ? "proxmox_all_lxc" : "proxmox_all_qemu")
                .orElse("proxmox_all_lxc:proxmox_all_qemu"));
        guests.tags().forEach(tag -> pattern.append(":&").append(group(tag)));
        guests.excludeTags().forEach(tag -> pattern.append(":!").append(group(tag)));
        return Optional.of(pattern.toString());
    }

    private static String group(String tag) {
        return "tag_" + tag.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    }

    private String ssh(String on, String user) {
        int colon = on.indexOf(':');
        Map<String, String> vars = new LinkedHashMap<>();
        String host = colon < 0 ? on : on.substring(0, colon);
        vars.put("ansible_host", host);
        if (colon >= 0) {
            vars.put("ansible_port", on.substring(colon + 1));
        }
        vars.put("ansible_user", user);
        key.ifPresent(file -> vars.put("ansible_ssh_private_key_file", file));
        String name = host;
        while (all.containsKey(name) && !all.get(name).equals(vars)) {
            name = name.equals(host) ? host + "-" + user : name + "-2";
        }
        all.put(name, vars);
        return name;
    }

    /** A guest that the cluster knows by this name or id is this host; the ways are those Guardian takes. */
    private String guest(String on) {
        boolean container = on.startsWith("lxc:");
        String said = on.substring(on.indexOf(':') + 1);
        boolean id = said.matches("\\d{3,9}");
        String name = id ? (container ? "lxc-" : "vm-") + said : said;
        Map<String, String> vars = new LinkedHashMap<>();
        if (id) {
            vars.put("proxmox_vmid", said);
        }
        vars.put("steward_ways", container ? "[pct]" : "[agent]");
        all.putIfAbsent(name, vars);
        return name;
    }

    /** Whether any is entered by its node. */
    boolean containers() {
        return all.values().stream().anyMatch(vars -> "[pct]".equals(vars.get("steward_ways")));
    }

    /** As an inventory file. */
    String yaml() {
        StringBuilder text = new StringBuilder(
                "# The hosts that a guardian.yaml named. Guests belong to the cluster of steward.yml by"
                        + " their names and ids.\nall:\n  hosts:\n");
        all.forEach((name, vars) -> {
            text.append("    ").append(Yaml.text(name)).append(":\n");
            vars.forEach((var, value) -> text.append("      ")
                    .append(var)
                    .append(": ")
                    .append(value.startsWith("[") || value.matches("\\d+") ? value : Yaml.text(value))
                    .append('\n'));
        });
        return all.isEmpty() ? text.toString().replace("  hosts:\n", "  hosts: {}\n") : text.toString();
    }
}
