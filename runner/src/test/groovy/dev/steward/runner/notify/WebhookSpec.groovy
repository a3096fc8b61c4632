package dev.steward.runner.notify

import dev.steward.house.Row
import dev.steward.runner.config.notify.NoticesConfig
import dev.steward.runner.config.notify.WebhookConfig
import dev.steward.runner.lab.pve.http.Authority
import dev.steward.runner.notice.Notice
import dev.steward.runner.secret.Secret
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import spock.lang.AutoCleanup

class WebhookSpec extends ChannelContractSpec {

    static final String PATH = '/in/AbCdEfGhIjKlMnOp%20%22%C3%BC&x=QrStUvWxYz012345'
    static final String DECODED = '/in/AbCdEfGhIjKlMnOp "ü&x=QrStUvWxYz012345'

    @AutoCleanup Hook hook = new Hook()

    @Override
    AutoCloseable server(Authority authority) { new Hook(authority) }

    @Override
    List<String> arrived(Object server) { server.posted*.text }

    @Override
    int port(Object server) { server.port }

    @Override
    Channel channel(int port, boolean tls, Path ca) { to("${tls ? 'https' : 'http'}://127.0.0.1:$port/api/webhooks/$SECRET", [ca: ca]) }

    private static Webhook to(String url, Map how = [:]) {
        new Webhook('ops', new WebhookConfig(Optional.of(new Secret(url)), Optional.empty(), how.format ?: WebhookConfig.Format.DISCORD,
                Optional.ofNullable(how.template), [], Optional.ofNullable(how.secret).map { new Secret(it) }, Optional.ofNullable(how.ca)), Duration.ofSeconds(2), { Instant.ofEpochSecond(1_772_330_400) })
    }

    @Row('G-75')
    def 'without a template Discord gets an embed with title, colour, time and footer, that calls nobody; every kind where on is empty or *'() {
        when:
        def sent = to(hook.url()).send(notice(link: 'https://steward.example/power'))

        then:
        sent == Delivery.delivered()
        hook.posted[0].method == 'POST'
        hook.posted[0].path == '/hook/s3cr3t'
        hook.posted[0].headers.getFirst('Content-type').startsWith('application/json')
        with(hook.json()) {
            embeds.size() == 1
            embeds[0].title == 'Mains lost: größe "x" <&>'
            embeds[0].description == 'On battery since 02:00\n.\n"Zeile" \\ <@here> & €'
            embeds[0].color == 0xD32F2F
            embeds[0].timestamp == '2026-03-01T02:00:00Z'
            embeds[0].footer.text == 'Steward · power-lost'
            embeds[0].url == 'https://steward.example/power'
            allowed_mentions.parse == []
        }

        expect: 'kinds'
        [[], ['*'], ['power_lost', 'phase-start']].collect { on ->
            def config = new WebhookConfig(Optional.of(new Secret('https://example.org/x')), Optional.empty(), WebhookConfig.Format.DISCORD, Optional.empty(), on, Optional.empty())
            Channels.of(new NoticesConfig(Optional.empty(), [a: config], Optional.empty(), NoticesConfig.DEFAULT.on()), UUID.randomUUID())[0].kinds()
        }*.containsAll(['POWER_LOST', 'POWER_RESTORED', 'SHUTDOWN_START', 'SHUTDOWN_COMPLETE', 'PHASE_START', 'PHASE_COMPLETE', 'RECOVERY_START',
                        'RECOVERY_COMPLETE', 'RECOVERY_ERROR', 'POWER_ERROR'].collect { Notice.Kind.valueOf(it) }) == [true, true, false]
    }

    def 'Slack gets an attachment, and no text calls a channel together'() {
        when:
        to(hook.url(), [format: WebhookConfig.Format.SLACK]).send(notice(severity: Notice.Severity.WARNING))

        then:
        with(hook.json().attachments[0]) {
            color == '#F9A825'
            title == 'Mains lost: größe "x" &lt;&amp;&gt;'
            text.contains('&lt;@here&gt; &amp; €')
            footer == 'Steward · power-lost'
            ts == 1772330400
        }
    }

    @Row('G-75')
    def 'a template sees event, data and timestamp; what is no JSON is wrapped, and no value breaks out of JSON: #template'() {
        expect:
        to(hook.url(), [template: template]).send(notice(text: 'say "no" to\n\\me')) == Delivery.delivered()
        hook.json() == posted

        where:
        template                                                             || posted
        '${event} at ${timestamp}: ${data.text}'                             || [content: 'power_lost at 2026-03-01T02:00:00Z: say "no" to\n\\me']
        '{"e": "${event}", "t": "${timestamp}", "m": "${data.text}"}'        || [e: 'power_lost', t: '2026-03-01T02:00:00Z', m: 'say "no" to\n\\me']
        '[{"severity": "${data.severity}", "c": "#${data.colour}"}]'         || [[severity: 'error', c: '#D32F2F']]
        '{not json ${event}}'                                                || [content: '{not json power_lost}']
        '"${event}"'                                                         || [content: '"power_lost"']
    }

    def 'with a secret what is posted is signed with its time, in the usual shape and by a template; without one it is not'() {
        when:
        to(hook.url(), how).send(notice())
        def last = hook.posted[-1]
        String stamp = last.headers.getFirst('X-Steward-Timestamp')

        then:
        stamp == (how.secret ? '1772330400' : null)
        last.headers.getFirst('X-Steward-Signature') == (how.secret ? 'sha256=' + hmac(how.secret, "$stamp.$last.text") : null)
        !last.text.contains('shared')

        where:
        how << [[secret: 'shared'], [secret: 'shared', template: '{"größe": "${event}"}'], [:]]
    }

    private static String hmac(String key, String text) {
        Mac mac = Mac.getInstance('HmacSHA256')
        mac.init(new SecretKeySpec(key.bytes, 'HmacSHA256'))
        mac.doFinal(text.getBytes('UTF-8')).encodeHex()
    }

    def 'a template that asks for what is not there does not keep the notice back, and says so'() {
        when:
        def sent = to(hook.url(), [template: '${data.nothing}']).send(notice())

        then:
        sent.result() == Delivery.Result.DELIVERED
        sent.message().contains('the template failed: template:1:')
        hook.json().embeds[0].title.startsWith('Mains lost')
    }

    def 'a template that cannot be read is told before anything starts'() {
        expect:
        Channels.problems(new NoticesConfig(Optional.empty(), [ops: new WebhookConfig(Optional.of(new Secret('https://example.org/x')), Optional.empty(),
                WebhookConfig.Format.DISCORD, Optional.of('${data.'), [], Optional.empty())], Optional.empty(), [])).keySet() == ['webhooks.ops.template'] as Set
    }

    @Row('U-18')
    def 'a secret that the end of an answer cuts, #where, is not told in part'() {
        given:
        byte[] said = ('no' + ' ' * blanks + 'pässwörd-öäüß').getBytes('UTF-8')
        hook.answer = { exchange ->
            exchange.sendResponseHeaders(400, announced ?: said.length)
            exchange.responseBody.write(said, 0, sent ?: said.length)
            exchange.responseBody.flush()
            sent && hook.released.await()
        }

        expect:
        new HttpPost(URI.create(hook.url()), ['pässwörd-öäüß'], Optional.empty(), Duration.ofSeconds(2)).post([:], '{}'.bytes).message() ==
                "127.0.0.1:$hook.port answered 400 no"

        where:
        where                              | blanks | announced | sent
        'where enough was read'            | 4080   | 0         | 0
        'where its time is over'           | 1      | 99        | 12
        'where both are, within a letter'  | 1      | 99        | 17
    }

    def 'an answer of #status is #outcome, told without the address'() {
        given:
        hook.answer = { Hook.say(it, status, "no: ${hook.url()} ") }

        when:
        def sent = to(hook.url()).send(notice())

        then:
        sent.result() == outcome
        status < 300 || sent.message().contains("127.0.0.1:$hook.port answered $status no: ***")
        !sent.message().contains('s3cr3t')

        where:
        status || outcome
        200    || Delivery.Result.DELIVERED
        302    || Delivery.Result.RETRY
        400    || Delivery.Result.REFUSED
        404    || Delivery.Result.RETRY
        413    || Delivery.Result.REFUSED
        429    || Delivery.Result.RETRY
        500    || Delivery.Result.RETRY
    }

    def 'a server that took it and does not stop talking has taken it'() {
        given:
        hook.answer = { exchange ->
            exchange.sendResponseHeaders(200, 0)
            exchange.responseBody.write('x'.bytes)
            exchange.responseBody.flush()
            hook.released.await()
        }

        when:
        long start = System.nanoTime()
        def sent = to(hook.url()).send(notice())

        then:
        sent == Delivery.delivered()
        System.nanoTime() - start < 6_000_000_000L
    }

    @Row('S-07')
    def 'nothing of the address is told, however it is repeated: #how'() {
        given:
        hook.answer = { Hook.say(it, 500, answer) }

        when:
        String told = to(hook.url(PATH)).send(notice()).message()

        then:
        told.contains(' answered 500 ') || told.endsWith(' answered 500')
        ['AbCdEfGh', 'IjKlMnOp', 'QrStUvWx', 'Yz012345', Base64.encoder.encodeToString(PATH.bytes)[8..23]].every { !told.contains(it) }

        where:
        how                          | answer
        'as it is'                   | 'no ' + PATH
        'decoded'                    | 'no ' + DECODED
        'in HTML'                    | DECODED.replace('&', '&amp;').replace('"', '&quot;')
        'in base64'                  | Base64.encoder.encodeToString(PATH.bytes)
        'its last word alone'        | 'unknown: QrStUvWxYz012345'
        'cut where the words end'    | 'x' * 180 + PATH
        'cut where we stop to read'  | ' ' * 4080 + PATH
    }
}
