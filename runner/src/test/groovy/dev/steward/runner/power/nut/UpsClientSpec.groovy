package dev.steward.runner.power.nut

import dev.steward.house.Row
import dev.steward.runner.lab.ups.LabUser
import dev.steward.runner.lab.ups.Trick
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.power.UpsReading.Answered
import dev.steward.runner.power.UpsReading.Silent
import dev.steward.runner.power.UpsReading.Why
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SettableTime
import spock.util.concurrent.PollingConditions
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

import java.time.Duration
import java.time.Instant

@Timeout(60)
class UpsClientSpec extends Specification {

    def time = new SettableTime(Instant.parse('2026-11-21T03:00:00Z'))
    @AutoCleanup
    UpsLab lab = UpsLab.open(time)
    def ups = lab.add('cyberpower')
    @AutoCleanup
    UpsClient client = client()

    UpsClient client(String password = 'geheim', String name = 'cyberpower') {
        lab.user(LabUser.secondary('steward', 'geheim'))
        new UpsClient(NutServer.plain(NutAddress.of(lab.address()))
                .as(new NutLogin('steward', new Secret(password)))
                .within(Duration.ofSeconds(5), Duration.ofMillis(400)), name, time)
    }

    @Row(['G-16', 'G-18'])
    def 'numbers are decimals and status tokens whole words'() {
        given:
        ups.set('battery.charge', '99.5').set('ups.load', '023.4').set('battery.runtime', '1620.0')
                .set('ups.status', 'OL  CHRG BOOST NOB').set('ups.model', 'a "b" \\c')

        when:
        def status = (client.read() as Answered).status()

        then:
        status.charge().get() == 99.5d
        status.load().get() == 23.4d
        status.runtime().get() == Duration.ofMinutes(27)
        status.tokens() == ['OL', 'CHRG', 'BOOST', 'NOB'] as Set
        !status.has('OB')
        status.variables()['ups.model'] == 'a "b" \\c'
        lab.requests().findAll { it.startsWith('LIST') } == ['LIST VAR cyberpower']
    }

    def 'what the driver does not say is unknown, and so is what is no number: #value'() {
        given:
        value == null ? ups.without('battery.charge') : ups.set('battery.charge', value)

        expect:
        (client.read() as Answered).status().charge().empty

        where:
        value << [null, '', 'n/a', 'NaN', '-1', 'Infinity']
    }

    @Row('G-20')
    def 'an error is told as what it is and never taken for data: #code'() {
        given:
        ups.error(code)

        when:
        def silent = client.read() as Silent

        then:
        silent.why() == why
        silent.message().contains(code)
        silent.message().startsWith("cyberpower@127.0.0.1:")

        when: 'it is over'
        ups.error('')

        then: 'the connection was kept'
        client.read() instanceof Answered
        lab.requests().count('USERNAME steward') == 1

        where:
        code                   || why
        'DATA-STALE'           || Why.STALE
        'DRIVER-NOT-CONNECTED' || Why.NO_DRIVER
        'ACCESS-DENIED'        || Why.REFUSED
        'VAR-NOT-SUPPORTED'    || Why.REFUSED
        'NEWER-THAN-WE-KNOW x' || Why.REFUSED
    }

    def 'every error of the protocol has a type of its own'() {
        expect:
        NutError.of(code).name() == code.replace('-', '_')

        where:
        code << ['ACCESS-DENIED', 'UNKNOWN-UPS', 'VAR-NOT-SUPPORTED', 'CMD-NOT-SUPPORTED', 'INVALID-ARGUMENT', 'INSTCMD-FAILED',
                'SET-FAILED', 'READONLY', 'TOO-LONG', 'FEATURE-NOT-SUPPORTED', 'FEATURE-NOT-CONFIGURED', 'ALREADY-SSL-MODE',
                'DRIVER-NOT-CONNECTED', 'DATA-STALE', 'ALREADY-LOGGED-IN', 'INVALID-PASSWORD', 'ALREADY-SET-PASSWORD',
                'INVALID-USERNAME', 'ALREADY-SET-USERNAME', 'USERNAME-REQUIRED', 'PASSWORD-REQUIRED', 'UNKNOWN-COMMAND',
                'INVALID-VALUE', 'VAR-UNKNOWN', 'UNKNOWN-TYPE', 'UNKNOWN-INSTCMD', 'MISSING-ARGUMENT']
    }

    def 'a driver that has no data yet, and one that says no status, decide nothing'() {
        when:
        ups.set('ups.status', 'WAIT')

        then:
        (client.read() as Silent).why() == Why.STALE

        when:
        ups.without('ups.status')

        then:
        (client.read() as Silent).why() == Why.STALE
    }

    def 'a UPS that upsd does not know is for the operator to mend'() {
        given:
        def other = client('geheim', 'cyberpowr')

        expect:
        with(other.read() as Silent) {
            why() == Why.REFUSED
            message().contains('upsc -l')
        }

        cleanup:
        other.close()
    }

    def 'an upsd that misbehaves is unreachable, once it behaves it is asked again: #trick'() {
        given:
        client.read()
        lab.always(trick)

        when:
        def silent = client.read() as Silent

        then:
        silent.why() == Why.UNREACHABLE
        silent.message().contains(said)

        when:
        lab.behave()
        time.advance(Duration.ofSeconds(15))

        then:
        client.read() instanceof Answered

        where:
        trick           || said
        Trick.HALF_LINE || 'in the middle of a line'
        Trick.HALF_LIST || 'broke the connection off'
        Trick.DROP      || 'broke the connection off'
        Trick.RESET     || 'broke the connection off'
        Trick.GARBAGE   || "does not speak NUT's protocol"
        Trick.ENDLESS   || 'longer than 8192 bytes'
        Trick.STALL     || 'does not answer in time'
    }

    def 'who sends a byte now and then is not waited for for ever'() {
        given: 'a limit is real time, however the bytes fall'
        def real = new UpsClient(NutServer.plain(NutAddress.of(lab.address()))
                .within(Duration.ofSeconds(5), Duration.ofMillis(300)), 'cyberpower', new dev.steward.runner.time.SystemTime())
        lab.always(Trick.TRICKLE)
        def began = System.nanoTime()

        expect:
        (real.read() as Silent).message().contains('does not answer in time')
        System.nanoTime() - began < 3_000_000_000L

        cleanup:
        real.close()
    }

    def 'an upsd that was restarted between two questions is not missed at all'() {
        given:
        client.read()

        when:
        lab.stop()
        lab.start()

        then:
        client.read() instanceof Answered
    }

    def 'while nobody listens it is tried again with growing pauses up to 15 s, and a hint makes the next try come at once'() {
        given:
        client.read()
        lab.stop()

        when: 'ten minutes pass, asked every second'
        def tries = 0
        def silent = null
        def before = null
        600.times {
            silent = client.read() as Silent
            if (!silent.is(before)) { tries++ }
            time.advance(Duration.ofSeconds(1))
        }

        then:
        silent.why() == Why.UNREACHABLE
        silent.message().contains('check that upsd runs')

        when:
        lab.start()
        def waited = 0
        while (client.read() instanceof Silent) {
            time.advance(Duration.ofSeconds(1))
            waited++
        }

        then:
        waited <= 15
        waited > 1

        when: 'it goes again, and something happens'
        lab.stop()
        5.times { client.read(); time.advance(Duration.ofSeconds(7)) }
        client.read()
        lab.start()
        def blind = client.read()
        client.hurry()

        then:
        blind instanceof Silent
        client.read() instanceof Answered
    }

    def 'we log in as a secondary, stay so after a break, and leave when told'() {
        when:
        client.logIn()
        client.read()

        then:
        ups.logins() == 1
        client.logins() == 1
        client.loginTrouble().empty

        when:
        lab.drop()
        client.read()

        then:
        ups.logins() == 1

        when:
        client.logOut()
        client.read()

        then:
        new PollingConditions(timeout: 10).eventually { assert ups.logins() == 0 }
        lab.requests().count('LOGOUT') == 1
        !lab.requests().any { it.startsWith('FSD') || it.startsWith('PRIMARY') || it.startsWith('MASTER') }
    }

    def 'a wrong password shows at the login, and does not make us blind'() {
        given:
        def wrong = client('falsch')

        when:
        wrong.logIn()

        then:
        wrong.read() instanceof Answered
        wrong.loginTrouble().get().contains('ACCESS-DENIED')
        wrong.loginTrouble().get().contains('upsd.users')
        !wrong.loginTrouble().get().contains('falsch')
        ups.logins() == 0

        when: 'it is mended there'
        lab.user(LabUser.secondary('steward', 'falsch'))
        time.advance(Duration.ofSeconds(31))
        wrong.read()

        then:
        ups.logins() == 1
        wrong.loginTrouble().empty

        cleanup:
        wrong.close()
    }

    def 'a command is given once, and what came of it is asked'() {
        expect:
        client.commands().contains('shutdown.return')
        client.command('shutdown.return', Optional.empty(), Duration.ofSeconds(1)) == UpsClient.Done.DONE
        ups.given()*.name() == ['shutdown.return']

        when:
        ups.fails('load.off')
        client.command('load.off', Optional.of('20'), Duration.ofSeconds(1))

        then:
        def e = thrown(NutException)
        e.error() == NutError.FAILED
        ups.given()*.parameter() == ['', '20']

        when:
        client.command('calibrate.start', Optional.empty(), Duration.ofSeconds(1))

        then:
        def refused = thrown(NutException)
        refused.error() == NutError.CMD_NOT_SUPPORTED
    }

    def 'a command whose answer never came is not given again, and said to be of unknown outcome'() {
        given: 'the answer to SET TRACKING comes, the one to INSTCMD does not'
        client.read()
        ups.onGiven { lab.drop() }

        when:
        client.command('shutdown.return', Optional.empty(), Duration.ofSeconds(1))

        then:
        def e = thrown(NutException)
        e.unknownOutcome()
        e.message.contains('may have been carried out')
        ups.given().size() == 1
    }

    def 'a variable is set with its value as it is'() {
        when:
        client.set('ups.delay.shutdown', '120', Duration.ofSeconds(1))

        then:
        client.variables()['ups.delay.shutdown'] == '120'

        when:
        client.set('battery.charge', '1', Duration.ofSeconds(1))

        then:
        def refused = thrown(NutException)
        refused.error() == NutError.READONLY
    }

    def 'several UPSes of one upsd are listed'() {
        given:
        lab.add('apc')

        expect:
        client.upses().keySet() == ['cyberpower', 'apc'] as Set
        client.version().contains('upsd 2.8')
    }

    def 'closing breaks a question off that is under way'() {
        given:
        def slow = new UpsClient(NutServer.plain(NutAddress.of(lab.address())), 'cyberpower', time)
        slow.read()
        lab.always(Trick.STALL)
        def answer = new java.util.concurrent.CompletableFuture()
        Thread.startDaemon { answer.complete(slow.read()) }
        while (!lab.requests().count('LIST VAR cyberpower').equals(2)) { Thread.onSpinWait() }

        when:
        slow.close()

        then:
        answer.get(5, java.util.concurrent.TimeUnit.SECONDS) instanceof Silent
    }
}
