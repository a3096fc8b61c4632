package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.event.Cause
import java.nio.file.Path
import java.time.Duration
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Another program begins a playbook, and can say nothing else. */
class HookDoorSpec extends Specification {

    static final String AT = '/api/v1/hooks/update/run'

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    static Map signed(WebFixture web, String body, String stamp = null, String secret = WebFixture.HOOK) {
        String time = stamp ?: web.time.now().epochSecond as String
        Mac mac = Mac.getInstance('HmacSHA256')
        mac.init(new SecretKeySpec(secret.getBytes('UTF-8'), 'HmacSHA256'))
        ['X-Steward-Timestamp': time, 'X-Steward-Signature': 'sha256=' + mac.doFinal("$time.$body".getBytes('UTF-8')).encodeHex()]
    }

    private send(String body, Map headers = signed(web, body), String at = AT) {
        web.post(at, body, ['Content-Type': 'application/json'] + headers)
    }

    @Row('P-41')
    def 'what is signed begins the one playbook with the vars that it may set, and the run says which webhook it was'() {
        when:
        def answer = send('{"vars": {"autoReboot": true}}')
        def told = WebFixture.json(answer)

        then:
        answer.statusCode() == 202
        web.get(told.page).statusCode() == 200
        with(web.runs.begun[0]) {
            playbook().fileName as String == 'weekly-updates.groovy'
            vars() == [autoReboot: true]
            cause() == new Cause(Cause.Kind.WEBHOOK, 'update')
            options().limit().empty && options().tags().empty && !options().check() && inventory().empty
        }
        web.get('/runs').body().contains('update')
        web.store.audit().newest(0, '', 1)[0].change().with { [it.who(), it.way(), it.what(), it.target(), it.after()] } == ['webhook update', 'hook', 'run begun', 'weekly-updates.groovy', "run $told.id" as String]
    }

    @Row('P-41')
    def 'a token begins the same playbook by the API'() {
        expect:
        web.post('/api/v1/runs', '{"playbook": "weekly-updates.groovy"}', OpenApiSpec.AS_API).statusCode() == 201
    }

    def 'it cannot set #what'() {
        when:
        def answer = send(body)

        then:
        answer.statusCode() == 400
        WebFixture.json(answer).with { it.status == 400 && it.detail }
        web.runs.begun.empty

        where:
        what          | body
        'a limit'     | '{"limit": "ct-1"}'
        'tags'        | '{"tags": ["x"]}'
        'check mode'  | '{"check": true}'
        'inventory'   | '{"inventory": ["/etc/hosts"]}'
        'the playbook' | '{"playbook": "update-docker-vms.groovy"}'
        'another var' | '{"vars": {"rebootTimeout": "1m"}}'
        'a mere list' | '[1]'
    }

    def 'it is refused, and nothing begins, with #what'() {
        given:
        String body = '{"vars": {}}'
        String now = web.time.now().epochSecond as String
        Map headers = make(web, body, now as long)

        expect:
        send(body, headers, at).statusCode() == 401
        web.runs.begun.empty

        where:
        what                           | at                          | make
        'no signature'                 | AT                          | { w, b, n -> [:] }
        'the secret of another'        | AT                          | { w, b, n -> signed(w, b, null, 'another-secret-of-no-hook') }
        'the signature of another body' | AT                         | { w, b, n -> signed(w, b + ' ') }
        'another timestamp'            | AT                          | { w, b, n -> signed(w, b) + ['X-Steward-Timestamp': (n - 1) as String] }
        'a timestamp too old'          | AT                          | { w, b, n -> signed(w, b, (n - 301) as String) }
        'a timestamp too new'          | AT                          | { w, b, n -> signed(w, b, (n + 301) as String) }
        'a timestamp that is none'     | AT                          | { w, b, n -> signed(w, b, 'soon') }
        'the name of no hook'          | '/api/v1/hooks/none/run'    | { w, b, n -> signed(w, b) }
        'an empty secret, and no hook' | '/api/v1/hooks/none/run'    | { w, b, n -> signed(w, b, null, '\u0001') }
    }

    def 'the same is not taken twice, by another process either'() {
        given:
        String body = '{"vars": {}}'
        Map headers = signed(web, body)
        assert send(body, headers).statusCode() == 202

        expect:
        send(body, headers).statusCode() == 409
        !web.store.hooksSeen().first('update', headers['X-Steward-Signature'].substring(7), web.time.now(), web.time.now().minus(Duration.ofMinutes(15)))
        web.runs.begun.size() == 1
    }

    def 'what is too long or too often is refused'() {
        expect:
        send('{"vars": {}}' + ' ' * (64 << 10)).statusCode() == 413
        (1..30).every { send('{"vars": {}}' + ' ' * it).statusCode() == 202 }
        send('{"vars": {}}' + ' ' * 31).statusCode() == 429
    }
}
