package dev.steward.runner.inventory.sheet;

import dev.steward.dsl.check.Problem;
import dev.steward.runner.inventory.ConnectionVars;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryListing;
import dev.steward.runner.inventory.origin.Place;
import dev.steward.runner.inventory.origin.Scoped;
import dev.steward.runner.inventory.origin.Trail.Said;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes sheets of hosts: every variable with all that was said of it, secrets masked. */
public final class Sheets {

    private static final Place RUN = Place.of("a run");

    private final List<Scoped> nearFirst;

    private Sheets(List<Scoped> farFirst) {
        this.nearFirst = new ArrayList<>(farFirst);
        Collections.reverse(nearFirst);
    }

    /** What an inventory says of a host; empty where it has none of this name. */
    public static Optional<HostSheet> of(Inventory inventory, String host) {
        return inventory.scopes(host).map(scopes -> {
            Sheets sheets = new Sheets(scopes);
            return new HostSheet(host, sheets.file(), inventory.groupsOf(host), sheets.variables(), sheets.closed());
        });
    }

    /** The address by which an inventory says a host is reached; empty where nothing but its name is said. */
    public static Optional<String> address(Inventory inventory, String host) {
        return inventory
                .scopes(host)
                .flatMap(scopes -> new Sheets(scopes)
                        .words(ConnectionVars.family("ansible_host")).stream().findFirst())
                .map(word -> String.valueOf(word.value()));
    }

    private Optional<String> file() {
        return nearFirst.stream()
                .flatMap(scope -> Optional.ofNullable(scope.vars().get("inventory_file")).stream())
                .map(String::valueOf)
                .findFirst();
    }

    private List<Problem> closed() {
        return nearFirst.stream().flatMap(scope -> scope.closed().stream()).toList();
    }

    private List<Variable> variables() {
        Map<String, Variable> byName = new TreeMap<>();
        Set<String> names = new TreeSet<>();
        // a name that is no text is warned of, and no playbook can read it
        nearFirst.forEach(scope -> scope.vars().keySet().stream()
                .filter(String.class::isInstance)
                .forEach(name -> names.add((String) name)));
        names.removeIf(InventoryListing::isInternal);
        for (String name : names) {
            List<String> family = ConnectionVars.family(name);
            byName.computeIfAbsent(family.get(0), first -> new Variable(first, words(family)));
        }
        return List.copyOf(byName.values());
    }

    /** Of names that mean the same, the nearer scope's counts, and within one scope the last old name. */
    private List<Variable.Word> words(List<String> family) {
        List<String> lastFirst = new ArrayList<>(family);
        Collections.reverse(lastFirst);
        List<Variable.Word> words = new ArrayList<>();
        for (Scoped scope : nearFirst) {
            for (String name : lastFirst) {
                if (scope.vars().containsKey(name)) {
                    words.addAll(words(scope, name));
                }
            }
        }
        return words;
    }

    private static List<Variable.Word> words(Scoped scope, String name) {
        List<Said> said = scope.trail().of(name);
        List<Said> all = said.isEmpty() ? List.of(new Said(scope.vars().get(name), RUN)) : said;
        return all.stream()
                .map(one -> {
                    Masked masked = Masked.of(name, one.value());
                    return new Variable.Word(name, masked.value(), masked.why(), scope.of(), one.at());
                })
                .toList();
    }
}
