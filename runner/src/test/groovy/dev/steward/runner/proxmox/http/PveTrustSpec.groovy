package dev.steward.runner.proxmox.http

import static dev.steward.runner.proxmox.http.ScriptedPve.*

import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.read.ListAppender
import dev.steward.house.Row
import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.trust.TrustPinned
import dev.steward.runner.proxmox.PveException.Kind
import java.nio.file.Files
import java.nio.file.Path
import org.slf4j.LoggerFactory
import spock.lang.Shared
import spock.lang.TempDir

class PveTrustSpec extends ClientSpec {

    @TempDir Path dir
    @Shared TestCertificates made = TestCertificates.get()

    private static ProxmoxTls ca(Path file) { new ProxmoxTls(Optional.of(file), [], true) }

    private static ProxmoxTls pin(String... fingerprints) { new ProxmoxTls(Optional.empty(), fingerprints as List, true) }

    private ScriptedPve shown(String certificate) {
        def server = new ScriptedPve(certificate, { ok('x') })
        servers << server
        server
    }

    private List<ScriptedPve> servers = []

    def cleanup() {
        servers*.close()
    }

    @Row('X-04')
    def 'a node is believed by #how'() {
        given:
        def pve = shown(certificate)

        expect:
        client(pve, tls: tls()).get(path('/x'), [:]).text().get() == 'x'

        where:
        how                                          | certificate | tls
        'its authority'                              | 'node'      | { ca(made.caFile()) }
        'the fingerprint of its certificate'         | 'node'      | { pin(made.fingerprint('node')) }
        'one of several fingerprints'                | 'node'      | { pin(made.fingerprint('other'), made.fingerprint('node')) }
        'its fingerprint, whatever its name'         | 'other'     | { pin(made.fingerprint('other')) }
        'the fingerprint of the authority it sends'  | 'node'      | { pin(made.fingerprint('ca')) }
        'nothing, where that is asked for'           | 'other'     | { new ProxmoxTls(Optional.empty(), [], false) }
    }

    @Row('X-04')
    def 'a node is not believed #why'() {
        given:
        def pve = shown(certificate)

        when:
        def e = refusal { client(pve, tls: tls()).get(path('/x'), [:]) }

        then:
        e.kind() == Kind.TLS
        e.message.contains(said())
        pve.requests.empty

        where:
        why                                             | certificate | tls                              || said
        'that nobody this machine trusts vouches for'   | 'node'      | { ProxmoxTls.DEFAULT }           || { 'proxmox.home.tls.ca' }
        'with another name than was asked for'          | 'other'     | { ca(made.caFile()) }            || { 'the certificate has other names' }
        'with another fingerprint, which is shown'      | 'node'      | { pin(made.fingerprint('other')) } || { made.fingerprint('node') }
        'with another name by the pinned authority'     | 'other'     | { pin(made.fingerprint('ca')) }  || { 'the certificate has other names' }
    }

    def 'a certificate sent along that is pinned, but is no authority, vouches for nobody'() {
        given: 'who answers has its own certificate and sends the pinned one of another node along'
        def trust = new TrustPinned([made.fingerprint('node')] as Set)
        def node = made.chain('node')[0]
        def other = made.chain('other')[0]

        when:
        trust.checkServerTrusted([other, node] as java.security.cert.X509Certificate[], 'ECDHE_ECDSA', (Socket) null)

        then:
        def e = thrown(java.security.cert.CertificateException)
        e.message.contains('no authority')
    }

    def 'a server that does not speak TLS is told from one that is not believed'() {
        given:
        def plain = new ServerSocket(0, 5, InetAddress.getByName('127.0.0.1'))
        Thread.startDaemon {
            while (!plain.closed) {
                try {
                    plain.accept().withCloseable { it.outputStream << 'HTTP/1.1 301 Moved Permanently\r\nContent-Length: 0\r\n\r\n'; it.inputStream.read() }
                } catch (SocketException ignored) {
                    return
                }
            }
        }

        when:
        def e = refusal { client("https://127.0.0.1:$plain.localPort").get(path('/x'), [:]) }

        then:
        e.kind() == Kind.TLS
        e.remedy().contains('port 8006')

        cleanup:
        plain.close()
    }

    def 'trusting anybody is said aloud, with no secret'() {
        given:
        def appender = new ListAppender<ILoggingEvent>()
        appender.start()
        Logger log = (Logger) LoggerFactory.getLogger(PveClient)
        log.addAppender(appender)

        when:
        client('https://127.0.0.1:1', tls: tls)

        then:
        appender.list*.formattedMessage.count { it.contains('proxmox.home.tls.verify is false') } == warnings
        appender.list.every { !it.formattedMessage.contains('5e55') }

        cleanup:
        log.detachAppender(appender)

        where:
        tls                                            || warnings
        new ProxmoxTls(Optional.empty(), [], false)    || 1
        ProxmoxTls.DEFAULT                             || 0
    }

    def 'authorities that cannot be read stop the client: #what'() {
        given:
        Files.writeString(dir.resolve('text.pem'), 'no certificate')

        when:
        client('https://127.0.0.1:1', tls: ca(dir.resolve(file)))

        then:
        def e = thrown(IllegalArgumentException)
        e.message.contains(said)

        where:
        what      | file        || said
        'missing' | 'none.pem'  || 'cannot be read'
        'text'    | 'text.pem'  || '/etc/pve/pve-root-ca.pem'
    }
}
