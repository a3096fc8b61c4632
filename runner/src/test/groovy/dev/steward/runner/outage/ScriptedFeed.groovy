package dev.steward.runner.outage

import dev.steward.runner.power.PowerFeed
import dev.steward.runner.power.PowerSignal
import dev.steward.runner.power.UpsReading
import dev.steward.runner.power.UpsStatus
import dev.steward.runner.time.Time
import java.time.Duration

/**
 * The power of the house by a script: at which second the mains goes (OB) and comes back (OL), and what else is said then. It has no
 * thread: whoever asks moves nothing, whoever waits moves the clock.
 */
class ScriptedFeed implements PowerFeed {

    static final Duration STABLE = Duration.ofSeconds(30)

    final Time time
    final long begin
    /** Seconds to what holds from then on: 'OB', 'OL', 'OB LB', 'FSD'. */
    volatile Map<Integer, String> script
    /** Charge in per cent by the seconds on battery. */
    Closure<Double> charge = { long seconds -> Math.max(0d, 100d - seconds / 20d) }
    volatile Closure<?> looked = { PowerSignal signal -> }

    ScriptedFeed(Time time, Map<Integer, String> script, long begin = time.nanos()) {
        this.time = time
        this.begin = begin
        this.script = script
    }

    long getSecond() { (time.nanos() - begin).intdiv(1_000_000_000L) }

    @Override
    PowerSignal now() {
        PowerSignal signal = at(second)
        looked(signal)
        signal
    }

    @Override
    PowerSignal next(PowerSignal seen, Duration longest) {
        time.sleep(longest < Duration.ofSeconds(1) ? longest : Duration.ofSeconds(1))
        now()
    }

    private PowerSignal at(long second) {
        String word = 'OL'
        long since = 0
        Long first = null
        long number = 0
        long online = second
        for (entry in script.findAll { it.key <= second }.sort { it.key }) {
            boolean was = word != 'OL'
            if (entry.value != 'OL' && !was) {
                if (first == null || entry.key - since >= STABLE.seconds) {
                    first = entry.key
                    number++
                }
            }
            since = entry.key
            word = entry.value
            online = second - since
        }
        boolean on = word != 'OL'
        boolean over = !on && online >= STABLE.seconds
        long onBattery = first == null || over ? 0 : second - first
        double left = charge(onBattery)
        new PowerSignal(on && onBattery >= 0, on, over || first == null ? 0 : number, Duration.ofSeconds(onBattery),
                on ? Duration.ZERO : Duration.ofSeconds(Math.max(1, online)), Optional.of(left), Optional.of(Duration.ofMinutes(30)),
                Optional.of(20d), word.contains('LB'), word.contains('FSD'), word.contains('LB') || word.contains('FSD') || (on && left <= 10),
                false, Optional.empty(),
                [cyberpower: new UpsReading.Answered(UpsStatus.of(['ups.status': word, 'battery.charge': left as String]))],
                [on ? "on battery for ${onBattery} s".toString() : 'on mains'])
    }
}
