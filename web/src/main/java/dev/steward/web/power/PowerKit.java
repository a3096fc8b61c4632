package dev.steward.web.power;

import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.outage.rehearsal.Scenarios;
import dev.steward.web.format.Times;
import dev.steward.web.parts.Plug;
import dev.steward.web.parts.WebParts;
import dev.steward.web.security.Attempts;
import java.util.List;
import java.util.Optional;

/**
 * What the pages about power share.
 *
 * @param desk answers
 * @param plan worked out beside the pages
 * @param times as people read them
 * @param confirm stands before changes
 * @param plug of a demo
 */
public record PowerKit(PowerDesk desk, PlanSoon plan, Times times, PowerConfirm confirm, Optional<Plug> plug) {

    /** Of the parts. */
    public static PowerKit of(WebParts parts, Times times) {
        return new PowerKit(
                parts.power(),
                new PlanSoon(parts.power(), parts.time()),
                times,
                new PowerConfirm(parts.tokens(), parts.store().accounts(), new Attempts(parts.time()), parts.power()),
                parts.plug());
    }

    /** What can be played. */
    public List<PowerPage.Scenario> scenarios() {
        return Scenarios.NAMED.entrySet().stream()
                .map(named ->
                        new PowerPage.Scenario(named.getKey(), named.getValue().words()))
                .toList();
    }
}
