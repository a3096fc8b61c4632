package dev.steward.runner.power.watch;

import dev.steward.runner.config.power.BlindConfig.OnBattery;
import dev.steward.runner.power.PowerEvent;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.power.PowerState;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides from answers and monotonic time alone whether the mains is gone. It has no thread and no clock, so that an outage of 40
 * minutes is decided in no time. Not thread-safe.
 *
 * <p>What makes an outage, and what does not, follows upsmon(8) of NUT where that is sound, and leaves it where its users were
 * shut down on mains: calibration, a flash of LB, and silence after anything but OB stop nothing.
 */
public final class PowerMachine {

    /**
     * What an answer brought.
     *
     * @param signal as it is now
     * @param events edges that are told, in order
     * @param next when the UPS is to be asked again; zero: at once, before anything is decided
     */
    public record Step(PowerSignal signal, List<PowerEvent> events, Duration next) {

        public Step {
            events = List.copyOf(events);
        }
    }

    /**
     * An outage a process leaves to the next one.
     *
     * @param onBatteryFor so far
     * @param confirmed whether it counts
     * @param told edges that were told
     */
    public record Remembered(Duration onBatteryFor, boolean confirmed, Set<String> told) {

        public Remembered {
            told = Set.copyOf(told);
        }
    }

    private final Rules rules;
    private final OutageClock clock;
    private final Optional<Remembered> before;
    private final Set<String> told = new TreeSet<>();
    private final Map<String, UpsTrack> tracks = new LinkedHashMap<>();
    private final Map<String, UpsNews> news = new LinkedHashMap<>();
    private final Map<String, Long> answered = new LinkedHashMap<>();
    private final Set<String> excused = new TreeSet<>();
    private PowerSignal signal = PowerSignal.NOTHING;
    private long began;
    private boolean begun;

    /**
     * A machine that has seen nothing yet.
     *
     * @param before an outage that was on when the last process ended
     */
    public PowerMachine(Rules rules, Optional<Remembered> before) {
        this.rules = rules;
        this.before = before;
        this.clock = new OutageClock(rules);
        before.ifPresent(outage -> told.addAll(outage.told()));
    }

    /**
     * Takes what came of asking a UPS.
     *
     * @param ups its configured name
     * @param asked when it was asked, in monotonic nanoseconds
     * @param now when it had answered
     */
    public Step take(String ups, UpsReading reading, long asked, long now) {
        if (!rules.upses().contains(ups)) {
            return new Step(signal, List.of(), rules.config().poll());
        }
        begin(now);
        UpsTrack track = tracks.computeIfAbsent(ups, name -> new UpsTrack(name, rules));
        Long then = answered.get(ups);
        if (then != null && now < then) {
            return new Step(signal, List.of(), track.next(clock.number() != 0));
        }
        if (stalled(track, reading, asked, now) && excused.add(ups)) {
            answered.put(ups, now);
            return new Step(signal, List.of(), Duration.ZERO);
        }
        excused.remove(ups);
        answered.put(ups, now);
        track.take(reading, now);
        return look(now, track);
    }

    /** Whether the loop stood still, as in a suspended machine: what was read before it is old, what was waited for is not. */
    private boolean stalled(UpsTrack track, UpsReading reading, long asked, long now) {
        long twice = track.next(clock.number() != 0).multipliedBy(2).toNanos();
        Long then = answered.get(track.name());
        return then != null && asked - then > twice || reading instanceof UpsReading.Answered && now - asked > twice;
    }

    private void begin(long now) {
        if (!begun) {
            begun = true;
            began = now;
            before.ifPresent(outage -> clock.resume(outage.onBatteryFor(), outage.confirmed(), now));
        }
    }

    private Step look(long now, UpsTrack asked) {
        List<PowerEvent> events = new ArrayList<>();
        Map<String, Stand> stands = new LinkedHashMap<>();
        tracks.forEach((name, track) -> stands.put(name, track.stand(now)));
        tracks.forEach((name, track) -> news(name, track).look(stands.get(name), now, events));
        House house = House.of(rules.supplies(), stands, now);
        if (clock.resumed() && !house.lost() && !house.online() && nothingSeen()) {
            house = House.unseen(rules.supplies(), unseen(now));
        }
        clock.look(house, now, events);
        signal = signal(house);
        return new Step(signal, events, asked.next(clock.number() != 0));
    }

    private UpsNews news(String name, UpsTrack track) {
        return news.computeIfAbsent(
                name,
                ups -> new UpsNews(
                        track,
                        rules.config(),
                        told,
                        began
                                - before.map(Remembered::onBatteryFor)
                                        .orElse(Duration.ZERO)
                                        .toNanos()));
    }

    private boolean nothingSeen() {
        return tracks.values().stream().allMatch(track -> track.last().isEmpty());
    }

    private long unseen(long now) {
        boolean counts = rules.blind().onBattery() == OnBattery.COUNTDOWN
                && now - began >= rules.config().deadTime().toNanos();
        return counts ? now : began;
    }

    private PowerSignal signal(House house) {
        Map<String, UpsReading> readings = new LinkedHashMap<>();
        tracks.forEach((name, track) -> track.latest().ifPresent(reading -> readings.put(name, reading)));
        return new PowerSignal(
                clock.confirmed(),
                house.lost(),
                clock.number(),
                clock.onBatteryFor(),
                clock.onlineFor(),
                house.charge(),
                house.runtime(),
                house.load(),
                house.low(),
                house.forced(),
                house.lost() && clock.emergency(),
                house.blind(),
                house.starving(),
                readings,
                clock.reasons());
    }

    /** As it is now. */
    public PowerSignal signal() {
        return signal;
    }

    /** What the next process is to know, as long as an outage is on. */
    public Optional<Remembered> remembered() {
        return signal.outage() == 0
                ? Optional.empty()
                : Optional.of(new Remembered(signal.onBatteryFor(), signal.confirmed(), told));
    }

    /** How the house stands, as far as UPSes tell: on mains, on battery, or not known. */
    public PowerState state() {
        if (signal.outage() != 0) {
            return PowerState.ON_BATTERY;
        }
        return nothingSeen() ? PowerState.UNKNOWN : PowerState.ONLINE;
    }

    /** The last status a UPS told; empty: none since the start. */
    public Optional<UpsStatus> last(String ups) {
        return Optional.ofNullable(tracks.get(ups)).flatMap(UpsTrack::last);
    }
}
