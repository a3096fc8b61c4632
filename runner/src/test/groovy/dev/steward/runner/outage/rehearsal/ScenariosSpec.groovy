package dev.steward.runner.outage.rehearsal

import dev.steward.runner.power.UpsReading
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

class ScenariosSpec extends Specification {

    @TempDir Path folder
    SettableTime time = new SettableTime(Instant.EPOCH)

    private String at(PlayedUps ups, long seconds) {
        time.advance(Duration.ofSeconds(seconds) - Duration.ofNanos(time.nanos() - begun))
        def reading = ups.ask()
        reading instanceof UpsReading.Answered ? "${reading.status().variables()['ups.status']} ${reading.status().charge().get() as int}" : 'silent'
    }

    long begun

    def 'a named scenario plays as it says: #name'() {
        given:
        begun = time.nanos()
        def ups = new PlayedUps(Scenarios.of(name), time)

        expect:
        said.every { seconds, words -> at(ups, seconds as long) == words }

        where:
        name          || said
        'short-dip'   || [0: 'OL 100', 60: 'OB DISCHRG 100', 79: 'OB DISCHRG 99', 80: 'OL CHRG 99', 600: 'OL CHRG 99']
        'power-back'  || [59: 'OL 100', 61: 'OB DISCHRG 100', 479: 'OB DISCHRG 85', 480: 'OL CHRG 85']
        'flapping'    || [60: 'OB DISCHRG 100', 75: 'OL CHRG 100', 90: 'OB DISCHRG 99', 105: 'OL CHRG 99', 390: 'OB DISCHRG 88', 405: 'OL CHRG 88', 900: 'OL CHRG 88']
        'comm-loss'   || [61: 'OB DISCHRG 100', 179: 'OB DISCHRG 94', 180: 'silent', 4000: 'silent']
        'low-battery' || [59: 'OL 100', 60: 'OB LB DISCHRG 9', 600: 'OB LB DISCHRG 9']
        'long-outage' || [60: 'OB DISCHRG 100', 1260: 'OB DISCHRG 55', 2445: 'OB LB DISCHRG 10']
    }

    def 'a file of dummy-ups is played once, and one that is wrong is told with its line'() {
        given:
        Path file = Files.writeString(folder.resolve('x.seq'), 'ups.status: OL\nbattery.charge: 90\nTIMER 5\nups.status: OB\nTIMER 5\n')
        begun = time.nanos()
        def ups = new PlayedUps(Scenarios.of(file.toString()), time)

        expect:
        [0, 5, 100].collect { at(ups, it) } == ['OL 90', 'OB 90', 'OB 90']

        when:
        Scenarios.of(Files.writeString(folder.resolve('y.seq'), 'ups.status: OL\nTIMER soon\n').toString())

        then:
        def e = thrown(IllegalArgumentException)
        e.message.contains('y.seq:2')
    }

    def 'what is no scenario is told with those there are: #said'() {
        when:
        Scenarios.of(said)

        then:
        def e = thrown(IllegalArgumentException)
        e.message.contains(words)

        where:
        said         || words
        'lnog'       || 'long-outage, short-dip'
        '/no/no.seq' || 'cannot be read'
        ''           || 'There are'
    }
}
