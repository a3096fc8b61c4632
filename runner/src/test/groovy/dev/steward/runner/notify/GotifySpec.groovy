package dev.steward.runner.notify

import dev.steward.runner.config.notify.GotifyConfig
import dev.steward.runner.lab.pve.http.Authority
import dev.steward.runner.notice.Notice.Severity
import dev.steward.runner.secret.Secret
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup

class GotifySpec extends ChannelContractSpec {

    @AutoCleanup Hook hook = new Hook()

    @Override
    AutoCloseable server(Authority authority) { new Hook(authority) }

    @Override
    List<String> arrived(Object server) { server.posted*.text }

    @Override
    int port(Object server) { server.port }

    @Override
    Channel channel(int port, boolean tls, Path ca) {
        Chat.gotify(new GotifyConfig("${tls ? 'https' : 'http'}://127.0.0.1:$port/", new Secret(SECRET), [], Optional.ofNullable(ca)), Duration.ofSeconds(2))
    }

    def 'an application gets title, words and a priority by severity #severity'() {
        when:
        def sent = channel(hook.port, false, null).send(notice(severity: severity, link: 'https://steward.example/alerts'))

        then:
        sent == Delivery.delivered()
        hook.posted[0].path == '/message'
        hook.posted[0].headers.getFirst('X-Gotify-Key') == SECRET
        with(hook.json()) {
            title == 'Mains lost: größe "x" <&>'
            message == 'On battery since 02:00\n.\n"Zeile" \\ <@here> & €'
            priority == prio
            extras['client::notification'].click.url == 'https://steward.example/alerts'
        }

        where:
        severity         || prio
        Severity.ERROR   || 8
        Severity.WARNING || 5
        Severity.INFO    || 2
    }
}
