package dev.steward.runner.notify

import dev.steward.runner.config.notify.TeamsConfig
import dev.steward.runner.lab.pve.http.Authority
import dev.steward.runner.notice.Notice.Severity
import dev.steward.runner.secret.Secret
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup

class TeamsSpec extends ChannelContractSpec {

    @AutoCleanup Hook hook = new Hook()

    @Override
    AutoCloseable server(Authority authority) { new Hook(authority) }

    @Override
    List<String> arrived(Object server) { server.posted*.text }

    @Override
    int port(Object server) { server.port }

    @Override
    Channel channel(int port, boolean tls, Path ca) {
        Chat.teams(new TeamsConfig(new Secret("${tls ? 'https' : 'http'}://127.0.0.1:$port/workflows/$SECRET?sig=$SECRET"), [], Optional.ofNullable(ca)), Duration.ofSeconds(2))
    }

    def 'a channel gets a card whose words are no markup'() {
        given:
        hook.answer = { exchange -> Hook.say(exchange, 202, '') }

        when:
        def sent = channel(hook.port, false, null).send(notice(severity: Severity.ERROR, link: 'https://steward.example/alerts'))

        then:
        sent == Delivery.delivered()
        with(hook.json()) {
            type == 'message'
            attachments[0].contentType == 'application/vnd.microsoft.card.adaptive'
            attachments[0].content.type == 'AdaptiveCard'
            attachments[0].content.body*.type.unique() == ['RichTextBlock']
            attachments[0].content.body[0].inlines[0].color == 'attention'
            attachments[0].content.body[1].inlines[0].text == 'On battery since 02:00\n.\n"Zeile" \\ <@here> & €'
            attachments[0].content.actions[0].url == 'https://steward.example/alerts'
        }
    }
}
