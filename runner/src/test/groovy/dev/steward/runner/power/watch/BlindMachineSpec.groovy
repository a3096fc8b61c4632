package dev.steward.runner.power.watch

import dev.steward.house.Row
import dev.steward.runner.config.power.BlindConfig.OnBattery
import dev.steward.runner.config.power.PowerConfig.Forced
import dev.steward.runner.power.PowerState
import java.time.Duration
import spock.lang.Specification

/** What silence, calibration, OFF and FSD mean. */
class BlindMachineSpec extends Specification {

    def scene = new Scene()

    @Row(['F-06', 'F-08'])
    def 'silence after #last stops nothing, however long, and is told once'() {
        given:
        scene.hold(last, 10, charge: 100, runtime: 900)
        def signal = scene.hold(how, 7200)

        expect:
        !signal.onBattery()
        !signal.confirmed()
        signal.onlineFor() <= Duration.ofSeconds(70)
        scene.kinds().count('comm_lost') == 1
        scene.events.find { it.kind() == 'comm_lost' }.text().contains(last)
        !scene.kinds().contains('power_lost')

        when:
        scene.hold('OL', 10)

        then:
        scene.kinds().count('comm_restored') == 1

        where:
        last             | how
        'OL'             | 'GONE'
        'OL CHRG'        | 'STALE'
        'OL'             | 'NO_DRIVER'
        'OL'             | 'WAIT'
        'OL CAL'         | 'GONE'
        'OB CAL DISCHRG' | 'GONE'
        'OL BYPASS'      | 'GONE'
        'OL OFF'         | 'GONE'
        'ALARM OL'       | 'GONE'
        'OL LB RB'       | 'STALE'
    }

    @Row('F-06')
    def 'who wants it that way lets silence on mains count after a time'() {
        given:
        scene = new Scene(onMains: Duration.ofMinutes(10))
        scene.hold('OL', 10)

        expect:
        !scene.hold('GONE', 590).onBattery()
        with(scene.hold('GONE', 30)) { confirmed() && blind() && !emergency() }
        scene.events.find { it.kind() == 'outage_confirmed' }.reason().contains('power.blind.onMains')
    }

    @Row('F-07')
    def 'on battery a short silence changes nothing: neither the clock nor the battery is guessed before dead time'() {
        given:
        scene.hold('OL', 10, charge: 100, runtime: 1800)
        scene.hold('OB DISCHRG', 20, charge: 95, runtime: 200)
        def before = scene.machine.signal()

        when:
        def signal = scene.hold('GONE', 50)

        then:
        before.onBatteryFor() == signal.onBatteryFor()
        !signal.confirmed()
        !signal.emergency()
        signal.onBattery()
        signal.blind()

        when: 'and an answer takes it all back'
        scene.hold('OL', 40)

        then:
        scene.machine.signal().outage() == 0
        !scene.kinds().contains('outage_confirmed')
    }

    @Row(['F-07', 'G-81'])
    def 'after dead time the outage goes on unseen: the clock that ran all the while, and the runtime told last, a quarter faster'() {
        given:
        scene.hold('OL', 10, charge: 100, runtime: 1800)
        scene.hold('OB DISCHRG', 20, charge: 95, runtime: 900)

        when:
        def signal = scene.hold(how, 120)

        then:
        signal.confirmed()
        signal.blind()
        signal.onBatteryFor().toSeconds().intValue() in 125..140
        signal.runtime().get().toSeconds().intValue() in 740..760
        !signal.emergency()

        when: 'the battery must be low by now'
        signal = scene.hold(how, 480)

        then:
        !signal.emergency()

        when:
        signal = scene.hold(how, 60)

        then:
        signal.emergency()
        signal.reasons().contains('the battery must be low by now, unseen')

        where:
        how << ['GONE', 'STALE', 'NO_DRIVER']
    }

    def 'without a runtime only the clock goes on'() {
        given:
        scene.hold('OL', 10)
        scene.hold('OB DISCHRG', 20)
        def signal = scene.hold('GONE', 3600)

        expect:
        signal.confirmed()
        signal.onBatteryFor() > Duration.ofMinutes(59)
        !signal.emergency()
    }

    @Row('G-81')
    def 'who wants it that way lets an outage nobody sees stand still'() {
        given:
        scene = new Scene(onBattery: OnBattery.HOLD)
        scene.hold('OL', 10, runtime: 1800)
        scene.hold('OB DISCHRG', 20, runtime: 900)
        def signal = scene.hold('GONE', 3600)

        expect:
        !signal.confirmed()
        !signal.emergency()
        signal.onBatteryFor() <= Duration.ofSeconds(20)
        signal.blind()
    }

    @Row('F-09')
    def 'an upsd that has nothing to say yet (#words) leads to no decision, is unknown, and is told after a grace'() {
        given:
        scene.hold(words, 50)

        expect:
        scene.machine.state() == PowerState.UNKNOWN
        scene.events.empty

        when:
        scene.hold(words, 3600)

        then:
        !scene.machine.signal().onBattery()
        scene.machine.signal().onlineFor() == Duration.ZERO
        scene.kinds() == ['comm_lost']
        scene.events[0].text().contains('it has not answered since the start')

        where:
        words << ['WAIT', 'WAIT OB LB', 'FSD WAIT', 'STALE', 'NO_DRIVER', 'GONE', '']
    }

    def 'who is refused is told at once'() {
        when:
        scene.hold('REFUSED', 6)

        then:
        scene.kinds() == ['comm_lost']
    }

    @Row('F-11')
    def 'a calibration hides OB and LB, up to a cap: #why'() {
        given:
        scene.hold('OL', 10, charge: 100)
        def signal = scene.hold(words, seconds, numbers)

        expect:
        signal.confirmed() == counts
        signal.onBattery() == counts

        where:
        why                   | words        | seconds | numbers       || counts
        'discharging'         | 'OB CAL'     | 3600    | [charge: 60]  || false
        'to its low mark'     | 'OB LB CAL'  | 3600    | [charge: 9]   || false
        'charge unknown'      | 'OB LB CAL'  | 7000    | [:]           || false
        'longer than the cap' | 'OB CAL'     | 7300    | [charge: 60]  || true
        'nearly empty'        | 'OB LB CAL'  | 120     | [charge: 4.9] || true
        'on mains'            | 'OL CAL'     | 9000    | [charge: 100] || false
    }

    @Row('F-11')
    def 'a CAL that was never taken back disarms nobody: an outage after hours of it counts'() {
        given:
        scene.hold('OL CAL', 7300, charge: 100)

        expect:
        scene.kinds() == ['attention']
        scene.hold('OB CAL', 40, charge: 90).confirmed()
    }

    @Row('F-11')
    def 'OFF for #seconds s: #counts'() {
        given:
        scene.hold('OL', 10)
        def signal = scene.hold('OL OFF', seconds)

        expect:
        signal.onBattery() == counts
        !signal.emergency()

        where:
        seconds || counts
        20      || false
        28      || false
        45      || true
    }

    @Row('F-12')
    def 'a battery to be replaced is told each 12 h, and stops nothing'() {
        given:
        scene.hold('OL', 60)
        scene.hold('OL RB', 11 * 3600)

        expect:
        scene.kinds() == ['replace_battery']

        when:
        scene.hold('OL RB', 14 * 3600)

        then:
        scene.kinds() == ['replace_battery'] * 3
        !scene.machine.signal().onBattery()

        when: 'a new one is put in: charge jumps, and the flag goes'
        scene.hold('OL', 60, charge: 0)
        scene.hold('OL', 60, charge: 100)

        then:
        scene.machine.signal().outage() == 0
        scene.kinds() == ['replace_battery'] * 3
    }

    @Row('F-10')
    def 'LB on mains asks for a new battery, once it held for two answers'() {
        when:
        scene.hold('OL', 10)
        scene.hint('OL LB RB')
        scene.hint('OL')

        then:
        scene.events.empty

        when:
        scene.hold('OL LB', 20)

        then:
        scene.kinds() == ['replace_battery']
    }

    @Row('F-16')
    def 'FSD that another primary sets is obeyed at its first sight, on battery and on mains: #words'() {
        given:
        scene.hold('OL', 10, charge: 100)
        def signal = scene.hint(words, [charge: 100]).signal()

        expect:
        with(signal) { confirmed() && forced() && emergency() && onBattery() }
        scene.kinds().contains('forced_shutdown')
        scene.events.find { it.kind() == 'outage_confirmed' }.reason().contains('FSD')

        and: 'also when upsd goes with its primary'
        with(scene.hold('GONE', 300)) { confirmed() && forced() && emergency() }

        where:
        words << ['FSD OL', 'FSD OB LB', 'FSD OB DISCHRG']
    }

    @Row('F-14')
    def 'FSD that stands from the first answer on, while the battery charges, is told and not obeyed'() {
        given:
        scene.hold('FSD OL CHRG', 3600, charge: 15)

        expect:
        !scene.machine.signal().confirmed()
        !scene.machine.signal().forced()
        scene.kinds() == ['forced_shutdown_held']

        when: 'it is taken back, and set again'
        scene.hold('OL CHRG', 10)
        scene.hold('FSD OL', 6)

        then:
        scene.machine.signal().forced()
    }

    @Row('F-14')
    def 'who wants it that way obeys it, and on battery it is obeyed in every case'() {
        expect:
        new Scene(forcedOnMains: Forced.ACT).hold('FSD OL CHRG', 6).forced()
        new Scene().hold('FSD OB', 6).forced()
    }

    @Row('F-14')
    def 'a second outage soon after the first has a clock of its own, whatever the device counts'() {
        given:
        scene.hold('OL', 10, charge: 100)
        scene.hold('OB', 300, charge: 60)
        scene.hold('OL CHRG', 120, charge: 61)

        when:
        scene.hold('OB', 20, [charge: 60, 'ups.timer.onbattery': 320])

        then:
        with(scene.machine.signal()) { outage() == 2 && !confirmed() && onBatteryFor() <= Duration.ofSeconds(20) }

        when: 'a battery that is nearly empty does not wait'
        scene.hold('OB', 6, charge: 19)

        then:
        scene.machine.signal().confirmed()
    }
}
