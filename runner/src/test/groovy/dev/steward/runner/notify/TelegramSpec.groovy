package dev.steward.runner.notify

import dev.steward.runner.config.notify.TelegramConfig
import dev.steward.runner.lab.pve.http.Authority
import dev.steward.runner.notice.Notice.Severity
import dev.steward.runner.secret.Secret
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup

class TelegramSpec extends ChannelContractSpec {

    @AutoCleanup Hook hook = new Hook()

    @Override
    AutoCloseable server(Authority authority) { new Hook(authority) }

    @Override
    List<String> arrived(Object server) { server.posted*.text }

    @Override
    int port(Object server) { server.port }

    @Override
    Channel channel(int port, boolean tls, Path ca) {
        Chat.telegram(new TelegramConfig("${tls ? 'https' : 'http'}://127.0.0.1:$port", new Secret('123:' + SECRET), '-1001234567890', Optional.empty(), [], Optional.ofNullable(ca)), Duration.ofSeconds(2))
    }

    def 'a chat gets the words without markup, and a quiet one of severity #severity rings: #rings'() {
        when:
        def sent = channel(hook.port, false, null).send(notice(severity: severity))

        then:
        sent == Delivery.delivered()
        hook.posted[0].path == "/bot123:$SECRET/sendMessage"
        with(hook.json()) {
            chat_id == '-1001234567890'
            text.contains('Mains lost: größe "x" <&>\n\nOn battery since 02:00')
            parse_mode == null
            disable_notification == !rings
        }

        where:
        severity       || rings
        Severity.ERROR || true
        Severity.INFO  || false
    }

    def 'a long text fits with its link, and no character is cut in two'() {
        when:
        channel(hook.port, false, null).send(notice(text: 'x' * pad + '😀' * 5000, link: 'https://steward.example/alerts'))

        then:
        hook.json().text.length() <= 4096
        hook.json().text.endsWith('\nhttps://steward.example/alerts')

        where:
        pad << [0, 1]
    }

    def 'a chat that is not there is never tried again, and the token is not told'() {
        given:
        hook.answer = { exchange -> Hook.say(exchange, 400, '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}') }

        expect:
        with(channel(hook.port, false, null).send(notice())) {
            result() == Delivery.Result.REFUSED
            message().contains('chat not found')
            !message().contains(SECRET)
        }
    }
}
