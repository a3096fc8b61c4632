package dev.steward.web.inventory;

import dev.steward.runner.inventory.drift.Difference;
import dev.steward.runner.inventory.origin.Place;
import dev.steward.runner.inventory.origin.Scope;
import dev.steward.runner.inventory.sheet.Variable;
import dev.steward.runner.store.host.KnownHost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is known of hosts as plain data, for the API. */
final class HostFacts {

    private HostFacts() {}

    static Map<String, Object> of(HostList.One one) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", one.host().name());
        facts.put("address", one.host().address());
        facts.put("groups", one.host().groups());
        facts.put("drift", one.drifts());
        facts.putAll(contact(one.known()));
        return facts;
    }

    /** The last contact and the last run; null where there was none. */
    static Map<String, Object> contact(KnownHost known) {
        Map<String, Object> contact = new LinkedHashMap<>();
        contact.put(
                "reached",
                known.reached()
                        .map(one -> map("at", one.at(), "run", one.run(), "route", one.route()))
                        .orElse(null));
        contact.put(
                "lastRun",
                known.seen()
                        .map(one -> map("at", one.at(), "run", one.run(), "status", one.status()))
                        .orElse(null));
        return contact;
    }

    /** Facts gathered last; null where there are none. */
    static Map<String, Object> gathered(KnownHost known) {
        return known.facts()
                .map(one -> map("at", one.at(), "run", one.run(), "values", one.values()))
                .orElse(null);
    }

    static Map<String, Object> of(Variable variable) {
        Map<String, Object> facts = word(variable.counts());
        facts.put("name", variable.name());
        facts.put("replaces", variable.replaced().stream().map(HostFacts::word).toList());
        return facts;
    }

    private static Map<String, Object> word(Variable.Word word) {
        Map<String, Object> facts = map("name", word.name(), "value", word.value(), "of", scope(word.scope()));
        facts.put("at", place(word.at()));
        word.hidden().ifPresent(why -> facts.put("masked", why));
        return facts;
    }

    private static Map<String, Object> scope(Scope scope) {
        Map<String, Object> facts = map("kind", scope.kind().word(), "name", scope.name());
        if (scope.kind() == Scope.Kind.GROUP) {
            facts.put("depth", scope.depth());
            facts.put("priority", scope.priority());
        }
        return facts;
    }

    private static Map<String, Object> place(Place at) {
        Map<String, Object> facts = map("file", at.file());
        if (at.line() > 0) {
            facts.put("line", at.line());
            facts.put("column", at.column());
        }
        at.cluster().ifPresent(cluster -> facts.put("cluster", cluster));
        return facts;
    }

    static Map<String, Object> of(Difference one) {
        Map<String, Object> facts = map("kind", one.kind().name().toLowerCase(Locale.ROOT), "text", one.text());
        one.inFile().ifPresent(said -> facts.put("inFile", said));
        one.inCluster().ifPresent(said -> facts.put("inCluster", said));
        return facts;
    }

    static Map<String, Object> of(HostLedger.Entry entry) {
        Map<String, Object> facts = map("at", entry.at(), "kind", entry.kind(), "text", entry.text());
        facts.put("status", entry.status());
        facts.put("details", entry.more());
        facts.put("page", entry.href());
        return facts;
    }

    static Map<String, Object> of(Branch branch, List<String> children) {
        return map("name", branch.name(), "hosts", branch.hosts(), "children", children);
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
