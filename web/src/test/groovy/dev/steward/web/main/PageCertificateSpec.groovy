package dev.steward.web.main

import dev.steward.runner.certificate.Issued
import dev.steward.runner.cli.Refusal
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import dev.steward.runner.trust.Trust
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A server with a certificate of its own, and what it does where that cannot be used. */
class PageCertificateSpec extends Specification {

    static final String POWER = "power: {plan: ups.groovy, ups: {cyberpower: {host: '127.0.0.1:9'}}}\n"

    @TempDir Path dir
    @AutoCleanup Server server
    def time = new SystemTime()
    Starting starting

    def setup() {
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {web-1: {}}}\n')
        Files.writeString(dir.resolve('ups.groovy'),
                "playbook('UPS') { onBattery ups: 'cyberpower'; phase('One') { play('p') { hosts 'web-1'; tasks { task('t') { shell 'true' } } } } }")
    }

    private void start(String page, String more = '') {
        Files.writeString(dir.resolve('steward.yml'), "inventory: hosts.yml\nplaybooks: .\nschedules: {}\nserver:\n$page\n$more")
        starting = new Starting(new ConfigLoader([:], dir, dir.resolve('none.yml')), Optional.empty(), [:], time)
        def loaded = starting.config()
        def own = (StateDir.open(loaded.config().stateDir(), 'serve', time) as StateDir.Opened.Ours).dir()
        server = starting.server(loaded, own, Optional.of(0))
    }

    private HttpResponse<String> get(String url, Path ca) {
        HttpClient.newBuilder().sslContext(new Trust(Optional.of(ca), [], true, '').context()).build()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
    }

    def 'by its certificate it serves TLS and nothing else, and says by which address'() {
        given:
        def issued = new Issued(dir, Instant.now()).issue(['localhost', 'steward.example'], Instant.now())
        Path ca = Files.writeString(dir.resolve('ca.pem'), issued.authority.pem())

        when:
        start('  tls: {certificate: page.pem, key: page.key}')

        then:
        server.address() == "https://localhost:${server.port()}"
        with(get(server.address() + '/runs', ca)) {
            statusCode() == 200
            headers().firstValue('Server').empty
            headers().firstValue('Strict-Transport-Security').empty
        }

        when:
        new URL("http://127.0.0.1:${server.port()}/runs").text

        then:
        thrown(IOException)
    }

    def 'what cannot be used refuses the start, all of it at once and each at its place'() {
        given:
        Files.writeString(dir.resolve('page.key'), 'hello')
        Files.setPosixFilePermissions(dir.resolve('page.key'), java.nio.file.attribute.PosixFilePermissions.fromString('rw-------'))

        when:
        start('  tls:\n    certificate: page.pem\n    key: page.key')

        then:
        def refused = thrown(Refusal)
        refused.problems()*.replace(dir as String + '/', '') == [
                'steward.yml:6:18: server.tls.certificate: page.pem does not exist',
                'steward.yml:7:10: server.tls.key: page.key has no private key in PEM form (RSA or EC)']
    }

    def 'power is protected all the same, and the page is this machine\'s alone: #page'() {
        when:
        start(page, POWER)

        then:
        starting.troubles().any { it.contains(told) }
        server.runner().config().power().present
        server.runner().hold().why().get() == 'Steward protects power alone'

        where:
        page                                                          || told
        '  tls: {certificate: page.pem, key: page.key}'               || 'server.tls.certificate: '
        '  bind: 0.0.0.0'                                             || 'without TLS'
        '  bind: 0.0.0.0\n  trustedProxies: [proxy.example]'          || 'trustedProxies[0] is'
    }

    def 'beyond loopback without TLS it does not start, and says what to do'() {
        when:
        start('  bind: 0.0.0.0')

        then:
        def refused = thrown(Refusal)
        ['will not listen on \'0.0.0.0\' without TLS', 'server.tls', 'server.trustedProxies', "'server.bind: 127.0.0.1'"].every { refused.message.contains(it) }
    }
}
