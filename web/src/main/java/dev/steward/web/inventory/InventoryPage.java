package dev.steward.web.inventory;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.runner.inventory.drift.Difference;
import dev.steward.runner.inventory.sheet.HostSheet;
import dev.steward.runner.store.host.KnownHost;
import dev.steward.web.estate.Links;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Params;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Groups and hosts of the configured inventory, and each host with all that is known of it. */
public final class InventoryPage implements Page {

    private static final String PATH = "/inventory";
    private static final int MOST = 100;

    private final Hosts hosts;
    private final Times times;

    /** The pages. */
    public InventoryPage(WebParts parts, Times times) {
        this.hosts = new Hosts(parts, times);
        this.times = times;
    }

    /**
     * The inventory.
     *
     * @param state what is said of it as a whole
     * @param lines hosts of this page
     * @param fitting how many fit the filters
     * @param all how many there are
     * @param asked the filters
     * @param links to other pages of the list
     * @param groups as a tree
     */
    public record View(
            State state, List<Line> lines, int fitting, int all, Asked asked, Pages links, List<Branch> groups) {

        /** The address of a group's hosts, with the other filters as they are. */
        public String of(String group) {
            Params others = asked.query().without("group").without("after");
            return PATH + (group.equals("all") ? others : others.with("group", group)).query();
        }
    }

    /** The filters as they stand in the address; an empty text is none. */
    public record Asked(String group, String words, String status, Params query) {

        /** Whether one holds. */
        public boolean any() {
            return !(group + words + status).isEmpty();
        }

        /** What a status may be. */
        public List<String> statuses() {
            return HostFilter.STATUSES;
        }
    }

    /** Addresses; an empty text leads nowhere. */
    public record Pages(String first, String next) {}

    /**
     * What is said of the inventory as a whole.
     *
     * @param readable false: the problems say why it is not
     * @param problems errors
     * @param warnings what stood out
     * @param gaps why hosts may be missing
     * @param uncompared why drift is not known; empty: it is
     */
    public record State(
            boolean readable,
            List<Problem> problems,
            List<Problem> warnings,
            List<String> gaps,
            Optional<String> uncompared) {

        static State of(Loaded loaded) {
            return new State(
                    loaded.inventory().isPresent(),
                    loaded.problems().stream()
                            .filter(problem -> problem.severity() == Severity.ERROR)
                            .toList(),
                    loaded.problems().stream()
                            .filter(problem -> problem.severity() != Severity.ERROR)
                            .toList(),
                    loaded.gaps(),
                    loaded.uncompared());
        }
    }

    /** A host of the list. */
    public record Line(String name, String href, String address, List<String> groups, int drifts, Contact contact) {}

    /**
     * When runs had to do with it.
     *
     * @param reached the last answer; empty: never
     * @param route by which way
     * @param status how the last run ended there; empty text: not known
     * @param seen that run's end; empty: none
     */
    public record Contact(
            Optional<When> reached, String route, long reachedRun, String status, Optional<When> seen, long seenRun) {}

    /**
     * One host.
     *
     * @param sheet empty: the inventory cannot be read, or has it no more
     * @param guest the page of the guest or node that it is; empty text: not known
     */
    public record HostView(
            String name,
            State state,
            Optional<HostSheet> sheet,
            Contact contact,
            Facts facts,
            List<Difference> drift,
            String guest,
            List<HostLedger.Entry> ledger) {}

    /** Facts by name, with when they were gathered; empty: never. */
    public record Facts(Optional<When> at, long run, Map<String, String> values) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(PATH, request -> Reply.page("inventory", "Inventory", view(request))),
                Route.get(
                        PATH + "/hosts/{host}",
                        request -> Reply.page("inventoryhost", request.place("host"), host(request))));
    }

    private View view(Request request) {
        Params query = request.query();
        Loaded loaded = hosts.loaded();
        HostFilter filter = HostFilter.of(query);
        HostList list = hosts.list(loaded, query, MOST);
        Params rest = query.without("after");
        return new View(
                State.of(loaded),
                list.found().stream().map(this::line).toList(),
                list.fitting(),
                loaded.hosts().size(),
                new Asked(filter.group(), filter.words(), filter.status(), query),
                new Pages(
                        query.first("after").isEmpty() ? "" : PATH + rest.query(),
                        list.next().isEmpty()
                                ? ""
                                : PATH + rest.with("after", list.next()).query()),
                loaded.inventory().map(Branch::tree).orElse(List.of()));
    }

    private Line line(HostList.One one) {
        String name = one.host().name();
        return new Line(
                name,
                PATH + "/hosts/" + Links.segment(name),
                one.host().address(),
                one.host().groups(),
                one.drifts(),
                contact(one.known()));
    }

    private Contact contact(KnownHost known) {
        return new Contact(
                known.reached().map(reached -> times.when(reached.at())),
                known.reached().map(KnownHost.Reached::route).orElse(""),
                known.reached().map(KnownHost.Reached::run).orElse(0L),
                known.seen().map(seen -> seen.status().replace('_', ' ')).orElse(""),
                known.seen().map(seen -> times.when(seen.at())),
                known.seen().map(KnownHost.Seen::run).orElse(0L));
    }

    private HostView host(Request request) {
        Loaded loaded = hosts.loaded();
        Hosts.Whole whole = hosts.one(loaded, request.place("host"));
        return new HostView(
                whole.name(),
                State.of(loaded),
                whole.sheet(),
                contact(whole.known()),
                new Facts(
                        whole.known().facts().map(facts -> times.when(facts.at())),
                        whole.known().facts().map(KnownHost.Gathered::run).orElse(0L),
                        FactWords.of(whole.known())),
                loaded.drift(whole.name()),
                whole.subject().map(Subject::href).orElse(""),
                whole.ledger());
    }
}
