package dev.steward.web

import dev.steward.runner.app.power.PowerDesk
import dev.steward.runner.event.EventJson
import dev.steward.runner.secret.TokenText
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class PowerApiSpec extends Specification {

    static final String POWER = 'stw_power_spec'
    static final Map GOOD = [plan: 'UPS shutdown', reason: 'new battery']

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() {
        web = new WebFixture(dir)
        web.power.house()
        web.store.tokens().put('ups-bot', TokenText.hash(POWER), 'power')
        web.store.tokens().putAgent('agent-pve1', TokenText.hash('stw_agent'), 'home', 'pve1')
    }

    private post(String word, Map body, String token = POWER, Map more = [:]) {
        Map headers = ['Content-Type': 'application/json'] + (token ? [Authorization: "Bearer $token".toString()] : [:]) + more
        web.post("/api/v1/power/$word", new EventJson().text(body), headers)
    }

    def 'everyone on this machine sees how power stands, the plan and the history'() {
        expect:
        WebFixture.json(web.get('/api/v1/power')).with { it.armed == true && it.state == 'online' && it.upses[0].charge == 97.0 && it.upses[0].runtime == 1260 }
        WebFixture.json(web.get('/api/v1/power/plan')).with { it.phases*.name == ['Stop applications', 'Shut down pve-node2', 'Shut down pve-node1'] && it.worst == 1140 }
        WebFixture.json(web.get('/api/v1/power/history')).history == []
    }

    def 'a token of scope power with reason and plan does #word'() {
        when:
        def answer = post(word, GOOD + more)

        then:
        answer.statusCode() == status
        web.power.asked == [asked]

        where:
        word      | more                            || status | asked
        'arm'     | [:]                             || 200    | ['arm', true, 'ups-bot', 'new battery']
        'disarm'  | [:]                             || 200    | ['arm', false, 'ups-bot', 'new battery']
        'abort'   | [:]                             || 202    | ['abort', 'ups-bot', 'new battery']
        'recover' | [check: true]                   || 202    | ['recover', true, 'ups-bot', 'new battery']
        'apply'   | [now: true, phase: 2, task: 1]  || 202    | ['apply', new PowerDesk.Apply(true, false, Optional.of(2), Optional.of(1)), 'ups-bot', 'new battery']
    }

    def 'no other scope implies power: #who is answered #status for #word'() {
        when:
        def answer = post(word, GOOD, token)

        then:
        answer.statusCode() == status
        web.power.asked == []

        where:
        [[who, token, status], word] << [[['the admin', WebFixture.TOKEN, 403], ['an agent', 'stw_agent', 403], ['nobody', null, 401], ['a wrong token', 'stw_x', 401]],
                                         ['arm', 'disarm', 'apply', 'abort', 'recover']].combinations()
    }

    def 'a token of scope power changes nothing else: #path'() {
        expect:
        web.post(path, '{}', ['Content-Type': 'application/json', Authorization: "Bearer $POWER".toString()]).statusCode() == 403

        where:
        path << ['/api/v1/runs', '/api/v1/maintenance', '/api/v1/schedules/weekly-updates/pause', '/api/v1/guests/101/stop']
    }

    def 'what is not confirmed is not done, and all that lacks is said: #body'() {
        when:
        def answer = post('disarm', body)

        then:
        answer.statusCode() == 400
        WebFixture.json(answer).problems.size() == lacking
        web.power.asked == []

        where:
        body                                          || lacking
        [:]                                           || 2
        [plan: 'UPS shutdown']                        || 1
        [plan: 'ups shutdown', reason: 'new battery'] || 1
        [plan: 'UPS shutdown', reason: '   ']         || 1
        [plan: 'UPS shutdown', reason: 'x' * 501]     || 1
    }

    def 'a session enters the admin token again; one that lies open is not enough'() {
        given:
        String cookie = web.signIn()
        Map session = [Cookie: cookie, 'X-Csrf-Token': web.csrf(cookie)]

        expect:
        post('apply', GOOD, null, session).statusCode() == 400
        post('apply', GOOD + [token: 'stw_wrong'], null, session).statusCode() == 403
        post('apply', GOOD + [token: POWER], null, session).statusCode() == 403
        post('apply', GOOD + [token: WebFixture.TOKEN], null, [Cookie: cookie]).statusCode() == 403
        web.power.asked == []
        post('apply', GOOD + [token: WebFixture.TOKEN], null, session).statusCode() == 202
        web.power.asked.size() == 1
    }

    def 'guessing the token again is bounded'() {
        given:
        String cookie = web.signIn()
        Map session = [Cookie: cookie, 'X-Csrf-Token': web.csrf(cookie)]

        when:
        List<Integer> answers = (1..11).collect { post('arm', GOOD + [token: "stw_$it".toString()], null, session).statusCode() }

        then:
        answers == [403] * 10 + [429]
        post('arm', GOOD + [token: WebFixture.TOKEN], null, session).statusCode() == 429
    }

    def 'what cannot be done now is told as it is, and a rehearsal needs no confirmation'() {
        given:
        web.power.refusal = 'The point of no return is behind; the plan is carried out to its end.'

        expect:
        WebFixture.json(post('abort', GOOD)).with { it.status == 409 && it.detail.startsWith('The point of no return') }

        when:
        web.power.refusal = null

        then:
        post('rehearse', [scenario: 'long-outage']).statusCode() == 202
        post('rehearse', [scenario: 'long-outage'], WebFixture.TOKEN).statusCode() == 202
        post('rehearse', [scenario: '/etc/shadow']).statusCode() == 400
        post('rehearse', [scenario: 'long-outage'], null).statusCode() == 401
        post('rehearse', [scenario: 'long-outage'], 'stw_agent').statusCode() == 403
        web.power.asked*.get(1) == ['long-outage', 'long-outage']
    }

    def 'a task alone, or a phase that is no number, does nothing'() {
        expect:
        post('apply', GOOD + [task: 1]).statusCode() == 400
        post('apply', GOOD + [phase: 0]).statusCode() == 400
        post('apply', GOOD + [pahse: 2]).statusCode() == 400
        web.power.asked == []
    }

    def 'without a plan there is nothing to steer, and it says so'() {
        given:
        web.power.name = null

        expect:
        post('arm', GOOD).statusCode() == 409
    }
}
