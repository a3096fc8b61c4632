package dev.steward.runner.power.watch

import dev.steward.house.Row
import dev.steward.runner.power.PowerState
import java.time.Duration
import spock.lang.Specification

/** One UPS: when an outage begins, counts, and is over. */
class OutageMachineSpec extends Specification {

    def scene = new Scene()

    def 'an outage counts once the mains is gone for as long as the plan confirms it'() {
        given:
        scene.hold('OL', 60, charge: 100, runtime: 1800, load: 30)

        expect:
        scene.machine.state() == PowerState.ONLINE
        with(scene.hold('OB DISCHRG', 28, charge: 95, runtime: 1500)) { onBattery() && !confirmed() && outage() == 1 && onBatteryFor().toSeconds().intValue() in 20..28 }
        with(scene.hold('OB DISCHRG', 10, charge: 94, runtime: 1400)) { confirmed() && outage() == 1 && onBatteryFor() >= Duration.ofSeconds(30) && !emergency() }
        scene.machine.state() == PowerState.ON_BATTERY
        scene.kinds() == ['power_lost', 'outage_confirmed']
    }

    @Row(['G-26', 'F-19'])
    def 'power that is back before that stops nothing, and the clock begins anew'() {
        given:
        scene.hold('OL', 10, charge: 100)
        scene.hold('OB DISCHRG', 20, charge: 98)

        expect:
        with(scene.hold('OL CHRG', 40, charge: 98)) { !confirmed() && !onBattery() && outage() == 0 && onBatteryFor() == Duration.ZERO }
        with(scene.hold('OB DISCHRG', 20, charge: 97)) { !confirmed() && outage() == 2 && onBatteryFor() <= Duration.ofSeconds(20) }
        !scene.kinds().contains('outage_confirmed')
        scene.kinds() == ['power_lost', 'power_restored', 'outage_over', 'power_lost']
    }

    def 'one that counts is over only after power was back for as long as the plan wants it, without a break'() {
        given:
        scene.hold('OL', 10)
        scene.hold('OB DISCHRG', 60)

        expect:
        with(scene.hold('OL CHRG', 50)) { confirmed() && !onBattery() && onlineFor() >= Duration.ofSeconds(45) && onBatteryFor() <= Duration.ofSeconds(60) }
        scene.hold('OB', 4).confirmed()
        with(scene.hold('OL CHRG', 58)) { confirmed() && outage() == 1 }
        with(scene.hold('OL CHRG', 8)) { !confirmed() && outage() == 0 }
        scene.kinds().count('outage_over') == 1
    }

    def 'until the outage is over the UPS is asked as often as on battery, so that power that is back is seen soon'() {
        given:
        scene = new Scene(poll: Duration.ofSeconds(60), pollOnBattery: Duration.ofSeconds(2))
        scene.hold('OL', 1)
        scene.hint('OB DISCHRG')
        scene.hold('OB DISCHRG', 40)
        scene.hold('OL CHRG', 4)
        int before = scene.asked

        expect:
        with(scene.hold('OL CHRG', 54)) { outage() == 1 && onlineFor() >= Duration.ofSeconds(50) }
        scene.asked - before in 26..28
        scene.hold('OL CHRG', 6).outage() == 0

        when:
        before = scene.asked
        scene.hold('OL', 590)

        then:
        scene.asked - before in 9..10
    }

    @Row('F-13')
    def 'flapping does not begin the clock anew until mains was stable, and is told once'() {
        given:
        scene.hold('OL', 10)
        12.times {
            scene.hold('OB DISCHRG', 5)
            scene.hold('OL', 5)
        }

        expect:
        with(scene.hold('OB', 4)) { confirmed() && outage() == 1 && onBatteryFor() > Duration.ofSeconds(110) }
        scene.kinds().count('power_lost') == 1
        scene.kinds().count('power_restored') == 0
        scene.hold('OL', 90).outage() == 0
        scene.kinds().count('power_restored') == 1
    }

    @Row('F-13')
    def 'dips that are each too short and apart count by their sum within 15 min'() {
        given:
        scene.hold('OL', 10)

        when:
        int dips = 0
        while (!scene.machine.signal().confirmed() && dips < 40) {
            scene.hold('OB DISCHRG', 25)
            if (!scene.machine.signal().confirmed()) scene.hold('OL CHRG', 35)
            dips++
        }

        then:
        // each dip is seen for 20 to 25 s, and five minutes of them are the limit
        dips in 12..15
        scene.events.find { it.kind() == 'outage_confirmed' }.reason().contains('in sum within 15 min')
        scene.machine.signal().onBatteryFor() <= Duration.ofSeconds(30)
    }

    def 'dips that stay below the sum never count'() {
        when:
        20.times {
            scene.hold('OB DISCHRG', 10)
            scene.hold('OL CHRG', 110)
        }

        then:
        !scene.kinds().contains('outage_confirmed')
    }

    @Row('F-10')
    def '#words says LB; an outage of emergency: #emergency'() {
        given:
        scene.hold('OL', 10, charge: 90)

        when:
        words.each {
            scene.hint(it, [charge: 90])
            scene.time.advance(Duration.ofSeconds(2))
        }
        def signal = scene.machine.signal()

        then:
        signal.emergency() == emergency
        signal.lowBattery() == emergency
        signal.confirmed() == emergency

        where:
        words                               || emergency
        ['OL LB RB']                        || false
        ['OL LB RB'] * 10                   || false
        ['LB'] * 10                         || false
        ['OB LB', 'OL', 'OL']               || false
        ['OB', 'OB LB', 'OB', 'OB']         || false
        ['OB LB', 'OB LB', 'OB LB']         || true
        ['OB', 'OB LB DISCHRG'] * 2         || false
        ['OB', 'OB LB', 'OB LB', 'OB LB']   || true
    }

    def 'one answer with LB counts after 5 s, even where the next one never comes'() {
        given:
        scene.hold('OL', 10)
        scene.hint('OB LB')

        expect:
        !scene.hold('GONE', 4).lowBattery()
        with(scene.hold('GONE', 4)) { lowBattery() && emergency() && confirmed() && blind() }
    }

    @Row('G-24')
    def 'OB with LB begins the sequence and says why; LB alone does not'() {
        given:
        scene.hold('OL', 10)

        expect:
        !scene.hold('OL LB', 60).confirmed()
        with(scene.hold('OB LB', 8)) { confirmed() && emergency() }
        scene.events.find { it.kind() == 'outage_confirmed' }.reason() == 'UPS reports low battery'
        scene.kinds().count('low_battery') == 1
    }

    @Row(['G-22', 'G-23'])
    def 'on battery at #charge %: confirmed #confirmed, emergency #emergency'() {
        given:
        scene.hold('OL', 10, charge: 100)
        scene.hold('OB DISCHRG', 8, charge: charge)
        def signal = scene.machine.signal()

        expect:
        signal.confirmed() == confirmed
        signal.emergency() == emergency
        (scene.events.find { it.kind() == 'outage_confirmed' }?.reason()) == reason

        where:
        charge || confirmed | emergency | reason
        '31'   || false     | false     | null
        '20.5' || false     | false     | null
        '20'   || true      | false     | 'battery at 20% (critical threshold: 20%)'
        '12.4' || true      | false     | 'battery at 12.4% (critical threshold: 20%)'
        '10'   || true      | true      | 'battery at 10% (emergency threshold: 10%)'
        '0'    || true      | true      | 'battery at 0% (emergency threshold: 10%)'
    }

    @Row('G-21')
    def 'each threshold is told once per outage, however often it is crossed'() {
        given:
        scene.hold('OL', 10, charge: 100)
        scene.hold('OB DISCHRG', 20, charge: 50)
        [31, 30, 31, 30, 29, 31, 30].each { scene.hold('OB DISCHRG', 10, charge: it) }
        scene.hold('OB DISCHRG', 60, charge: 25)

        expect:
        scene.events.findAll { it.kind() == 'warning_battery' }*.text() == ['apc: battery at 30% (warning threshold: 30%)']
        scene.kinds().count('critical_battery') == 0

        when:
        scene.hold('OB DISCHRG', 60, charge: 20)
        scene.hold('OB DISCHRG', 60, charge: 9)

        then:
        ['warning_battery', 'critical_battery', 'emergency'].every { scene.kinds().count(it) == 1 }

        when: 'the next outage tells again'
        scene.hold('OL CHRG', 120, charge: 40)
        scene.hold('OB DISCHRG', 10, charge: 28)

        then:
        scene.kinds().count('warning_battery') == 2
    }

    @Row('F-12')
    def 'a value counts only where two answers agree, and what is not known never does: #why'() {
        given:
        scene.hold('OL', 10, charge: 100, runtime: 1800)
        readings.each { numbers ->
            scene.hint('OB DISCHRG', numbers)
            scene.time.advance(Duration.ofSeconds(2))
        }

        expect:
        scene.machine.signal().charge().orElse(null) == charge
        scene.machine.signal().runtime().orElse(null)?.toSeconds() == runtime
        !scene.machine.signal().emergency()
        !scene.machine.signal().confirmed()

        where:
        why                               | readings                                                                     || charge | runtime
        'one low flash'                   | [[charge: 80, runtime: 900], [charge: 5, runtime: 10]]                       || 80d    | 900
        'the flash is over'               | [[charge: 80, runtime: 900], [charge: 5, runtime: 9], [charge: 79, runtime: 890]] || 79d    | 890
        'no charge at all'                | [[:], [:], [:]]                                                              || null   | null
        'charge vanishes'                 | [[charge: 80], [:]]                                                          || null   | null
        'charge that is no number'        | [[charge: 'n/a'], [charge: 'n/a']]                                           || null   | null
        'runtime 0 with a full battery'   | [[charge: 80, runtime: 0], [charge: 80, runtime: 0]]                         || 80d    | null
        'decimals'                        | [[charge: '99.5', runtime: '1200.5'], [charge: '099.4', runtime: '1199']]    || 99.5d  | 1200
    }

    @Row(['G-16', 'G-17', 'G-18'])
    def 'numbers are decimal, what is absent is unknown, tokens are whole words: #status #numbers'() {
        given:
        scene.hold('OL', 10, charge: 100)
        def signal = scene.hold(numbers, status, 20)

        expect:
        signal.onBattery() == onBattery
        !signal.confirmed()
        !signal.emergency()
        signal.load().orElse(null) == load

        where:
        status         | numbers                             || onBattery | load
        'OB DISCHRG'   | [charge: '99.5', load: '023.4']     || true      | 23.4d
        'OB DISCHRG'   | [:]                                 || true      | null
        'OL'           | [:]                                 || false     | null
        'OL OBLB LBX'  | [charge: '5']                       || false     | null
        'NOB OL'       | [:]                                 || false     | null
        'OL  CHRG '    | [charge: '99.5']                    || false     | null
    }

    @Row('G-82')
    def 'a weak mains that is boosted while the battery is low counts as an outage: #status at #charge'() {
        given:
        scene.hold('OL', 10, charge: 100)
        scene.hold('OL BOOST', 60, charge: 100)

        expect:
        scene.hold(status, 10, charge: charge).confirmed() == confirmed

        where:
        status     | charge || confirmed
        'OL BOOST' | 20     || true
        'OL BOOST' | 21     || false
        'OL CHRG'  | 15     || false
    }
}
