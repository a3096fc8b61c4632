package dev.steward.runner.notify

import dev.steward.runner.lab.pve.http.Authority
import dev.steward.runner.notice.Notice
import java.nio.file.Path
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

/** What every channel keeps: words arrive as they are, waits are bounded, trouble is tried again, and no secret is told. */
abstract class ChannelContractSpec extends Specification {

    static final String SECRET = 's3cr3t-0123456789'

    @TempDir Path dir

    /** A server of this kind; with an authority it speaks TLS by a certificate of it. */
    abstract AutoCloseable server(Authority authority)

    /** What lies on it, each with its whole text. */
    abstract List<String> arrived(Object server)

    abstract int port(Object server)

    /** A channel to a port of loopback that waits 2 s at most, and trusts the file if there is one. */
    abstract Channel channel(int port, boolean tls, Path ca)

    static Notice notice(Map how = [:]) {
        new Notice(how.key ?: 'power-1-lost', how.kind ?: Notice.Kind.POWER_LOST, how.severity ?: Notice.Severity.ERROR, 'power',
                how.title ?: 'Mains lost: größe "x" <&>', how.text ?: 'On battery since 02:00\n.\n"Zeile" \\ <@here> & €\n',
                Optional.ofNullable(how.link), Instant.parse('2026-03-01T02:00:00Z'), Optional.empty())
    }

    def 'a notice arrives with all its words'() {
        given:
        def there = server(null)

        expect:
        channel(port(there), false, null).send(notice()).result() == Delivery.Result.DELIVERED
        arrived(there).size() == 1
        arrived(there)[0].contains('größe')
        arrived(there)[0].contains('€')

        cleanup:
        there?.close()
    }

    def 'a server of one\'s own is believed by its authority, and by nothing else'() {
        given:
        def ours = new Authority(Instant.now())
        def there = server(ours)

        when: 'the file names the authority of the server'
        def good = channel(port(there), true, Hook.pem(dir, ours)).send(notice())

        then:
        good == Delivery.delivered()
        arrived(there).size() == 1

        when: 'it names another one, or none'
        def other = channel(port(there), true, Hook.pem(dir, new Authority(Instant.now()))).send(notice())
        def none = channel(port(there), true, null).send(notice())
        def gone = channel(port(there), true, dir.resolve('not-there.pem')).send(notice())

        then:
        [other, none, gone]*.result() == [Delivery.Result.RETRY] * 3
        other.message() =~ /(?i)certif|PKIX/
        gone.message().contains('not-there.pem does not exist')
        arrived(there).size() == 1

        cleanup:
        there?.close()
    }

    def 'nobody there, or one who says nothing: tried again, within the limit, and no secret is told'() {
        given:
        def silent = new ServerSocket(0, 5, InetAddress.loopbackAddress)

        when:
        long start = System.nanoTime()
        def tries = [Post.nobody(), silent.localPort].collect { channel(it, false, null).send(notice()) }

        then:
        tries*.result() == [Delivery.Result.RETRY] * 2
        tries.every { it.message() && !it.message().contains(SECRET) }
        System.nanoTime() - start < 8_000_000_000L

        cleanup:
        silent?.close()
    }
}
