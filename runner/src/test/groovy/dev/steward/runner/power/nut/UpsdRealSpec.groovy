package dev.steward.runner.power.nut

import dev.steward.house.Row
import dev.steward.real.RealNut
import dev.steward.real.RealSshd
import dev.steward.runner.power.UpsReading
import dev.steward.runner.power.UpsReading.Answered
import dev.steward.runner.power.UpsReading.Silent
import dev.steward.runner.power.UpsReading.Why
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SystemTime
import dev.steward.runner.trust.Trust
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** The client against Debian's upsd with dummy-ups. */
@Timeout(120)
class UpsdRealSpec extends Specification {

    @Shared @AutoCleanup
    RealNut nut = new RealNut(['cyberpower', 'apc'])
    @AutoCleanup
    UpsClient client = client()
    def soon = new PollingConditions(timeout: 20, delay: 0.1)

    UpsClient client(String password = 'geheim', Optional<Trust> trust = Optional.empty(), RealNut of = nut) {
        new UpsClient(new NutServer(NutAddress.of(of.address()), Optional.of(new NutLogin('steward', new Secret(password))), trust,
                Duration.ofSeconds(5), Duration.ofSeconds(5)), 'cyberpower', new SystemTime())
    }

    def cleanup() { nut.say('cyberpower', [:]) }

    private Set<String> tokens() {
        def reading = client.read()
        reading instanceof Answered ? reading.status().tokens() : [] as Set
    }

    @Row(['G-14', 'G-16', 'G-18'])
    def 'the status is what the UPS says: #status'() {
        when:
        nut.say('cyberpower', ['ups.status': status, 'battery.charge': '99.5', 'ups.load': '023.4'])

        then:
        soon.eventually { assert tokens() == words as Set }
        with((client.read() as Answered).status()) {
            charge().get() == 99.5d
            load().get() == 23.4d
        }

        where:
        status          || words
        'OB DISCHRG'    || ['OB', 'DISCHRG']
        'OB DISCHRG LB' || ['OB', 'DISCHRG', 'LB']
        'OL CHRG'       || ['OL', 'CHRG']
        'OL'            || ['OL']
    }

    def 'lists are read as upsd writes them'() {
        expect:
        client.upses() == [cyberpower: 'Rack "cyberpower"', apc: 'Rack "apc"']
        client.version().contains('upsd')
        client.commands() == ['load.off']
        client.variables()['driver.name'] == 'dummy-ups'
    }

    @Row('G-20')
    def 'errors of upsd keep their kind'() {
        given:
        def other = new UpsClient(NutServer.plain(NutAddress.of(nut.address())), 'nobody', new SystemTime())

        expect:
        (other.read() as Silent).why() == Why.REFUSED
        (other.read() as Silent).message().contains('UNKNOWN-UPS')

        when:
        client.command('shutdown.return', Optional.empty(), Duration.ofSeconds(2))

        then:
        def e = thrown(NutException)
        e.error() == NutError.CMD_NOT_SUPPORTED

        cleanup:
        other.close()
    }

    def 'a command is given, and what came of it is known, as NUT\'s own client tells it'() {
        when: 'dummy-ups offers it and carries none out'
        client.command('load.off', Optional.empty(), Duration.ofSeconds(5))

        then:
        def e = thrown(NutException)
        nut.upscmd('load.off').contains('ERR ' + e.error().name())
    }

    def 'a variable is set, and what came of it is known'() {
        when: 'dummy-ups takes it, as it takes every one it knows'
        def done = client.set('battery.charge', '55', Duration.ofSeconds(5))

        then:
        done == UpsClient.Done.DONE
        soon.eventually { assert client.variables()['battery.charge'] == '55' }
    }

    def 'a driver that is stuck has stale data, one that is gone is not connected, and both come back'() {
        when:
        nut.signal('driver-cyberpower', 'STOP')

        then:
        soon.eventually { assert (client.read() as Silent).why() == Why.STALE }

        when:
        nut.signal('driver-cyberpower', 'CONT')

        then:
        soon.eventually { assert client.read() instanceof Answered }

        when:
        nut.stop('driver-cyberpower')

        then:
        soon.eventually { assert (client.read() as Silent).why() == Why.NO_DRIVER }

        when:
        nut.startDriver('cyberpower')

        then:
        soon.eventually { assert client.read() instanceof Answered }
    }

    def 'upsd is restarted, and the login is renewed'() {
        given:
        client.logIn()
        client.read()
        assert client.logins() == 1

        when:
        nut.stop('upsd')

        then:
        (client.read() as Silent).why() == Why.UNREACHABLE

        when:
        nut.startUpsd()

        then:
        soon.eventually { assert client.read() instanceof Answered }
        client.logins() == 1

        when:
        client.logOut()

        then:
        soon.eventually { assert client.logins() == 0 }
    }

    def 'a wrong password shows at the login'() {
        given:
        def wrong = client('falsch')

        when:
        wrong.tryLogIn()

        then:
        def e = thrown(NutException)
        e.error() == NutError.ACCESS_DENIED
        wrong.read() instanceof Answered

        when:
        client.tryLogIn()

        then:
        client.logins() == 0

        cleanup:
        wrong.close()
    }

    def 'upsd without a certificate is not spoken to where TLS is asked for'() {
        given:
        def secure = client('geheim', Optional.of(new Trust(Optional.empty(), [], true, '')))

        expect:
        with(secure.read() as Silent) {
            it.why() == Why.REFUSED
            it.message().contains('FEATURE-NOT-CONFIGURED')
        }

        cleanup:
        secure.close()
    }

    def 'STARTTLS with a certificate of its own'() {
        given:
        RealSshd.need('/usr/bin/certutil', 'libnss3-tools')
        Path certs = Files.createTempDirectory(Path.of('/tmp'), 'steward-nss')
        RealNut.sh("""\
            cd $certs && chmod 755 . && certutil -N -d . --empty-password && head -c 64 /dev/urandom >seed &&
            certutil -S -x -d . -z seed -n upsd -s CN=localhost -t CT,, -v 12 --extSAN dns:localhost,ip:127.0.0.1 &&
            certutil -L -d . -n upsd -a >upsd.pem && chmod 644 *""".stripIndent())
        def secured = new RealNut(['cyberpower'], "CERTPATH $certs\nCERTIDENT upsd \"\"")
        def pem = certs.resolve('upsd.pem')
        def fingerprint = "openssl x509 -in $pem -noout -fingerprint -sha256".execute().text.replaceFirst('.*=', '').strip()
        def by = [
                authority  : new Trust(Optional.of(pem), [], true, ''),
                fingerprint: new Trust(Optional.empty(), [fingerprint], true, ''),
                wrong      : new Trust(Optional.empty(), ['AB:' * 31 + 'AB'], true, ''),
        ].collectEntries { how, trust -> [how, client('geheim', Optional.of(trust), secured)] }

        expect:
        by.authority.read() instanceof Answered
        by.fingerprint.read() instanceof Answered
        by.fingerprint.tryLogIn() == null
        (by.wrong.read() as Silent).message().contains('is not pinned')

        cleanup:
        by?.values()*.close()
        secured?.close()
        certs?.toFile()?.deleteDir()
    }
}
