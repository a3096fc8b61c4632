package dev.steward.runner.notify

import dev.steward.house.Row
import dev.steward.runner.config.notify.MailConfig
import dev.steward.runner.notice.Notice
import dev.steward.runner.secret.Secret
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification

class MailSpec extends Specification {

    @AutoCleanup Post post = new Post()

    private static Notice notice(Map how = [:]) {
        new Notice(how.key ?: 'run-12', Notice.Kind.FAILED, Notice.Severity.ERROR, 'Update', how.title ?: 'Update, run 12: failed',
                how.text ?: 'text\n', Optional.empty(), Instant.parse('2026-03-01T02:00:00Z'), Optional.of(12L))
    }

    private static Mail mail(int port, Map how = [:]) {
        new Mail(new MailConfig('127.0.0.1', Optional.of(port), how.tls ?: MailConfig.Tls.NONE, Optional.ofNullable(how.user),
                Optional.ofNullable(how.password).map { new Secret(it) }, 'steward@example.org', how.to ?: ['ops@example.org'],
                Duration.ofSeconds(2), [], Optional.ofNullable(how.ca)), UUID.fromString('00000000-0000-0000-0000-000000000001'))
    }

    /** A server that says these lines, one for each it hears; then it says nothing more. */
    private static int saying(List<String> answers) {
        def listener = new ServerSocket(0, 1, InetAddress.loopbackAddress)
        Thread.startDaemon {
            listener.accept().withCloseable { socket ->
                def heard = socket.inputStream.newReader('US-ASCII')
                boolean mail = false
                for (String answer : answers) {
                    socket.outputStream << answer + '\r\n'
                    socket.outputStream.flush()
                    String line = heard.readLine()
                    while (mail && line != null && line != '.') {
                        line = heard.readLine()
                    }
                    mail = line == 'DATA'
                    if (line == 'DATA') {
                        socket.outputStream << '354 go on\r\n'
                        socket.outputStream.flush()
                        for (line = heard.readLine(); line != null && line != '.'; line = heard.readLine()) {
                            continue
                        }
                        mail = false
                    }
                }
                heard.readLine()
            }
            listener.close()
        }
        listener.localPort
    }

    def 'the words arrive as they are: umlauts, long lines, a dot alone'() {
        given:
        String text = 'Größe: 100 €\n.\n' + 'x' * 5000 + '\nFrom here\n'

        when:
        def delivery = mail(post.port).send(notice(title: 'Müll auf dns-1', text: text))

        then:
        delivery == Delivery.delivered()
        post.arrived()[0].subject == '[Steward] Müll auf dns-1'
        Post.text(post.arrived()[0]).strip() == text.strip()
        post.arrived()[0].sentDate.toInstant() == Instant.parse('2026-03-01T02:00:00Z')
    }

    def 'a second try has the Message-ID of the first'() {
        when:
        2.times { mail(post.port).send(notice()) }

        then:
        post.arrived()*.getHeader('Message-ID')*.first().unique() == ['<run-12.00000000-0000-0000-0000-000000000001@example.org>']
        post.arrived().size() == 2
    }

    def 'user and password are shown to the server, and a wrong one is a refusal that names no password'() {
        given:
        post.server.setUser('steward@example.org', 'steward', 'correct horse')
        post.server.userManager.authRequired = true

        expect:
        mail(post.port, [user: 'steward', password: 'correct horse']).send(notice()).result() == Delivery.Result.DELIVERED
        with(mail(post.port, [user: 'steward', password: 'battery staple']).send(notice())) {
            result() == Delivery.Result.REFUSED
            message().contains('535')
            !message().contains('battery')
        }
    }

    def 'nothing is said in the clear where TLS was demanded: #tls'() {
        when:
        def delivery = mail(post.port, [tls: tls]).send(notice())

        then:
        delivery.result() == Delivery.Result.RETRY
        delivery.message()
        post.arrived().empty

        where:
        tls << [MailConfig.Tls.STARTTLS, MailConfig.Tls.TLS]
    }

    def 'a server whose certificate nobody vouches for gets no mail'() {
        given:
        Post secure = new Post(0, 'smtps')

        when:
        def delivery = mail(secure.port, [tls: MailConfig.Tls.TLS]).send(notice())

        then:
        delivery.result() == Delivery.Result.RETRY
        delivery.message() =~ /(?i)certif|PKIX/
        secure.arrived().empty

        cleanup:
        secure?.close()
    }

    def 'a server that is not there, or falls silent, is tried again: #what'() {
        when:
        long start = System.nanoTime()
        def delivery = mail(port.call()).send(notice())

        then:
        delivery.result() == Delivery.Result.RETRY
        delivery.message()
        System.nanoTime() - start < 8_000_000_000L

        where:
        what                | port
        'nobody listens'    | { Post.nobody() }
        'it says nothing'   | { saying([]) }
        'it stops midway'   | { saying(['220 hello', '250 hello']) }
    }

    def 'an answer of #answer is #outcome'() {
        expect:
        with(mail(saying(answers)).send(notice())) {
            result() == outcome
            message().contains(answer)
        }

        where:
        answer                    | answers                                                                  || outcome
        '421 busy'                | ['421 busy']                                                             || Delivery.Result.RETRY
        '554'                     | ['554 go away']                                                          || Delivery.Result.REFUSED
        '550 no such user'        | ['220 hi', '250 hi', '250 ok', '550 no such user', '250 reset']          || Delivery.Result.REFUSED
        '450 greylisted'          | ['220 hi', '250 hi', '250 ok', '450 greylisted', '250 reset']            || Delivery.Result.RETRY
        '553 not your address'    | ['220 hi', '250 hi', '553 not your address', '250 reset']                || Delivery.Result.REFUSED
        '552 too big'             | ['220 hi', '250 hi', '250 ok', '250 ok', '552 too big', '250 reset']     || Delivery.Result.REFUSED
    }

    def 'one receiver that is refused does not keep the mail from the others, and is named'() {
        expect:
        with(mail(saying(['220 hi', '250 hi', '250 ok', '250 ok', '550 who', '250 taken', '221 bye']), [to: ['a@example.org', 'b@example.org']]).send(notice())) {
            result() == Delivery.Result.DELIVERED
            message().contains('b@example.org: 550 who')
        }
    }

    @Row('S-07')
    def 'a server that repeats what it was shown is told of without the password: #answer'() {
        given:
        int port = saying(['220 hi', '250-hi\r\n250 AUTH PLAIN', answer])

        when:
        def sent = mail(port, [user: 'steward', password: 'correct "horse" ümläut']).send(notice())

        then:
        sent.message().contains('not accepted: ')
        ['correct', 'horse', 'Y29ycmVjdCAi', 'bGF1'].every { !sent.message().contains(it) }

        where:
        answer << ["535 5.7.8 not accepted: ${Base64.encoder.encodeToString('\u0000steward\u0000correct "horse" ümläut'.getBytes('UTF-8'))}" as String,
                   '535 5.7.8 not accepted: correct "horse" ümläut']
    }
}
