package dev.steward.runner.power.watch

import dev.steward.house.Row
import dev.steward.runner.power.UpsReading
import java.time.Duration
import spock.lang.Specification

/** Several UPSes, the clock, late answers, and a process that is started within an outage. */
class ManyUpsSpec extends Specification {

    @Row('F-17')
    def 'only hosts that lack a feed they need starve: a #a, b #b'() {
        given:
        def scene = new Scene(feeds: [a: ['pve1', 'pve2'], b: ['pve1', 'pve3', 'nas']], minSupplies: [nas: 1])
        scene.hold(10, a: 'OL/100', b: 'OL/100')
        scene.hold(40, a: a, b: b)
        def signal = scene.machine.signal()

        expect:
        signal.starving().get() == starving as Set
        signal.confirmed() == !starving.empty
        signal.onBattery() == !starving.empty
        signal.charge().orElse(null) == charge

        where:
        a       | b       || starving                       | charge
        'OL/90' | 'OL/80' || []                             | 80d
        'OB/60' | 'OL/80' || ['pve2']                       | 60d
        'OL/90' | 'OB/50' || ['pve3', 'nas']                | 50d
        'OB/60' | 'OB/50' || ['pve1', 'pve2', 'pve3', 'nas'] | 50d
    }

    @Row('F-17')
    def 'a host with two feeds lives on the better one: low on one of them is no emergency for it'() {
        given:
        def scene = new Scene(feeds: [a: ['pve1'], b: ['pve1']])
        scene.hold(10, a: 'OL/100', b: 'OL/100')

        expect: 'one feed gone is told, and nothing else'
        scene.hold(120, a: 'OB LB/5', b: 'OL/100').with { !it.confirmed() && it.starving().get().empty }
        scene.kinds().contains('low_battery')

        and: 'both run down: the better one decides'
        with(scene.hold(60, a: 'OB LB/5', b: 'OB/70')) { confirmed() && !emergency() && !lowBattery() && charge().get() == 70d }
        with(scene.hold(10, a: 'OB LB/5', b: 'OB LB/9')) { emergency() && lowBattery() && charge().get() == 9d }
    }

    def 'a host that needs both feeds lives on the worse one'() {
        given:
        def scene = new Scene(feeds: [a: ['pve1'], b: ['pve1']], minSupplies: [pve1: 2])
        scene.hold(10, a: 'OL/100', b: 'OL/100')

        expect:
        with(scene.hold(60, a: 'OB/40', b: 'OL/100')) { confirmed() && starving().get() == ['pve1'] as Set && charge().get() == 40d && !emergency() }
        with(scene.hold(10, a: 'OB LB/15', b: 'OL/100')) { lowBattery() && emergency() }
    }

    def 'where nobody says who feeds whom, each UPS counts for every host, and the worst decides'() {
        given:
        def scene = new Scene(feeds: [a: [], b: []])
        scene.hold(10, a: 'OL/100', b: 'OL/100')

        expect:
        with(scene.hold(40, a: 'OB/50', b: 'OL/100')) { confirmed() && starving().empty && charge().get() == 50d && onlineFor() == Duration.ZERO }
    }

    def 'a plan that is about one UPS does not look at the other'() {
        given:
        def scene = new Scene(feeds: [a: [], b: []], upses: ['a'])
        scene.says = [a: Scene.reading('OL'), b: Scene.reading('OB LB')]
        scene.run(60)

        expect:
        scene.machine.take('b', Scene.reading('OB LB'), scene.time.nanos(), scene.time.nanos()).with { it.events().empty && !it.signal().onBattery() }
    }

    def 'one that is silent holds up neither the other nor the end of an outage that is not its own'() {
        given:
        def scene = new Scene(feeds: [a: ['pve1'], b: ['pve1', 'pve2']])
        scene.hold(10, a: 'OL', b: 'OL')
        scene.hold(60, a: 'GONE', b: 'OB')

        expect:
        with(scene.machine.signal()) { confirmed() && starving().get() == ['pve2'] as Set && !blind() }
        scene.hold(90, a: 'GONE', b: 'OL').outage() == 0
    }

    @Row('F-18')
    def 'a wall clock that is set by hours changes nothing'() {
        given:
        def scene = new Scene()
        scene.hold('OL', 60)
        scene.hold('OB', 20)

        when:
        scene.time.set(Scene.START + Duration.ofHours(hours))

        then:
        !scene.hold('OB', 4).confirmed()
        with(scene.hold('OB', 12)) { confirmed() && onBatteryFor() < Duration.ofSeconds(40) }

        where:
        hours << [5, -5]
    }

    @Row('F-18')
    def 'a loop that stood still asks again before it decides'() {
        given: 'an answer from before a machine was suspended, and one that took too long'
        def scene = new Scene()
        scene.hold('OL', 60, charge: 100)
        scene.hint('OB', [charge: 90])

        when:
        scene.time.advance(Duration.ofMinutes(30))
        def first = scene.ask('apc')

        then:
        first.next() == Duration.ZERO
        first.signal().onBatteryFor() == Duration.ZERO
        !first.signal().confirmed()

        when: 'power has been back all the while'
        def second = scene.hint('OL', [charge: 100])

        then:
        second.next() > Duration.ZERO
        !second.signal().confirmed()

        when: 'an answer that took longer than two polls is no news either'
        scene.says = [apc: Scene.reading('FSD OB LB')]
        def slow = scene.ask('apc', Duration.ofMinutes(2))

        then:
        slow.next() == Duration.ZERO
        !slow.signal().forced()
        scene.ask('apc').signal().forced()
    }

    def 'an upsd that is always slow is believed at the second time'() {
        given:
        def scene = new Scene()
        scene.hold('OL', 60)
        scene.says = [apc: Scene.reading('OB')]
        12.times { scene.ask('apc', Duration.ofSeconds(9)) }

        expect:
        scene.machine.signal().confirmed()
    }

    @Row('F-15')
    def 'hints, repeats and late answers bring nothing twice'() {
        given:
        def scene = new Scene()
        scene.hold('OL', 60)
        def late = scene.time.nanos() - 1
        20.times { scene.hint('OB') }
        def signal = scene.machine.signal()

        expect: 'no number of hints makes time pass'
        !signal.confirmed()
        signal.outage() == 1
        scene.kinds() == ['power_lost']

        and: 'what was answered before is dropped'
        scene.machine.take('apc', Scene.reading('OL'), late, late).with { it.events().empty && it.signal().onBattery() }
    }

    @Row('F-18')
    def 'a process that is started within an outage knows since when it is on, and tells nothing twice'() {
        given:
        def before = new PowerMachine.Remembered(Duration.ofMinutes(4), true, ['apc/lost', 'apc/warning'] as Set)
        def scene = new Scene(before: before)

        expect:
        with(scene.hold('OB', 70, charge: 25)) { confirmed() && onBatteryFor().toSeconds().intValue() in 300..320 }
        scene.events.empty

        and: 'power that is back is told, and ends it'
        scene.hold('OL', 80).outage() == 0
        scene.kinds() == ['power_restored', 'outage_over']
        scene.events[0].lasted() >= Duration.ofMinutes(5)
    }

    def 'one that finds the mains back ends the outage after the same time as ever'() {
        given:
        def scene = new Scene(before: new PowerMachine.Remembered(Duration.ofMinutes(4), true, ['apc/lost'] as Set))

        expect:
        with(scene.hold('OL', 50)) { confirmed() && !onBattery() && onBatteryFor() == Duration.ofMinutes(4) }
        scene.hold('OL', 20).outage() == 0
    }

    def 'one that finds nobody to answer goes on blind after dead time'() {
        given:
        def scene = new Scene(before: new PowerMachine.Remembered(Duration.ofMinutes(4), true, ['apc/lost'] as Set))

        expect:
        with(scene.hold('GONE', 50)) { confirmed() && blind() && onBattery() && onBatteryFor() == Duration.ofMinutes(4) }
        with(scene.hold('GONE', 70)) { confirmed() && blind() && onBatteryFor() >= Duration.ofSeconds(350) }
        scene.hold('OL', 80).outage() == 0
    }

    def 'polls are each 5 s, each 2 s on battery and while nobody answers'() {
        given:
        def scene = new Scene()
        def count = { String words, int seconds -> int from = scene.asked; scene.hold(words, seconds); scene.asked - from }

        expect:
        count('OL', 100) in 20..22
        count('OB', 100) in 47..52
        count('GONE', 100) in 49..52
        count('REFUSED', 100) in 19..22
    }

    def 'a reading of another UPS is no business of the machine'() {
        expect:
        new Scene().machine.take('other', new UpsReading.Answered(Scene.reading('OB LB').status()), 0, 1).signal().outage() == 0
    }
}
