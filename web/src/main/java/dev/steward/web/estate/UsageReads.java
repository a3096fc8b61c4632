package dev.steward.web.estate;

import dev.steward.runner.collect.usage.Usage;
import dev.steward.runner.collect.usage.Usages;
import dev.steward.runner.proxmox.detail.Series;
import dev.steward.runner.proxmox.detail.Series.Span;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.web.chart.Drawn;
import dev.steward.web.chart.Happening;
import dev.steward.web.happening.Happenings;
import dev.steward.web.http.Reply;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What nodes and guests used: what their cluster says, and what was collected where it says nothing. */
public final class UsageReads {

    private final EstateKit kit;
    private final Usages usages;
    private final Happenings happenings;

    /** Reads with this kit. */
    public UsageReads(EstateKit kit) {
        this.kit = kit;
        this.usages =
                new Usages(kit.parts().store().estateRecords(), kit.parts().time());
        this.happenings = new Happenings(kit.parts().store(), kit.times());
    }

    /** A node's; a problem beside a value: only what was collected is in it. */
    public Read<Usage> node(Seen seen, Node node, Span span) throws InterruptedException {
        return of(
                series(seen, node.name(), node.id(), span, (api, details) -> details.series(node.name(), span)),
                series -> usages.node(node, span, series));
    }

    /** A guest's; a problem beside a value: only what was collected is in it. */
    public Read<Usage> guest(Seen seen, Guest guest, Span span) throws InterruptedException {
        String what = guest.id() + "@" + guest.node();
        return of(
                series(seen, guest.node(), what, span, (api, details) -> details.series(guest, span)),
                series -> usages.guest(guest, span, series));
    }

    /** The same, drawn, with what happened to it meanwhile. */
    Read<Drawn> drawn(Seen seen, Node node, Span span) throws InterruptedException {
        Read<Usage> usage = node(seen, node, span);
        // a name of its own in one inventory, and that of its cluster's source in another
        List<String> hosts = List.of(seen.name() + "-" + node.name(), node.name());
        return new Read<>(
                usage.value().map(used -> Drawn.node(used, kit.parts().zone(), happened(hosts, used))),
                usage.problem());
    }

    /** The same, drawn, with what happened to it meanwhile. */
    Read<Drawn> drawn(Seen seen, Guest guest, Span span) throws InterruptedException {
        Read<Usage> usage = guest(seen, guest, span);
        List<String> hosts = kit.parts().guestHosts().of(guest);
        return new Read<>(
                usage.value().map(used -> Drawn.guest(used, kit.parts().zone(), happened(hosts, used))),
                usage.problem());
    }

    private List<Happening> happened(List<String> hosts, Usage used) {
        return happenings.of(hosts, used.from(), used.from().plus(used.span().length()));
    }

    /** Charts as the page's script reads them. */
    public static Reply reply(Read<Drawn> drawn, ZoneId zone) {
        Map<String, Object> data = new LinkedHashMap<>();
        drawn.value().ifPresent(charts -> data.putAll(charts.data(zone)));
        data.put("problem", drawn.problem());
        return Reply.json(data);
    }

    private Read<Series> series(Seen seen, String node, String what, Span span, Reads.Asking<Series> asking)
            throws InterruptedException {
        Optional<String> silent = kit.silent(seen, node);
        return silent.isPresent()
                ? Read.bad(silent.get())
                : kit.reads().of(seen.name(), what + " series " + span, Reads.MEASURED, asking);
    }

    private static Read<Usage> of(Read<Series> series, Function<Optional<Series>, Usage> usages) {
        Usage usage = usages.apply(series.value());
        boolean nothing = series.problem().isPresent() && usage.lines().isEmpty();
        return new Read<>(nothing ? Optional.empty() : Optional.of(usage), series.problem());
    }
}
