package dev.steward.runner.power.watch

import dev.steward.house.Row
import dev.steward.runner.config.power.UpsConfig
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.lab.ups.UpsScript
import dev.steward.runner.power.PowerEvent
import dev.steward.runner.power.PowerSignal
import dev.steward.runner.power.PowerState
import dev.steward.runner.power.UpsSource
import dev.steward.runner.power.nut.NutAddress
import dev.steward.runner.power.nut.NutServer
import dev.steward.runner.power.nut.UpsClient
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.SystemTime
import dev.steward.runner.time.Time
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The watch over a upsd it speaks NUT's protocol with, by a settable clock; and with its threads, by the real one. */
@Timeout(120)
class WatchedUpsdSpec extends Specification {

    @TempDir Path dir
    def time = new SettableTime(Scene.START)
    @AutoCleanup UpsLab lab = UpsLab.open(time)
    def ups = lab.add('cyberpower')
    def told = new CopyOnWriteArrayList<PowerEvent>()
    List<PowerSignal> signals = []
    @AutoCleanup('close') UpsClient client

    private SteppedFeed feed(Map options = [:]) {
        client = client(lab, time)
        new SteppedFeed(new Scene(options + [feeds: [cyberpower: []]]).rules, [cyberpower: { client.read() } as UpsSource], time, { told << it })
    }

    private static UpsClient client(UpsLab lab, Time time) {
        new UpsClient(NutServer.plain(NutAddress.of(lab.address())).within(Duration.ofSeconds(5), Duration.ofSeconds(5)), 'cyberpower', time)
    }

    private PowerSignal until(SteppedFeed feed, int seconds) {
        def end = Scene.START + Duration.ofSeconds(seconds)
        while (time.now() < end) {
            def before = signals ? signals.last() : feed.now()
            def left = Duration.between(time.now(), end)
            signals << feed.next(before, left < Duration.ofMinutes(1) ? left : Duration.ofMinutes(1))
        }
        feed.now()
    }

    private List<String> kinds() { told*.kind() }

    @Row(['G-25', 'G-21', 'G-27'])
    def 'an outage as dummy-ups would play it: each edge is told once, levels are seen as they fall, and power that is back ends it'() {
        given:
        def text = new StringBuilder('ups.status: OL\nbattery.charge: 100\nbattery.runtime: 2400\nups.load: 36\nTIMER 60\n')
        (0..38).each { text << "ups.status: OB DISCHRG\nbattery.charge: ${100 - 2 * it}\nbattery.runtime: ${2400 - 60 * it}\nTIMER 30\n" }
        text << 'ups.status: OL CHRG\nbattery.charge: 24\nTIMER 3600\n'
        ups.play(UpsScript.of('outage.seq', text as String).once())
        def feed = feed()

        expect:
        with(until(feed, 55)) { !onBattery() && charge().get() == 100d && load().get() == 36d && runtime().get() == Duration.ofMinutes(40) }
        with(until(feed, 120)) { confirmed() && onBatteryFor().toSeconds().intValue() in 50..60 && charge().get() in [96d, 98d] && !emergency() }
        with(until(feed, 1200)) { confirmed() && charge().get() <= 28d && upses().cyberpower.status().variables()['ups.status'] == 'OB DISCHRG' }
        with(until(feed, 1400)) { outage() == 0 && !confirmed() }
        kinds() == ['power_lost', 'outage_confirmed', 'warning_battery', 'power_restored', 'outage_over']
        told.find { it.kind() == 'outage_over' }.lasted().toMinutes() == 19
    }

    @Row(['G-19', 'F-07'])
    def 'upsd that goes in an outage and comes back: the clock runs on, its silence and its return are told, and the end is seen'() {
        given:
        ups.set('ups.status', 'OL').set('battery.charge', '100').set('battery.runtime', '1800')
        def feed = feed()
        until(feed, 30)
        ups.set('ups.status', 'OB DISCHRG').set('battery.charge', '90').set('battery.runtime', '1500')
        until(feed, 60)

        when:
        lab.stop()
        def blind = until(feed, 300)

        then:
        blind.confirmed()
        blind.blind()
        blind.onBatteryFor().toSeconds().intValue() in 255..275
        blind.runtime().get() < Duration.ofSeconds(1500 - 240)
        kinds() == ['power_lost', 'comm_lost', 'outage_confirmed']

        when:
        lab.start()
        ups.set('ups.status', 'OL CHRG')
        def back = until(feed, 420)

        then:
        back.outage() == 0
        kinds() == ['power_lost', 'comm_lost', 'outage_confirmed', 'comm_restored', 'power_restored', 'outage_over']
    }

    @Row('G-15')
    def 'all that a UPS says is asked for at its times: #said'() {
        given:
        ups.set('ups.status', 'OL').set('battery.charge', '100')
        def feed = feed(options)
        def asked = { lab.requests().count { it == 'LIST VAR cyberpower' } as int }

        when:
        until(feed, 300)
        def mains = asked()
        ups.set('ups.status', 'OB DISCHRG')
        until(feed, 360)
        def before = asked()
        until(feed, 660)

        then:
        Math.abs(mains - 300 / onMains) <= 2
        Math.abs(asked() - before - 300 / onBattery) <= 2
        UpsConfig.DEFAULT.timeout() == Duration.ofSeconds(10)

        where:
        said           | options                                                         || onMains | onBattery
        'as by itself' | [:]                                                             || 5       | 2
        'as is said'   | [poll: Duration.ofSeconds(10), pollOnBattery: Duration.ofSeconds(5)] || 10 | 5
    }

    @Row('F-06')
    def 'upsd that goes while the mains is there stops nothing: #how'() {
        given:
        ups.set('ups.status', 'OL').set('battery.charge', '100')
        def feed = feed()
        until(feed, 30)

        when:
        how == 'stop' ? lab.stop() : ups.error(how)
        def signal = until(feed, 3600)

        then:
        !signal.onBattery()
        !signal.confirmed()
        kinds() == ['comm_lost']

        where:
        how << ['stop', 'DATA-STALE', 'DRIVER-NOT-CONNECTED', 'UNKNOWN-UPS']
    }

    @Row(['F-10', 'F-16'])
    def 'LB flashes and FSD over the wire'() {
        given:
        ups.set('ups.status', 'OL').set('battery.charge', '100')
        def feed = feed()
        until(feed, 30)

        when: 'a battery that is to be replaced says LB on mains'
        ups.set('ups.status', 'OL LB RB')
        def flash = until(feed, 300)

        then:
        !flash.onBattery()
        kinds() == ['replace_battery']

        when:
        ups.set('ups.status', 'OL')
        until(feed, 310)
        ups.forceShutdown()
        def forced = until(feed, 320)

        then:
        forced.forced()
        forced.confirmed()
    }

    def 'with its threads and a hint, from the wire to whoever waits in less than 200 ms'() {
        given:
        def real = new SystemTime()
        def here = UpsLab.open(real)
        def there = here.add('cyberpower').set('ups.status', 'OL')
        def asking = client(here, real)
        def watcher = new PowerWatcher(new Scene(feeds: [cyberpower: []]).rules, [cyberpower: { asking.read() } as UpsSource], OutageMemory.in(dir, real), real, { told << it })
        watcher.start()
        new PollingConditions(timeout: 10).eventually { assert watcher.state() == PowerState.ONLINE }
        def seen = watcher.now()

        when:
        there.forceShutdown()
        long from = System.nanoTime()
        watcher.hint()
        def signal = watcher.next(seen, Duration.ofSeconds(4))

        then:
        signal.forced()
        System.nanoTime() - from < Duration.ofMillis(200).toNanos()
        new PollingConditions(timeout: 5).eventually { assert told*.kind().containsAll(['power_lost', 'forced_shutdown', 'outage_confirmed']) }

        cleanup:
        watcher.close()
        asking.close()
        here.close()
    }
}
