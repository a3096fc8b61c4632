package dev.steward.runner.lab.debian;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an apt-get command would do, worked out from names of dependencies as apt does in the plain cases. */
final class Change {

    private final Map<String, Stanza> status;
    private final Map<String, Stanza> offered;
    private final Set<String> automatic;
    private final Map<String, Stanza> upgrades = new TreeMap<>();
    private final Map<String, Stanza> fresh = new TreeMap<>();
    private final Set<String> kept = new TreeSet<>();
    private final Set<String> removals = new TreeSet<>();

    Change(Map<String, Stanza> status, Map<String, Stanza> offered, Set<String> automatic) {
        this.status = status;
        this.offered = offered;
        this.automatic = automatic;
    }

    boolean installed(String name) {
        return status.containsKey(name) && status.get(name).installed();
    }

    /** Upgrades everything; a package that needs a new one is kept back where new ones are not wanted. */
    void upgrade(boolean newPackages) {
        Set<String> conflicting = new TreeSet<>();
        for (Stanza stanza : status.values()) {
            Stanza candidate = offered.get(stanza.name());
            if (!stanza.installed()
                    || candidate == null
                    || Version.compare(candidate.version(), stanza.version()) <= 0) {
                continue;
            }
            boolean needsRemoval = candidate.conflicts().stream().anyMatch(this::installed);
            if (stanza.held() || needsRemoval && !newPackages || !needed(candidate, newPackages)) {
                kept.add(stanza.name());
            } else {
                upgrades.put(stanza.name(), candidate);
                conflicting.addAll(candidate.conflicts());
            }
        }
        conflicting.forEach(name -> {
            remove(name);
            upgrades.remove(name);
        });
    }

    private boolean needed(Stanza candidate, boolean newPackages) {
        Map<String, Stanza> more = new TreeMap<>();
        List<Stanza> todo = new ArrayList<>(List.of(candidate));
        while (!todo.isEmpty()) {
            for (String name : todo.remove(0).depends()) {
                if (installed(name) || more.containsKey(name)) {
                    continue;
                }
                Stanza found = offered.get(name);
                if (found == null || !newPackages) {
                    return false;
                }
                more.put(name, found);
                todo.add(found);
            }
        }
        fresh.putAll(more);
        return true;
    }

    /** Installs a package or brings it to the offered version; what went wrong, or null. */
    String install(String word) {
        String name = word.replaceFirst("[=/].*", "").replaceFirst(":amd64$", "");
        Stanza candidate = offered.get(name);
        if (candidate == null) {
            return installed(name) ? null : "Unable to locate package " + name;
        }
        if (word.contains("=") && !candidate.version().equals(word.substring(word.indexOf('=') + 1))) {
            return "Version '" + word.substring(word.indexOf('=') + 1) + "' for '" + name + "' was not found";
        }
        if (!installed(name)) {
            needed(candidate, true);
            fresh.put(name, candidate);
        } else if (Version.compare(candidate.version(), status.get(name).version()) > 0) {
            needed(candidate, true);
            upgrades.put(name, candidate);
        }
        return null;
    }

    void remove(String name) {
        if (installed(name)) {
            removals.add(name);
            status.values().stream()
                    .filter(stanza ->
                            stanza.installed() && stanza.depends().contains(name) && !removals.contains(stanza.name()))
                    .map(Stanza::name)
                    .toList()
                    .forEach(this::remove);
        }
    }

    /** What was installed for others only and is needed by nobody after this change. */
    Set<String> orphans() {
        Set<String> needed = new HashSet<>();
        List<Stanza> todo = new ArrayList<>();
        for (Stanza stanza : status.values()) {
            if (stanza.installed() && !removals.contains(stanza.name()) && !automatic.contains(stanza.name())) {
                todo.add(upgrades.getOrDefault(stanza.name(), stanza));
            }
        }
        fresh.values().stream()
                .filter(stanza -> !automatic.contains(stanza.name()))
                .forEach(todo::add);
        while (!todo.isEmpty()) {
            Stanza stanza = todo.remove(0);
            if (needed.add(stanza.name())) {
                for (String name : stanza.depends()) {
                    Stanza next = upgrades.getOrDefault(name, fresh.getOrDefault(name, status.get(name)));
                    if (next != null) {
                        todo.add(next);
                    }
                }
            }
        }
        Set<String> orphans = new TreeSet<>();
        automatic.stream()
                .filter(name -> installed(name) && !needed.contains(name) && !removals.contains(name))
                .forEach(orphans::add);
        return orphans;
    }

    void removeAll(Set<String> names) {
        removals.addAll(names);
        names.forEach(upgrades::remove);
    }

    Map<String, Stanza> upgrades() {
        return upgrades;
    }

    Map<String, Stanza> fresh() {
        return fresh;
    }

    Set<String> removals() {
        return removals;
    }

    /** Upgrades that are not part of this change. */
    Set<String> left() {
        Set<String> left = new TreeSet<>();
        status.values().stream()
                .filter(stanza -> stanza.installed() && offered.containsKey(stanza.name()))
                .filter(stanza -> Version.compare(offered.get(stanza.name()).version(), stanza.version()) > 0)
                .map(Stanza::name)
                .filter(name -> !upgrades.containsKey(name) && !removals.contains(name))
                .forEach(left::add);
        return left;
    }

    Set<String> kept() {
        return kept;
    }

    boolean empty() {
        return upgrades.isEmpty() && fresh.isEmpty() && removals.isEmpty();
    }
}
