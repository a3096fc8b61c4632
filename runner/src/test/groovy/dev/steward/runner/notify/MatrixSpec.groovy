package dev.steward.runner.notify

import dev.steward.runner.config.notify.MatrixConfig
import dev.steward.runner.lab.pve.http.Authority
import dev.steward.runner.notice.Notice.Severity
import dev.steward.runner.secret.Secret
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup

class MatrixSpec extends ChannelContractSpec {

    @AutoCleanup Hook hook = new Hook()

    @Override
    AutoCloseable server(Authority authority) { new Hook(authority) }

    @Override
    List<String> arrived(Object server) { server.posted*.text }

    @Override
    int port(Object server) { server.port }

    @Override
    Channel channel(int port, boolean tls, Path ca) {
        Chat.matrix(new MatrixConfig("${tls ? 'https' : 'http'}://127.0.0.1:$port", new Secret(SECRET), '!abc/x:example.org', [], Optional.ofNullable(ca)), Duration.ofSeconds(2))
    }

    def 'a room gets one message however often it is sent, and words are no markup'() {
        when:
        2.times { assert channel(hook.port, false, null).send(notice(severity: Severity.WARNING, key: 'alert-1/raised', link: 'https://steward.example/alerts')) == Delivery.delivered() }

        then: 'the same transaction'
        hook.posted*.method == ['PUT', 'PUT']
        hook.posted*.path.unique() == ['/_matrix/client/v3/rooms/!abc/x:example.org/send/m.room.message/alert-1/raised']
        hook.posted[0].headers.getFirst('Authorization') == 'Bearer ' + SECRET
        with(hook.json()) {
            msgtype == 'm.text'
            body.contains('"Zeile" \\ <@here> & €')
            formatted_body.contains('größe &quot;x&quot; &lt;&amp;&gt;')
            !formatted_body.contains('<@here>')
        }
    }
}
