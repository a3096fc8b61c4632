package dev.steward.runner.app.protect;

import dev.steward.runner.app.power.History;
import dev.steward.runner.app.power.NoPower;
import dev.steward.runner.app.power.PlanSource;
import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerService;
import dev.steward.runner.app.rehearsal.Rehearsal;
import dev.steward.runner.app.rehearsal.RehearsingDesk;
import dev.steward.runner.app.tell.DailyLook;
import dev.steward.runner.app.tell.NodeLines;
import dev.steward.runner.app.tell.PowerNotices;
import dev.steward.runner.app.tell.Tellers;
import dev.steward.runner.app.tell.ToldHistory;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.power.PowerFeed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Power protection of one Steward: there from the start, at work once it is told to begin; without a configured UPS there is none. */
public final class HousePower implements AutoCloseable {

    private final Protection protection;
    private final History history;
    private final Consumer<PowerFeed> follows;
    private final Optional<PowerService> service;
    private final Optional<Rehearsal> rehearsal;
    private final DailyLook daily;
    private final Optional<PlanKeeping> keeping;
    private final Optional<NodeLines> lines;

    /**
     * As configured.
     *
     * @param tellers tell people what happens to the power and what is done about it
     * @param follows is given the feed that decides
     */
    public HousePower(Protection protection, History history, Tellers tellers, Consumer<PowerFeed> follows) {
        this.protection = protection;
        this.lines = protection.nodeLines();
        PowerNotices told = tellers.power(
                protection.loaded().config().server().url(),
                protection.state(),
                lines.<Consumer<String>>map(own -> own).orElse(line -> {}),
                protection.time());
        this.history = new ToldHistory(history, told);
        this.daily = tellers.daily(this::desk, protection.time());
        this.follows = follows;
        Optional<PlanSource> plan =
                Optional.of(protection).filter(Protection::configured).map(Protection::plan);
        this.service = plan.map(source -> protection.watched(source, this.history, told));
        this.keeping = service.map(own -> new PlanKeeping(
                protection,
                plan.orElseThrow(),
                own::quiet,
                problems -> tellers.lastValid(problems, protection.time().now())));
        service.map(PowerService::feed).ifPresent(follows);
        this.rehearsal = service.map(own -> new Rehearsing(protection).of(plan.orElseThrow(), history));
    }

    /** Rehearsals of another plan. */
    public Rehearsal rehearsal(PlanSource plans, BiFunction<PhasedPlan, Inventory, List<Duration>> needs) {
        return new Rehearsing(protection).of(plans, history, needs);
    }

    /** What people and programs may ask. */
    public PowerDesk desk() {
        return service.<PowerDesk>map(own -> new RehearsingDesk(own, rehearsal.orElseThrow()))
                .orElseGet(NoPower::new);
    }

    /** From now on the UPSes are watched, and an outage is carried out. */
    public void begin() {
        lines.ifPresent(NodeLines::start);
        service.ifPresent(PowerService::start);
        rehearsal.ifPresent(own -> new FirstLook(protection, own).start());
        daily.start();
    }

    /** Whether nothing is under way: no outage is on, and none has left anything to bring back. */
    public boolean quiet() {
        return service.map(PowerService::quiet).orElse(true);
    }

    /**
     * From now on it is told when the last valid plan is in effect.
     *
     * @param sound whether all else is well, so that the present one is kept for times when it is not
     */
    public void keepPlan(boolean sound) {
        keeping.ifPresent(own -> own.start(sound));
    }

    /** The look of each day whether protection could still do its work. */
    public DailyLook daily() {
        return daily;
    }

    /** The same over another feed and plan; whoever asks starts and closes it. */
    public PowerService over(PowerFeed feed, PlanSource plans) {
        follows.accept(feed);
        return protection.over(feed, plans, history);
    }

    @Override
    public void close() {
        daily.close();
        keeping.ifPresent(PlanKeeping::close);
        service.ifPresent(PowerService::close);
        lines.ifPresent(NodeLines::close);
    }
}
