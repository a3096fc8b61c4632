package dev.steward.runner.power.watch

import dev.steward.runner.power.PowerEvent
import dev.steward.runner.power.PowerSignal
import dev.steward.runner.power.PowerState
import dev.steward.runner.power.UpsSource
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** The threads around the machine, on the real clock with short polls; and what a restart remembers. */
class PowerWatcherSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup PowerWatcher watcher
    def told = new CopyOnWriteArrayList<PowerEvent>()
    def patience = new PollingConditions(timeout: 10, delay: 0.02)

    private Rules rules(Map options = [:]) {
        new Scene([poll: Duration.ofSeconds(5), pollOnBattery: Duration.ofSeconds(2)] + options).rules
    }

    private PowerWatcher watch(Map<String, UpsSource> sources, Rules rules, OutageMemory memory = new OutageMemory(dir.resolve('outage.now'), 'boot-1', new SystemTime())) {
        watcher = new PowerWatcher(rules, sources, memory, new SystemTime(), { told << it })
        watcher.start()
        watcher
    }

    def 'a hint wakes it at once, and a flood of hints costs one look a second'() {
        given:
        def says = Scene.reading('OL')
        def asked = new CopyOnWriteArrayList<Long>()
        watch([apc: { asked << System.nanoTime(); says } as UpsSource], rules())
        patience.eventually { assert watcher.state() == PowerState.ONLINE }
        def seen = watcher.now()

        when:
        says = Scene.reading('FSD OB LB')
        long from = System.nanoTime()
        watcher.hint()
        def signal = watcher.next(seen, Duration.ofSeconds(4))

        then:
        signal.forced()
        System.nanoTime() - from < Duration.ofMillis(200).toNanos()

        when:
        int before = asked.size()
        long end = System.nanoTime() + Duration.ofMillis(2500).toNanos()
        while (System.nanoTime() < end) {
            watcher.hint()
            watcher.next(watcher.now(), Duration.ofMillis(5))
        }

        then:
        asked.size() - before in 1..4
    }

    def 'a UPS that hangs holds up no other, and one that throws is silent'() {
        given:
        def never = new CountDownLatch(1)
        watch([a: { never.await(); null } as UpsSource, b: { Scene.reading('OB') } as UpsSource, c: { throw new IllegalStateException('no socket') } as UpsSource],
                rules(feeds: [a: [], b: [], c: []]))

        expect:
        patience.eventually {
            assert watcher.now().onBattery()
            assert watcher.seen().c.trouble().get() == 'no socket'
            assert told*.kind().contains('power_lost')
        }
        watcher.seen().b.with { it.last().get().has('OB') && it.answered().present && it.trouble().empty }
        !watcher.seen().containsKey('a')

        cleanup:
        never.countDown()
    }

    def 'neither a receiver that hangs nor one that throws holds up the watch'() {
        given:
        def never = new CountDownLatch(1)
        def says = Scene.reading('OL')
        watcher = new PowerWatcher(rules(), [apc: { says } as UpsSource], new OutageMemory(dir.resolve('x'), 'b', new SystemTime()), new SystemTime(),
                { told << it; if (told.size() == 1) throw new IllegalStateException('dead'); never.await() })
        watcher.start()
        patience.eventually { assert watcher.state() == PowerState.ONLINE }

        when:
        ['OB', 'FSD OB LB'].each { words ->
            says = Scene.reading(words)
            watcher.hint()
            watcher.next(watcher.now(), Duration.ofSeconds(2))
        }

        then:
        patience.eventually { assert watcher.now().forced(); assert told.size() == 2 }

        cleanup:
        never.countDown()
    }

    def 'an outage is kept while it is on, and forgotten when it is over'() {
        given:
        def file = dir.resolve('state/outage.now')
        def says = Scene.reading('FSD OB')
        watch([apc: { says } as UpsSource], rules(), new OutageMemory(file, 'boot-1', new SystemTime()))

        expect:
        patience.eventually { assert Files.exists(file) && Files.readString(file).contains('confirmed=true') }
        new OutageMemory(file, 'boot-1', new SystemTime()).load().get().with { it.confirmed() && it.told().contains('apc/lost') }
        watcher.trouble().empty
    }

    def 'a process that begins with a file of an outage that is over takes it away'() {
        given:
        def file = Files.writeString(dir.resolve('outage.now'), 'boot=x\nsaved=2001-01-01T00:00:00Z\nonBattery=PT1M\nconfirmed=true\ntold=\nwhole=yes\n')
        watch([apc: { Scene.reading('OL') } as UpsSource], rules(), new OutageMemory(file, 'boot-1', new SystemTime()))

        expect:
        patience.eventually { assert !Files.exists(file) }
    }

    def 'the gap to the next process is bridged by the wall clock, within bounds: #why'() {
        given:
        def time = new SettableTime(Scene.START)
        def file = dir.resolve('outage.now')
        new OutageMemory(file, 'boot-1', time).keep(Optional.of(new PowerMachine.Remembered(Duration.ofMinutes(3), true, ['apc/lost', 'apc/low'] as Set)))

        when:
        time.set(Scene.START + gap)
        def loaded = new OutageMemory(file, boot, time).load()

        then:
        loaded.map { it.onBatteryFor() }.orElse(null) == expected
        loaded.empty || loaded.get().told() == ['apc/lost', 'apc/low'] as Set

        where:
        why                             | gap                    | boot     || expected
        'a restart'                     | Duration.ofSeconds(20) | 'boot-1' || Duration.ofSeconds(200)
        'hours in the same boot'        | Duration.ofHours(5)    | 'boot-1' || Duration.ofMinutes(303)
        'more than a day'               | Duration.ofHours(25)   | 'boot-1' || null
        'a clock that went back'        | Duration.ofHours(-2)   | 'boot-1' || Duration.ofMinutes(3)
        'a machine that booted quickly' | Duration.ofMinutes(2)  | 'boot-2' || Duration.ofMinutes(5)
        'a machine that was off'        | Duration.ofMinutes(11) | 'boot-2' || null
        'no way to tell boots apart'    | Duration.ofMinutes(11) | ''       || null
    }

    def 'a file that cannot be believed is none: #text'() {
        given:
        def file = Files.writeString(dir.resolve('outage.now'), text)
        def memory = new OutageMemory(file, 'boot-1', new SettableTime(Scene.START))

        expect:
        memory.load().empty

        where:
        text << ['', 'boot=boot-1\nsaved=2026-03-01T12:00:00Z\nonBatt', 'boot=boot-1\nsaved=yesterday\nonBattery=PT1M\nconfirmed=true\ntold=\nwhole=yes\n', '\u0000' * 100]
    }

    def 'a disk that takes nothing leaves the watch in memory, and is said'() {
        given:
        def file = Files.writeString(dir.resolve('file'), 'x').resolve('outage.now')
        def memory = new OutageMemory(file, 'boot-1', new SystemTime())
        watch([apc: { Scene.reading('FSD OB LB') } as UpsSource], rules(), memory)

        expect:
        patience.eventually {
            assert watcher.now().forced()
            assert watcher.trouble().get().contains('cannot be kept')
        }
    }

    def 'on a settable clock an outage of 40 min is over in no time'() {
        given:
        def scene = new Scene()
        scene.says = [apc: Scene.reading('OL')]
        def feed = new SteppedFeed(scene.rules, [apc: scene.source('apc')], scene.time, { told << it })
        def signals = [feed.now()]

        when:
        scene.says = [apc: Scene.reading('OB', [charge: 60])]
        while (scene.time.now() < Scene.START + Duration.ofMinutes(40)) {
            signals << feed.next(signals.last(), Duration.ofMinutes(1))
        }

        then:
        signals.last().confirmed()
        signals.last().onBatteryFor() > Duration.ofMinutes(39)
        signals.size() > 1000
        told*.kind() == ['power_lost', 'outage_confirmed']
    }

    def 'whoever waits for a change is let go when the time is over or the watch ends'() {
        given:
        watch([:], rules())

        expect:
        watcher.next(PowerSignal.NOTHING, Duration.ofMillis(20)).is(PowerSignal.NOTHING)

        when:
        watcher.close()

        then:
        watcher.next(PowerSignal.NOTHING, Duration.ofHours(1)).is(PowerSignal.NOTHING)
    }
}
