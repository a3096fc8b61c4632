package dev.steward.runner.notify

import dev.steward.runner.config.notify.MailConfig
import dev.steward.runner.config.notify.MailConfig.Tls
import dev.steward.runner.lab.pve.http.Authority
import dev.steward.runner.secret.Secret
import java.nio.file.Path
import java.time.Duration
import java.time.Instant

/** Mail keeps the contract of channels; its TLS is STARTTLS. */
class MailTlsSpec extends ChannelContractSpec {

    @Override
    AutoCloseable server(Authority authority) { authority ? new TlsPost(authority) : new Post() }

    @Override
    List<String> arrived(Object server) { server instanceof TlsPost ? server.mails : server.arrived().collect { it.subject + Post.text(it) } }

    @Override
    int port(Object server) { server.port }

    @Override
    Channel channel(int port, boolean tls, Path ca) { mail(port, tls ? Tls.STARTTLS : Tls.NONE, ca) }

    private static Mail mail(int port, Tls tls, Path ca, String password = 'correct horse') {
        boolean login = tls != Tls.NONE
        new Mail(new MailConfig('127.0.0.1', Optional.of(port), tls, Optional.ofNullable(login ? 'steward' : null),
                Optional.ofNullable(login ? new Secret(password) : null), 'steward@example.org', ['ops@example.org'], Duration.ofSeconds(2), [],
                Optional.ofNullable(ca)), UUID.fromString('00000000-0000-0000-0000-000000000001'))
    }

    def 'STARTTLS comes before the login and the words, and the wrong login is refused'() {
        given:
        def ours = new Authority(Instant.now())
        def post = new TlsPost(ours)
        def ca = Hook.pem(dir, ours)

        when:
        def sent = mail(post.port, Tls.STARTTLS, ca).send(notice())

        then:
        sent == Delivery.delivered()
        post.protocols[0] in ['TLSv1.3', 'TLSv1.2']
        post.heardInTheClear.every { it.startsWith('EHLO') }
        post.mails[0].contains('Auto-Submitted: auto-generated')

        expect:
        with(mail(post.port, Tls.STARTTLS, ca, 'battery staple').send(notice())) {
            result() == Delivery.Result.REFUSED
            message().contains('535')
            !message().contains('staple')
        }

        cleanup:
        post?.close()
    }
}
