package dev.steward.web.estate;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.proxmox.estate.Addresses;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which guests, in which order, as an address says it: a comma means or, a leading exclamation mark means not. */
public final class GuestFilter {

    /** The parameters that narrow, with what they look at. */
    public static final Map<String, String> FIELDS = fields();

    private static final Map<String, Comparator<Guest>> ORDERS = orders();

    private final Params query;
    private final List<BiPredicate<Guest, Addresses>> tests = new ArrayList<>();

    /**
     * A filter.
     *
     * @param query parameters that are no filters are left alone
     * @throws Refused 400 where a value cannot be understood: nothing is guessed
     */
    public GuestFilter(Params query) {
        this.query = new Params(query.all().stream()
                .filter(param -> !param.value().isBlank())
                .filter(param ->
                        FIELDS.containsKey(param.name()) || param.name().equals("sort"))
                .toList());
        known("kind", List.of("lxc", "qemu"));
        add("cluster", guest -> List.of(guest.cluster()));
        add("node", guest -> List.of(guest.node()));
        add("kind", guest -> List.of(guest.kind().word()));
        add("status", guest -> List.of(guest.word()));
        add("tag", Guest::tags);
        add("pool", guest -> guest.pool().stream().toList());
        query.first("q")
                .map(text -> text.toLowerCase(Locale.ROOT))
                .ifPresent(text -> tests.add((g, a) -> text(g, a, text)));
        order();
    }

    private static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("cluster", "our name of the cluster");
        fields.put("node", "the node it is on");
        fields.put("kind", "lxc or qemu");
        fields.put("status", "running, stopped, template, …");
        fields.put("tag", "one of its tags");
        fields.put("pool", "its pool");
        fields.put("q", "text in its name, id, tags or addresses");
        return fields;
    }

    private static Map<String, Comparator<Guest>> orders() {
        Map<String, Comparator<Guest>> orders = new LinkedHashMap<>();
        orders.put("id", Comparator.comparing(guest -> guest.vmid().value()));
        orders.put("name", Comparator.comparing(guest -> guest.name().toLowerCase(Locale.ROOT)));
        orders.put("status", Comparator.comparing(Guest::word));
        orders.put("node", Comparator.comparing(Guest::node));
        orders.put("cpu", Comparator.comparing(guest -> guest.load().cpu()));
        orders.put("memory", Comparator.comparing(guest -> guest.load().memory()));
        orders.put("disk", Comparator.comparing(guest -> guest.load().diskLimit()));
        orders.put("uptime", Comparator.comparing(guest -> guest.load().uptime()));
        return orders;
    }

    private void add(String name, Function<Guest, List<String>> values) {
        for (String said : query.values(name)) {
            boolean not = said.startsWith("!");
            List<String> any = List.of((not ? said.substring(1) : said).split("\\s*,\\s*"));
            tests.add((guest, addresses) -> not ^ values.apply(guest).stream().anyMatch(any::contains));
        }
    }

    private void known(String name, List<String> words) {
        for (String said : query.values(name)) {
            for (String word : said.replaceFirst("^!", "").split("\\s*,\\s*")) {
                if (!words.contains(word)) {
                    throw Refused.bad("'" + name + "' cannot be '" + word + "'; "
                            + Suggestion.question(word, words).orElse("it is " + String.join(" or ", words)) + ".");
                }
            }
        }
    }

    private static boolean text(Guest guest, Addresses addresses, String text) {
        return guest.name().toLowerCase(Locale.ROOT).contains(text)
                || guest.id().contains(text)
                || guest.tags().stream().anyMatch(tag -> tag.contains(text))
                || addresses.all().stream().anyMatch(address -> address.ip().contains(text));
    }

    /** What the order is called: a word, with a minus in front where it is turned round. */
    public String sort() {
        return query.first("sort").orElse("id");
    }

    private Comparator<Guest> order() {
        boolean down = sort().startsWith("-");
        String word = down ? sort().substring(1) : sort();
        Comparator<Guest> order = ORDERS.get(word);
        if (order == null) {
            throw Refused.bad("'sort' cannot be '" + sort() + "'; "
                    + Suggestion.question(word, ORDERS.keySet())
                            .orElse("it is one of " + String.join(", ", ORDERS.keySet())
                                    + ", with - in front to turn it round")
                    + ".");
        }
        return (down ? order.reversed() : order)
                .thenComparing(guest -> guest.vmid().value())
                .thenComparing(Guest::cluster);
    }

    /** The guests of an estate that fit, in order. */
    public List<Guest> of(Estate estate) {
        Predicate<Guest> fits = guest -> {
            Addresses addresses = estate.clusters().get(guest.cluster()).of(guest);
            return tests.stream().allMatch(test -> test.test(guest, addresses));
        };
        return estate.guests().stream().filter(fits).sorted(order()).toList();
    }

    /** Whether anything is narrowed. */
    public boolean narrow() {
        return !tests.isEmpty();
    }

    /** The parameters that count, without those of the page. */
    public Params query() {
        return query;
    }

    /** The address of the same guests in another order; the order that holds is turned round. */
    public String sorted(String word) {
        return "/estate"
                + query.without("sort")
                        .with("sort", sort().equals(word) ? "-" + word : word)
                        .query() + "#guests";
    }

    /** As aria-sort says it; null: the column is not the one they are sorted by. */
    public String direction(String word) {
        return sort().equals(word) ? "ascending" : sort().equals("-" + word) ? "descending" : null;
    }

    /** The value of a field of the form. */
    public String value(String name) {
        return query.first(name).orElse("");
    }
}
