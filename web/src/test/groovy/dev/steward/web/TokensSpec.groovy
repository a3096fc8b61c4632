package dev.steward.web

import static dev.steward.runner.account.Role.ADMIN
import static dev.steward.runner.account.Role.OPERATOR
import static dev.steward.runner.account.Role.VIEWER

import dev.steward.runner.account.Role
import dev.steward.runner.app.account.AccountDesk.By
import dev.steward.runner.app.account.AccountRefused
import dev.steward.runner.app.account.TokenDesk
import dev.steward.runner.app.account.TokenDesk.Wish
import dev.steward.runner.secret.TokenText
import dev.steward.house.Row
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Tokens: what each scope opens, when one ends, and whose it is. */
class TokensSpec extends Specification {

    static final Map JSON = ['Content-Type': 'application/json']

    @TempDir Path dir
    @AutoCleanup WebFixture web
    People people

    def setup() {
        web = new WebFixture(dir)
        people = new People(web)
    }

    private TokenDesk desk() { TokenDesk.of(web.store, web.time) }

    private String token(String name, String scope, Map more = [:]) {
        desk().make(new Wish(name, scope, more.cluster ?: '', more.node ?: '', more.playbooks ?: '', Optional.ofNullable(more.expires), more.owner ?: ''), new By('spec', 'cli')).text()
    }

    private int status(String verb, String path, String token, String body = '{}') {
        web.send(verb, path, verb == 'GET' ? null : body, JSON + [Authorization: "Bearer $token"]).statusCode()
    }

    def 'a token of scope #scope opens what its scope says, and nothing else'() {
        given:
        String text = token('one', scope, scope == 'agent' ? [cluster: 'home', node: 'pve1'] : [:])
        web.power.house()

        expect:
        status('GET', '/api/v1/runs', text) == read
        status('GET', '/metrics', text) == metrics
        status('POST', '/api/v1/schedules/weekly-updates/pause', text) == operate
        status('GET', '/api/v1/accounts', text) == admin
        status('GET', '/api/v1/audit', text) == admin
        status('POST', '/api/v1/power/disarm', text, '{"plan": "UPS shutdown", "reason": "a new battery"}') == power

        where:
        scope     | read | metrics | operate | admin | power
        'read'    | 200  | 200     | 403     | 403   | 403
        'operate' | 200  | 200     | 200     | 403   | 403
        'admin'   | 200  | 200     | 200     | 200   | 403
        'power'   | 200  | 200     | 403     | 403   | 200
        'metrics' | 403  | 200     | 403     | 403   | 403
        'agent'   | 403  | 403     | 403     | 403   | 403
    }

    def 'no token but one of scope admin keeps tokens, and none of power is made by a token that has none'() {
        expect:
        status('GET', '/api/v1/tokens', token('one', scope)) == (scope == 'admin' ? 200 : 403)
        status('POST', '/api/v1/tokens', token('two', scope), '{"name": "three", "scope": "admin"}') == (scope == 'admin' ? 201 : 403)

        where:
        scope << ['read', 'operate', 'admin', 'power', 'metrics']
    }

    def 'a token ends by itself, and its sender is not told that it once was one'() {
        given:
        String text = token('short', 'operate', [expires: '90d'])
        assert status('GET', '/api/v1/runs', text) == 200

        when:
        web.time.advance(Duration.ofDays(90))
        def answer = web.send('GET', '/api/v1/runs', null, [Authorization: "Bearer $text"])
        def never = web.send('GET', '/api/v1/runs', null, [Authorization: 'Bearer stw_never'])

        then:
        answer.statusCode() == 401
        WebFixture.json(answer).detail == WebFixture.json(never).detail
        WebFixture.json(answer).detail.contains('not valid, or no longer')
        desk().over(desk().all().find { it.name() == 'short' })
    }

    def 'when it was used last is known, to the minute'() {
        given:
        String text = token('one', 'read')
        assert web.store.tokens().find('one').get().times().seen().empty

        when:
        status('GET', '/api/v1/runs', text)
        def first = web.store.tokens().find('one').get().times().seen()
        web.time.advance(Duration.ofSeconds(30))
        status('GET', '/api/v1/runs', text)
        def second = web.store.tokens().find('one').get().times().seen()
        web.time.advance(Duration.ofSeconds(31))
        status('GET', '/api/v1/runs', text)

        then:
        first.present
        second == first
        web.store.tokens().find('one').get().times().seen().get() == first.get() + Duration.ofSeconds(61)
    }

    def 'a token never does more than whom it belongs to may now'() {
        given:
        people.add('root', ADMIN)
        people.add('otto', OPERATOR)
        String text = token('script', 'operate', [owner: 'otto'])
        assert status('POST', '/api/v1/schedules/weekly-updates/pause', text) == 200

        when:
        web.store.accounts().role('otto', VIEWER)

        then:
        status('POST', '/api/v1/schedules/weekly-updates/pause', text) == 403
        status('GET', '/api/v1/runs', text) == 200

        when:
        web.store.accounts().enabled('otto', false)

        then:
        status('GET', '/api/v1/runs', text) == 401
    }

    def 'nobody makes themselves a token that does more than they may: #role wants #scope'() {
        given:
        people.add('anna', role)
        String cookie = people.cookie('anna')

        when:
        def answer = people.post('/you/tokens', cookie, "name=mine&scope=$scope&expires=90d")

        then:
        answer.statusCode() == status
        web.store.tokens().find('mine').present == (status == 200)
        (answer.body() =~ /stw_[\w-]{43}/).find() == (status == 200)

        where:
        role     | scope     || status
        VIEWER   | 'read'    || 200
        VIEWER   | 'operate' || 409
        VIEWER   | 'agent'   || 409
        OPERATOR | 'operate' || 200
        OPERATOR | 'admin'   || 409
        OPERATOR | 'power'   || 409
        ADMIN    | 'power'   || 200
    }

    @Row('N-47')
    def 'two users, and each sees and ends their own tokens and sessions alone'() {
        given:
        people.add('anna', role)
        people.add('otto', OPERATOR)
        String anna = people.cookie('anna', ['User-Agent': 'Mozilla/5.0 (X11; Linux) Firefox/140'])
        String otto = people.cookie('otto', ['User-Agent': 'Mozilla/5.0 (iPhone) Safari/605'])
        people.post('/you/tokens', anna, 'name=annas&scope=read')
        people.post('/you/tokens', otto, 'name=ottos&scope=operate')

        when:
        def page = web.get('/you', [Cookie: anna]).body()
        def list = WebFixture.json(web.get('/api/v1/tokens', [Cookie: anna]))

        then: 'lists hold only their own'
        page.contains('annas') && !page.contains('ottos')
        page.contains('Firefox on Linux') && !page.contains('iPhone')
        list.tokens*.name == ['annas']

        when: 'another one is asked for by its name or id'
        String csrf = people.csrf(anna)
        String id = (web.get('/you', [Cookie: otto]).body() =~ /sessions\/([\w-]+)\/end/)[0][1]
        def revoke = people.post('/you/tokens/ottos/revoke', anna)
        def byApi = web.send('DELETE', '/api/v1/tokens/ottos', null, [Cookie: anna, 'X-Csrf-Token': csrf])
        def end = people.post("/you/sessions/$id/end", anna)

        then: 'it is as if there were none'
        revoke.statusCode() == 409
        byApi.statusCode() == 404
        !WebFixture.json(byApi).detail.contains('ottos; ')
        end.statusCode() == 404
        web.store.tokens().find('ottos').present
        web.get('/you', [Cookie: otto]).statusCode() == 200

        and: 'their own they end'
        people.post('/you/tokens/annas/revoke', anna).body().contains('opens nothing any more')
        web.store.tokens().find('annas').empty

        where:
        role << [VIEWER, OPERATOR]
    }

    def 'an admin sees all tokens with whom they belong to, and revokes any; the audit says so without a text'() {
        given:
        people.add('ada', ADMIN)
        people.add('otto', OPERATOR)
        String ada = people.cookie('ada')
        people.post('/you/tokens', people.cookie('otto'), 'name=ottos&scope=operate&playbooks=update-*&expires=12h')

        when:
        def made = people.post('/tokens', ada, 'name=backup&scope=read&expires=')
        String text = (made.body() =~ /stw_[\w-]{43}/)[0]
        def page = web.get('/tokens', [Cookie: ada]).body()
        people.post('/tokens/ottos/revoke', ada)

        then:
        page.contains('ottos') && page.contains('otto') && page.contains('update-*')
        !page.contains(text) && !page.contains(TokenText.hash(text))
        web.store.audit().newest(0, '', 3)*.change().collect { [it.who(), it.what(), it.target(), it.before().replaceAll(/until .*/, 'until'), it.after().replaceAll(/until .*/, 'until')] } == [
                ['ada', 'token revoked', 'ottos', 'operate, of otto, playbooks update-*, until', ''],
                ['ada', 'token made', 'backup', '', 'read'],
                ['otto', 'token made', 'ottos', '', 'operate, of otto, playbooks update-*, until']]
    }

    def 'a token that is wrong is refused with what is expected: #said'() {
        when:
        token('one', scope, more)

        then:
        def refused = thrown(AccountRefused)
        refused.message.contains(said)

        where:
        scope     | more                       || said
        'write'   | [:]                        || 'is no scope; read, operate'
        'read'    | [expires: 'soon']          || 'expected one such as 90d'
        'read'    | [expires: '0d']            || 'expected one such as 90d'
        'read'    | [playbooks: 'update-*']    || 'Only a token of scope operate'
        'operate' | [playbooks: 'a;b']         || 'is no pattern of playbooks'
        'read'    | [node: 'pve1']             || 'has no cluster and no node'
        'read'    | [owner: 'nobody']          || "There is no account 'nobody'"
    }

    def 'a session that was begun with the admin token ends when that is revoked'() {
        given:
        String cookie = web.signIn()
        assert web.get('/accounts', [Cookie: cookie]).statusCode() == 200

        when:
        web.store.tokens().remove('admin')

        then:
        web.get('/accounts', [Cookie: cookie]).statusCode() == 401
    }

    def 'a person changes their own password with the one of now, and their other sessions end'() {
        given:
        people.add('anna', VIEWER)
        String here = people.cookie('anna')
        String phone = people.cookie('anna')
        web.time.advance(Duration.ofSeconds(1))

        expect:
        people.post('/you/password', here, 'current=wrong+password&password=another+password').statusCode() == 409
        people.signIn('anna').statusCode() == 303

        when:
        def answer = people.post('/you/password', here, "current=${URLEncoder.encode(People.PASSWORD, 'UTF-8')}&password=another+password")
        String next = answer.headers().firstValue('Set-Cookie').get().split(';')[0]

        then:
        web.get('/you', [Cookie: next]).statusCode() == 200
        web.get('/you', [Cookie: phone]).statusCode() == 401
        web.get('/you', [Cookie: here]).statusCode() == 401
        people.signIn('anna').statusCode() == 401
        people.signIn('anna', 'another password').statusCode() == 303
        web.store.audit().newest(0, '', 1)[0].change().with { [it.who(), it.what(), it.target(), it.after()] } == ['anna', 'password changed', 'anna', '']
    }
}
