package dev.steward.web

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.runner.store.alert.Alerts
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Alerts by REST and on their page. */
class AlertsWebSpec extends Specification {

    static final Map JSON = [Authorization: 'Bearer ' + WebFixture.TOKEN, 'Content-Type': 'application/json']

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() {
        web = new WebFixture(dir)
        raise('node', 'node/pve2', 'Node pve2 of home is offline')
        raise('storage', 'storage/pve1/local', 'Storage local on pve1 of home 93 % used')
        web.store.alerts().clear(2, 'Storage local on pve1 of home 60 % used', web.time.now())
    }

    private void raise(String kind, String subject, String title) {
        web.store.alerts().raise(new Alerts.Draft("$kind:home/$subject", kind, 'home', subject, kind == 'node' ? 'error' : 'warning', title, ''), web.time.now())
    }

    private static Object json(answer) { new ObjectMapper().readValue(answer.body() as String, Object) }

    def 'alerts are listed, acknowledged and silenced by REST'() {
        expect: 'what is wrong, and with all what was'
        json(web.get('/api/v1/alerts', JSON)).with { watching && alerts*.title == ['Node pve2 of home is offline'] && alerts*.state == ['raised'] }
        json(web.get('/api/v1/alerts?all=true', JSON)).alerts*.state == ['over', 'raised']

        when:
        def silenced = web.post('/api/v1/silences', '{"kind": "node", "subject": "node/pve*", "for": "2h", "reason": "a move"}', JSON)

        then:
        silenced.statusCode() == 201
        json(silenced).until == web.time.now().plus(Duration.ofHours(2)).toString()
        json(web.get('/api/v1/alerts', JSON)).alerts*.state == ['silenced']
        json(web.get('/api/v1/silences', JSON)).silences*.reason == ['a move']
        json(web.post('/api/v1/silences/1/end', '', JSON)).holds == false

        when:
        def acked = web.post('/api/v1/alerts/1/ack', '{"reason": "a fan"}', JSON)

        then:
        json(acked).with { state == 'acknowledged' && acknowledged_by == 'admin' && reason == 'a fan' }
        web.post('/api/v1/alerts/2/ack', '{}', JSON).statusCode() == 400
        web.post('/api/v1/alerts/9/ack', '{}', JSON).statusCode() == 404
        json(web.post('/api/v1/silences', '{"kind": "nod", "for": "2h", "reason": "x"}', JSON)).detail.contains("did you mean 'node'")
    }

    def 'nobody without a token silences anything: #path'() {
        expect:
        web.post(path, body, ['Content-Type': type]).statusCode() in [401, 403]
        web.store.silences().holding(Instant.EPOCH).empty
        web.store.alerts().one(1).get().acked().empty

        where:
        path                     | type                                | body
        '/api/v1/silences'       | 'application/json'                  | '{"kind": "node", "for": "2h", "reason": "x"}'
        '/api/v1/alerts/1/ack'   | 'application/json'                  | '{}'
        '/api/v1/notices/test'   | 'application/json'                  | '{}'
        '/alerts/silences'       | 'application/x-www-form-urlencoded' | 'kind=node&for=2h&why=x'
        '/alerts/1/ack'          | 'application/x-www-form-urlencoded' | 'why=x'
    }

    def 'one channel is tested, and what did not arrive is said'() {
        expect:
        json(web.post('/api/v1/notices/test', '{"channel": "mail"}', JSON)).sent == ['mail: sent']
        with(web.post('/api/v1/notices/test', '{}', JSON)) {
            statusCode() == 422
            body().contains('webhook ops: refused: 404')
        }
    }

    def 'the page shows what is wrong, and a person acknowledges, silences and tests there'() {
        given:
        String cookie = web.signIn()
        String csrf = web.csrf(cookie)

        expect:
        with(web.get('/alerts', [Cookie: cookie]).body()) {
            contains('Node pve2 of home is offline')
            contains('Storage local on pve1 of home 60 % used')
            contains('Send a test by mail')
        }

        when:
        web.post('/alerts/1/ack', "csrf=$csrf&why=a+fan", [Cookie: cookie])
        web.post('/alerts/silences', "csrf=$csrf&kind=storage&subject=&for=1d&why=known", [Cookie: cookie])
        def tested = web.post('/alerts/test', "csrf=$csrf&channel=mail", [Cookie: cookie])

        then:
        tested.body().contains('mail: sent')
        web.get('/alerts').body().with { contains('acknowledged') && contains('a fan') && contains('known') }
        web.store.silences().holding(Instant.EPOCH)[-1].with { kind() == 'storage' && subject() == '*' }
    }
}
