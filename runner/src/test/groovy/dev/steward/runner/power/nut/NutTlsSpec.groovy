package dev.steward.runner.power.nut

import dev.steward.runner.lab.pve.http.Authority
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.power.UpsReading.Answered
import dev.steward.runner.power.UpsReading.Silent
import dev.steward.runner.power.UpsReading.Why
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SettableTime
import dev.steward.runner.trust.Trust
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant

class NutTlsSpec extends Specification {

    static final INSTANT = Instant.now()

    @TempDir
    Path folder
    def time = new SettableTime(INSTANT)
    def authority = new Authority(INSTANT)
    def identity = authority.issue(['localhost'], [[127, 0, 0, 1] as byte[]], INSTANT)
    @AutoCleanup
    UpsLab lab = UpsLab.open(time)

    def setup() { lab.add('cyberpower') }

    UpsClient client(Trust trust) {
        new UpsClient(NutServer.plain(NutAddress.of(lab.address())).over(trust)
                .as(new NutLogin('steward', new Secret('geheim')))
                .within(Duration.ofSeconds(5), Duration.ofSeconds(2)), 'cyberpower', time)
    }

    Trust ca(Authority of = authority) {
        new Trust(Optional.of(Files.writeString(folder.resolve('ca.pem'), of.pem())), [], true, '')
    }

    Trust pin(String fingerprint) { new Trust(Optional.empty(), [fingerprint], true, '') }

    def 'TLS begins before a user is named, with a certificate that is believed by #how'() {
        given:
        lab.tls(identity.context())
        def client = client(trust.call(this))

        expect:
        client.read() instanceof Answered
        lab.requests() == ['STARTTLS', 'USERNAME steward', 'PASSWORD', 'LIST VAR cyberpower']

        cleanup:
        client.close()

        where:
        how             || trust
        'its authority' || { it.ca() }
        'its SHA-256'   || { it.pin(Authority.fingerprint(it.identity.certificate())) }
    }

    def 'where TLS is asked for nothing is ever sent or believed without it: #why'() {
        given:
        if (offered) { lab.tls(identity.context()) }
        def client = client(trust.call(this))

        expect:
        with(client.read() as Silent) {
            it.why() == Why.REFUSED
            it.message().contains(said)
        }
        lab.requests() == ['STARTTLS']

        cleanup:
        client.close()

        where:
        why                        | offered | trust                                     || said
        'upsd has no certificate'  | false   | { it.ca() }                               || 'FEATURE-NOT-CONFIGURED'
        'nobody vouches for it'    | true    | { it.ca(new Authority(INSTANT)) }         || 'cannot be trusted'
        'it is another one'        | true    | { it.pin('AB:' * 31 + 'AB') }             || 'is not pinned'
    }
}
