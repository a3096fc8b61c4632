package dev.steward.web.inventory;

import dev.steward.runner.inventory.Group;
import dev.steward.runner.inventory.Inventory;
import dev.steward.web.format.Times;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.WebParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hosts of the inventory as JSON: what its pages show. */
public final class HostApi {

    private static final long USUAL = 100;
    private static final long MOST = 1_000;

    private final Hosts hosts;

    /** The API on these parts. */
    public HostApi(WebParts parts, Times times) {
        this.hosts = new Hosts(parts, times);
    }

    /** The ways in below a root. */
    public List<Route> routes(String root) {
        return List.of(
                Route.get(root + "/inventory", this::list).as(listing()),
                Route.get(root + "/inventory/hosts/{host}", this::one)
                        .as(Operation.json(
                                        "A host: its variables with their places, its groups, facts, last contact and ledger",
                                        "name",
                                        "groups",
                                        "variables",
                                        "closed",
                                        "reached",
                                        "lastRun",
                                        "facts",
                                        "drift",
                                        "ledger")
                                .problems(404)));
    }

    private static Operation listing() {
        return Operation.json(
                        "The hosts of the inventory by name, and its groups",
                        "hosts",
                        "count",
                        "next",
                        "groups",
                        "warnings",
                        "gaps")
                .query("group", Type.STRING, "only of this group; with a leading ! only of others")
                .query(
                        "q",
                        Type.STRING,
                        "each of these words in the name, the address or a group; a leading ! means not")
                .query(
                        "status",
                        Type.STRING,
                        "only those where the last run ended so: " + String.join(", ", HostFilter.STATUSES)
                                + "; with a leading ! the others")
                .query("after", Type.STRING, "only names behind this one, as next says")
                .query("limit", Type.INTEGER, "at most, 1 to " + MOST + "; " + USUAL + " where it is left out")
                .problems(400, 422);
    }

    private Reply list(Request request) {
        int most = request.query().number("limit", 1, MOST).orElse(USUAL).intValue();
        Loaded loaded = hosts.loaded();
        Inventory inventory = loaded.inventory()
                .orElseThrow(() -> new Refused(
                        422,
                        "The inventory has problems",
                        "It cannot be read, and no run can begin with it.",
                        loaded.problems().stream().map(Object::toString).toList()));
        HostList list = hosts.list(loaded, request.query(), most);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("hosts", list.found().stream().map(HostFacts::of).toList());
        page.put("count", list.fitting());
        page.put("next", list.next().isEmpty() ? null : list.next());
        Map<String, Group> groups = inventory.groups();
        page.put(
                "groups",
                Branch.tree(inventory).stream()
                        .filter(branch -> !branch.again())
                        .map(branch ->
                                HostFacts.of(branch, groups.get(branch.name()).children()))
                        .toList());
        page.put("warnings", loaded.problems().stream().map(Object::toString).toList());
        page.put("gaps", loaded.gaps());
        return Reply.json(page);
    }

    private Reply one(Request request) {
        Loaded loaded = hosts.loaded();
        Hosts.Whole whole = hosts.one(loaded, request.place("host"));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", whole.name());
        facts.put("listed", whole.sheet().isPresent());
        facts.put("file", whole.sheet().flatMap(sheet -> sheet.file()).orElse(null));
        facts.put("groups", whole.sheet().map(sheet -> sheet.groups()).orElse(List.of()));
        facts.put(
                "variables",
                whole.sheet().stream()
                        .flatMap(sheet -> sheet.variables().stream())
                        .map(HostFacts::of)
                        .toList());
        facts.put(
                "closed",
                whole.sheet().stream()
                        .flatMap(sheet -> sheet.closed().stream())
                        .map(Object::toString)
                        .toList());
        facts.putAll(HostFacts.contact(whole.known()));
        facts.put("facts", HostFacts.gathered(whole.known()));
        facts.put(
                "drift", loaded.drift(whole.name()).stream().map(HostFacts::of).toList());
        facts.put("ledger", whole.ledger().stream().map(HostFacts::of).toList());
        return Reply.json(facts);
    }
}
