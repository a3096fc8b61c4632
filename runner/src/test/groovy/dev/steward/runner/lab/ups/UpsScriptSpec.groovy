package dev.steward.runner.lab.ups

import dev.steward.runner.time.SettableTime
import spock.lang.AutoCleanup
import spock.lang.Specification

import java.time.Duration
import java.time.Instant

class UpsScriptSpec extends Specification {

    def time = new SettableTime(Instant.parse('2026-11-21T03:00:00Z'))
    @AutoCleanup
    UpsLab lab = UpsLab.open(time)
    def ups = lab.add('cyberpower')

    def 'a .seq is played as dummy-ups plays it, and begins anew at its end'() {
        given:
        ups.play(UpsScript.of('outage.seq', '''\
            # mains
            ups.status: OL
            battery.charge: 100
            TIMER 60
            ups.status: OB DISCHRG
            battery.charge: "90"
            ALARM Battery is being used
            TIMER 120
            ALARM
            driver.name: usbhid-ups
            '''.stripIndent()))

        expect:
        ups.variables()['ups.status'] == 'OL'

        when:
        time.advance(Duration.ofSeconds(60))

        then:
        ups.variables().subMap(['ups.status', 'battery.charge', 'ups.alarm']) ==
                ['ups.status': 'ALARM OB DISCHRG', 'battery.charge': '90', 'ups.alarm': 'Battery is being used']

        when:
        time.advance(Duration.ofSeconds(120))

        then:
        ups.variables()['ups.status'] == 'OL'
        !ups.variables().containsKey('driver.name')

        when:
        time.advance(Duration.ofSeconds(65))

        then:
        ups.variables()['ups.status'] == 'ALARM OB DISCHRG'
    }

    def 'a .dev says what it says, once'() {
        given:
        ups.play(UpsScript.of('ups.dev', 'ups.status: OB LB\nbattery.charge: 5\n'))
        ups.variables()

        when:
        ups.set('battery.charge', '4')

        then:
        ups.variables()['battery.charge'] == '4'
        ups.variables()['ups.status'] == 'OB LB'
    }

    def 'FSD stays until upsd is restarted'() {
        when:
        ups.forceShutdown()

        then:
        ups.variables()['ups.status'] == 'FSD OL'

        when:
        lab.stop()
        lab.start()

        then:
        ups.variables()['ups.status'] == 'OL'
    }

    def 'a line that is none is named: #line'() {
        when:
        UpsScript.of('a.seq', "ups.status: OL\n$line\n")

        then:
        def refused = thrown(IllegalArgumentException)
        refused.message.startsWith('a.seq:2: ')

        where:
        line << ['TIMER', 'TIMER ten', 'TIMER -1', 'sleep 10!', '= x']
    }
}
