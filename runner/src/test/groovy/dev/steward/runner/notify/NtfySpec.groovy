package dev.steward.runner.notify

import dev.steward.house.Row
import dev.steward.runner.config.notify.NtfyConfig
import dev.steward.runner.lab.pve.http.Authority
import dev.steward.runner.notice.Notice.Severity
import dev.steward.runner.secret.Secret
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup

class NtfySpec extends ChannelContractSpec {

    @AutoCleanup Hook hook = new Hook()

    @Override
    AutoCloseable server(Authority authority) { new Hook(authority) }

    @Override
    List<String> arrived(Object server) { server.posted*.text }

    @Override
    int port(Object server) { server.port }

    @Override
    Channel channel(int port, boolean tls, Path ca) {
        new Ntfy(new NtfyConfig("${tls ? 'https' : 'http'}://127.0.0.1:$port", 'power', Optional.of(new Secret(SECRET)), [], Optional.ofNullable(ca)), Duration.ofSeconds(2))
    }

    def 'the topic gets title, words and a priority by severity #severity, and the server the token'() {
        when:
        def sent = channel(hook.port, false, null).send(notice(severity: severity, link: 'https://steward.example/power'))

        then:
        sent == Delivery.delivered()
        hook.posted[0].path == '/'
        hook.posted[0].headers.getFirst('Authorization') == 'Bearer ' + SECRET
        with(hook.json()) {
            topic == 'power'
            title == 'Mains lost: größe "x" <&>'
            message == 'On battery since 02:00\n.\n"Zeile" \\ <@here> & €'
            priority == prio
            tags == [sign, 'power-lost']
            click == 'https://steward.example/power'
        }

        where:
        severity         || prio | sign
        Severity.ERROR   || 5    | 'rotating_light'
        Severity.WARNING || 4    | 'warning'
        Severity.INFO    || 3    | 'information_source'
    }

    def 'an open topic gets no token, and a long text stays a message'() {
        when:
        new Ntfy(new NtfyConfig(hook.url(''), 'open', Optional.empty(), [], Optional.empty()), Duration.ofSeconds(2)).send(notice(text: '€' * 9000))

        then:
        !hook.posted[0].headers.containsKey('Authorization')
        hook.json().message.getBytes('UTF-8').length <= 4000
        hook.json().message.endsWith('…')
    }

    @Row('S-07')
    def 'a token with a line end counts without it, and one that no header takes is told without it'() {
        expect:
        new Ntfy(new NtfyConfig(hook.url(''), 'power', Optional.of(new Secret('tk_abc\n')), [], Optional.empty()), Duration.ofSeconds(2)).send(notice()) == Delivery.delivered()
        hook.posted[0].headers.getFirst('Authorization') == 'Bearer tk_abc'

        when:
        def sent = new Ntfy(new NtfyConfig(hook.url(''), 'power', Optional.of(new Secret('tk_€bc')), [], Optional.empty()), Duration.ofSeconds(2)).send(notice())

        then:
        sent == Delivery.retry('the token has letters or signs that no header of HTTP takes; look at its secret')
    }
}
