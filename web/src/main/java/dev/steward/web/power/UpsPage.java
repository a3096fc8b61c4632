package dev.steward.web.power;

import dev.steward.runner.collect.usage.UpsUsages;
import dev.steward.runner.collect.usage.Usage;
import dev.steward.runner.power.UpsReading;
import dev.steward.web.chart.Drawn;
import dev.steward.web.estate.Read;
import dev.steward.web.estate.Spans;
import dev.steward.web.estate.UsageReads;
import dev.steward.web.happening.Happenings;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A UPS: how it stands, how it stood, and all it says. */
public final class UpsPage implements Page {

    private final PowerKit kit;
    private final WebParts parts;
    private final UpsUsages usages;
    private final Happenings happenings;

    /** The page. */
    public UpsPage(WebParts parts, PowerKit kit) {
        this.kit = kit;
        this.parts = parts;
        this.usages = new UpsUsages(parts.store().upses(), parts.time());
        this.happenings = new Happenings(parts.store(), kit.times());
    }

    /**
     * What the page shows.
     *
     * @param card how it stands
     * @param used how it stood; empty: the page has it already
     * @param variables all it says by NUT's names; none: it does not answer
     * @param spans which time the charts show
     */
    public record View(UpsCard card, Optional<Read<Drawn>> used, Map<String, String> variables, Spans spans) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/power/upses/{ups}", request -> {
                    View view = view(request, true);
                    return Reply.page("ups", view.card().name(), view);
                }),
                Route.get("/parts/power/upses/{ups}", request -> Reply.part("upsparts", view(request, false))),
                Route.get(
                        "/parts/power/upses/{ups}/used",
                        request -> UsageReads.reply(drawn(card(request).name(), Spans.of(request, "")), parts.zone())));
    }

    private View view(Request request, boolean whole) {
        UpsCard card = card(request);
        Spans spans = Spans.of(request, Words.page(card.name()));
        Map<String, String> variables = kit.desk().readings().get(card.name()) instanceof UpsReading.Answered said
                ? new TreeMap<>(said.status().variables())
                : Map.of();
        return new View(card, whole ? Optional.of(drawn(card.name(), spans)) : Optional.empty(), variables, spans);
    }

    private UpsCard card(Request request) {
        String name = request.place("ups");
        return kit.desk().view().upses().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .map(line -> UpsCard.of(line, kit.times()))
                .orElseThrow(() -> Refused.notFound("No UPS is configured as '" + name + "'."));
    }

    private Read<Drawn> drawn(String ups, Spans spans) {
        Usage used = usages.of(ups, spans.span());
        Instant to = used.from().plus(used.span().length());
        Drawn drawn = Drawn.ups(used, parts.zone(), happenings.of(List.of(), used.from(), to));
        return new Read<>(Optional.of(drawn), Optional.empty());
    }
}
