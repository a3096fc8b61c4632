package dev.steward.runner.app.protect;

import dev.steward.runner.app.power.History;
import dev.steward.runner.app.power.NoPower;
import dev.steward.runner.app.power.PlanSource;
import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerService;
import dev.steward.runner.power.PowerEvent;
import dev.steward.runner.power.PowerFeed;
import java.util.Optional;
import java.util.function.Consumer;

/** Power protection of one Steward: there from the start, at work once it is told to begin; without a configured UPS there is none. */
public final class HousePower implements AutoCloseable {

    private final Protection protection;
    private final History history;
    private final Consumer<PowerFeed> follows;
    private final Optional<PowerService> service;

    /**
     * As configured.
     *
     * @param told hears what happens to the power, once each
     * @param follows is given the feed that decides
     */
    public HousePower(Protection protection, History history, Consumer<PowerEvent> told, Consumer<PowerFeed> follows) {
        this.protection = protection;
        this.history = history;
        this.follows = follows;
        this.service = protection.configured()
                ? Optional.of(protection.watched(protection.plan(), history, told))
                : Optional.empty();
        service.map(PowerService::feed).ifPresent(follows);
    }

    /** What people and programs may ask. */
    public PowerDesk desk() {
        return service.<PowerDesk>map(own -> own).orElseGet(NoPower::new);
    }

    /** From now on the UPSes are watched, and an outage is carried out. */
    public void begin() {
        service.ifPresent(PowerService::start);
    }

    /** The same over another feed and plan; whoever asks starts and closes it. */
    public PowerService over(PowerFeed feed, PlanSource plans) {
        follows.accept(feed);
        return protection.over(feed, plans, history);
    }

    @Override
    public void close() {
        service.ifPresent(PowerService::close);
    }
}
