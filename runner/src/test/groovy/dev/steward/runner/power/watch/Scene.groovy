package dev.steward.runner.power.watch

import dev.steward.dsl.plan.PowerPlan
import dev.steward.dsl.plan.SourceRef
import dev.steward.runner.config.power.BlindConfig
import dev.steward.runner.config.power.PowerConfig
import dev.steward.runner.config.power.UpsConfig
import dev.steward.runner.power.PowerEvent
import dev.steward.runner.power.PowerSignal
import dev.steward.runner.power.UpsReading
import dev.steward.runner.power.UpsSource
import dev.steward.runner.power.UpsStatus
import dev.steward.runner.time.SettableTime
import java.time.Duration
import java.time.Instant

/** A house whose UPSes say what the scene wants, asked on a settable clock as often as the machine asks for. */
class Scene {

    static final Instant START = Instant.parse('2026-03-01T12:00:00Z')

    final SettableTime time = new SettableTime(START)
    final List<PowerEvent> events = []
    final Rules rules
    PowerMachine machine
    Map<String, UpsReading> says = [:]
    private final Map<String, Long> due = [:]
    int asked

    Scene(Map<String, Object> options = [:]) {
        Map<String, List<String>> feeds = options.feeds ?: [apc: []]
        Map<String, UpsConfig> upses = feeds.collectEntries { name, hosts -> [name, ups(hosts)] }
        rules = Rules.of(config(upses, options), Optional.of(plan(options)))
        machine = new PowerMachine(rules, Optional.ofNullable(options.before as PowerMachine.Remembered))
    }

    static UpsConfig ups(List<String> feeds) {
        def d = UpsConfig.DEFAULT
        new UpsConfig(d.host(), d.name(), d.user(), d.password(), d.tls(), feeds, d.nominal(), d.timeout())
    }

    static PowerConfig config(Map<String, UpsConfig> upses, Map<String, Object> options = [:]) {
        def d = PowerConfig.DEFAULT
        def blind = new BlindConfig(options.onBattery ?: BlindConfig.OnBattery.COUNTDOWN, Optional.ofNullable(options.onMains as Duration), 25)
        new PowerConfig(d.plan(), true, upses, options.minSupplies ?: [:], options.poll ?: d.poll(), options.pollOnBattery ?: d.pollOnBattery(), d.deadTime(),
                d.warning(), d.critical(), d.emergency(), d.stableFor(), d.flapping(), d.offFor(), d.calCap(),
                options.forcedOnMains ?: d.forcedOnMains(), blind, d.hints(), d.self(), d.recovery(), d.margin(), d.reserve(), d.watts(), d.eventLog())
    }

    static PowerPlan plan(Map<String, Object> options = [:]) {
        new PowerPlan(options.upses ?: [], options.confirm ?: Duration.ofSeconds(30), options.stableFor ?: Duration.ofSeconds(60), Optional.empty(), Optional.empty(), [],
                Optional.empty(), [], new SourceRef('x.groovy', 1, 1))
    }

    /** As NUT would say it: a status with numbers, or a way of saying nothing. */
    static UpsReading reading(String words, Map<String, Object> numbers = [:]) {
        if (words == 'GONE') {
            return new UpsReading.Silent(UpsReading.Why.UNREACHABLE, 'pi:3493 refuses the connection')
        }
        if (words in ['STALE', 'NO_DRIVER', 'REFUSED']) {
            return new UpsReading.Silent(UpsReading.Why.valueOf(words), "ERR $words")
        }
        Map<String, String> variables = ['ups.status': words]
        numbers.each { key, value -> variables[[charge: 'battery.charge', runtime: 'battery.runtime', load: 'ups.load'][key] ?: key] = value as String }
        new UpsReading.Answered(UpsStatus.of(variables))
    }

    /** For so many seconds every UPS, or those named, say the same. */
    PowerSignal hold(Map<String, Object> numbers = [:], String words, int seconds) {
        says = rules.upses().collectEntries { [it, reading(words, numbers)] }
        run(seconds)
    }

    PowerSignal hold(String words, int seconds, Map<String, Object> numbers) { hold(numbers, words, seconds) }

    PowerSignal hold(Map<String, String> each, int seconds) {
        each.each { name, words ->
            List<String> parts = words.split('/') as List
            says[name] = reading(parts[0], parts.size() > 1 ? [charge: parts[1]] : [:])
        }
        run(seconds)
    }

    /** Asks as the machine wants it until the time is over; the last look is at its end or before. */
    PowerSignal run(int seconds) {
        long end = time.nanos() + Duration.ofSeconds(seconds).toNanos()
        while (true) {
            rules.upses().each { if (due.getOrDefault(it, 0L) <= time.nanos()) ask(it) }
            long next = rules.upses().collect { due[it] }.min()
            if (next > end) {
                time.advance(Duration.ofNanos(end - time.nanos()))
                return machine.signal()
            }
            time.advance(Duration.ofNanos(next - time.nanos()))
        }
    }

    PowerMachine.Step ask(String ups, Duration takes = Duration.ZERO) {
        asked++
        long from = time.nanos()
        time.advance(takes)
        def step = machine.take(ups, says[ups], from, time.nanos())
        events.addAll(step.events())
        due[ups] = time.nanos() + step.next().toNanos()
        step
    }

    /** A hint wakes the poller. */
    PowerMachine.Step hint(String words, Map<String, Object> numbers = [:]) {
        says = rules.upses().collectEntries { [it, reading(words, numbers)] }
        rules.upses().collect { ask(it) }.last()
    }

    List<String> kinds() { events*.kind() }

    UpsSource source(String ups) { return { says[ups] } as UpsSource }
}
