package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.account.Passwords
import dev.steward.runner.account.Role
import dev.steward.web.api.Api
import dev.steward.web.http.Route.Access
import dev.steward.web.http.Verb
import dev.steward.web.page.Pages
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** People with a name, a password and a role: who may do what, and who did. */
class AccountsSpec extends Specification {

    static final String PASSWORD = 'correct horse battery'
    @Shared String hash = Passwords.hash(PASSWORD)

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    private void account(String name, Role role) { web.store.accounts().add(name, role, hash) }

    private def signIn(String name, String password) {
        web.send('POST', '/sign-in', "name=$name&password=${URLEncoder.encode(password, 'UTF-8')}", ['Content-Type': 'application/x-www-form-urlencoded'])
    }

    /** The cookie of who signed in. */
    private String cookie(String name) {
        def answer = signIn(name, PASSWORD)
        assert answer.statusCode() == 303
        answer.headers().firstValue('Set-Cookie').get().split(';')[0]
    }

    private String csrf(String cookie) {
        (web.get('/schedules', [Cookie: cookie]).body() =~ /name="csrf" value="([^"]+)"/)[0][1]
    }

    private def post(String path, String cookie, String form = '') {
        web.send('POST', path, "csrf=${csrf(cookie)}&$form", [Cookie: cookie, 'Content-Type': 'application/x-www-form-urlencoded'])
    }

    def 'who has an account signs in by name, whatever its case, and by its password alone'() {
        given:
        account('anna', Role.OPERATOR)

        expect:
        signIn(name, password).statusCode() == status

        where:
        name     | password                || status
        'anna'   | PASSWORD                || 303
        'ANNA'   | PASSWORD                || 303
        'anna'   | PASSWORD + ' '          || 401
        'anna'   | ''                      || 401
        'nobody' | PASSWORD                || 401
        ''       | PASSWORD                || 401
        "' or 1=1 --" | PASSWORD           || 401
    }

    def 'a disabled account does not sign in, and what it had opened ends with its next request'() {
        given:
        account('anna', Role.OPERATOR)
        String anna = cookie('anna')
        assert post('/schedules/none/pause', anna).statusCode() == 404

        when:
        web.time.advance(Duration.ofSeconds(1))
        web.store.accounts().add('root', Role.ADMIN, hash)
        web.store.accounts().enabled('anna', false)

        then:
        signIn('anna', PASSWORD).statusCode() == 401
        web.send('POST', '/schedules/none/pause', '', [Cookie: anna, 'Content-Type': 'application/x-www-form-urlencoded']).statusCode() == 401
    }

    def 'a session ends when its account gets another #what'() {
        given:
        account('anna', Role.OPERATOR)
        String anna = cookie('anna')
        web.time.advance(Duration.ofSeconds(1))

        when:
        change(web.store.accounts())

        then:
        web.send('GET', '/runs', null, [Cookie: anna]).body().contains('href="/sign-in')

        where:
        what       | change
        'role'     | { it.role('anna', Role.ADMIN) }
        'password' | { it.password('anna', Passwords.hash('another password')) }
    }

    @Row('W-08')
    def 'a viewer can change nothing by any way in'() {
        given:
        account('vera', Role.VIEWER)
        String vera = cookie('vera')
        String csrf = (web.send('GET', '/runs', null, [Cookie: vera]).body() =~ /action="\/sign-out"[^>]*><input type="hidden" name="csrf" value="([^"]+)"/)[0][1]
        def changing = (Pages.all(web.parts).collectMany { it.routes() } + new Api(web.parts).routes()).findAll {
            it.verb() != Verb.GET && !(it.access() in [Access.READ, Access.SIGN_IN, Access.SIGN_OUT, Access.SELF, Access.HOOK])
        }

        when:
        def answers = changing.collectEntries { route ->
            String path = route.path().replaceAll(/\{[^}]+\}/, '1')
            [(route.verb().toString() + ' ' + route.path()): web.send(route.verb().toString(), path, "csrf=$csrf",
                    [Cookie: vera, 'X-Csrf-Token': csrf, 'Content-Type': 'application/x-www-form-urlencoded']).statusCode()]
        }

        then:
        changing.size() > 60
        answers.findAll { it.value != 403 } == [:]
        web.store.audit().newest(0, 'vera', 10).empty
    }

    def 'neither does a viewer see what root reads on a host, nor accounts and the audit: #path'() {
        given:
        account('vera', Role.VIEWER)

        expect:
        web.send('GET', path, null, [Cookie: cookie('vera')]).statusCode() == 403

        where:
        path << ['/accounts', '/audit', '/api/v1/accounts', '/api/v1/audit']
    }

    def 'an operator steers, but neither power nor accounts'() {
        given:
        account('otto', Role.OPERATOR)
        String otto = cookie('otto')

        expect:
        post('/schedules/none/pause', otto).statusCode() == 404
        post('/power/arm', otto).statusCode() == 403
        post('/accounts', otto, 'name=eve&role=admin&password=0123456789').statusCode() == 403
        web.send('GET', '/accounts', null, [Cookie: otto]).statusCode() == 403
        web.store.accounts().all()*.name() == ['otto']
    }

    def 'the last admin cannot be demoted, disabled or removed: #verb'() {
        given:
        account('ada', Role.ADMIN)
        account('otto', Role.OPERATOR)

        when:
        def answer = post("/accounts/ada/$verb", cookie('ada'), 'role=viewer')

        then:
        answer.statusCode() == 409
        answer.body().contains('is the last account that may keep accounts')
        web.store.accounts().find('ada').get().with { it.enabled() && it.role() == Role.ADMIN }

        where:
        verb << ['role', 'disable', 'remove']
    }

    @Row('W-15')
    def 'the audit says who changed what, from what to what'() {
        given:
        account('ada', Role.ADMIN)
        String ada = cookie('ada')

        when:
        post('/accounts', ada, 'name=otto&role=viewer&password=0123456789')
        post('/accounts/otto/role', ada, 'role=operator')
        post('/accounts/otto/disable', ada)
        web.send('DELETE', '/api/v1/accounts/otto', null, [Authorization: "Bearer $WebFixture.TOKEN"])

        then:
        web.store.audit().newest(0, '', 10)*.change().collect { [it.who(), it.way(), it.what(), it.target(), it.before(), it.after()] } == [
                ['admin', 'api', 'account removed', 'otto', 'operator', ''],
                ['ada', 'page', 'account disabled', 'otto', 'enabled', 'disabled'],
                ['ada', 'page', 'role changed', 'otto', 'viewer', 'operator'],
                ['ada', 'page', 'account made', 'otto', '', 'viewer']]
        web.send('GET', '/audit?who=ada', null, [Cookie: ada]).body().with { it.contains('role changed') && !it.contains('account removed') }
    }

    def 'what pages and the API change is in the audit by the name of who did it; what was refused is not'() {
        given:
        account('otto', Role.OPERATOR)
        String otto = cookie('otto')

        when:
        post('/schedules/none/pause', otto)
        post('/runs/1/cancel', otto)
        assert post('/schedules/weekly-updates/pause', otto).statusCode() == 303
        assert web.post('/api/v1/schedules/weekly-updates/resume', '', [Authorization: "Bearer $WebFixture.TOKEN", 'Content-Type': 'application/json']).statusCode() < 300

        then:
        web.store.audit().newest(0, '', 10)*.change().collect { [it.who(), it.way(), it.what(), it.target()] } == [
                ['admin', 'api', 'POST /api/v1/schedules/{schedule}/resume', 'weekly-updates'],
                ['otto', 'page', 'POST /schedules/{schedule}/pause', 'weekly-updates']]
    }

    def 'a password that is #what is refused, and nothing is made'() {
        given:
        account('ada', Role.ADMIN)

        when:
        def answer = post('/accounts', cookie('ada'), "name=otto&role=viewer&password=$password")

        then:
        answer.statusCode() == 409
        answer.body().contains("The password is too $what")
        answer.body().contains('value="otto"')
        !answer.body().contains(password)
        web.store.accounts().find('otto').empty

        where:
        what    | password
        'short' | 'kurz12345'
        'long'  | 'x' * 201
    }

    def 'by the API an account is made, changed and removed; its password never comes back'() {
        given:
        def bearer = [Authorization: "Bearer $WebFixture.TOKEN", 'Content-Type': 'application/json']

        expect:
        web.send('POST', '/api/v1/accounts', '{"name": "otto", "role": "viewer", "password": "0123456789"}', bearer).with {
            it.statusCode() == 201 && WebFixture.json(it).with { a -> a.name == 'otto' && a.role == 'viewer' && !a.toString().contains('argon') }
        }
        web.send('POST', '/api/v1/accounts', '{"name": "OTTO", "role": "viewer", "password": "0123456789"}', bearer).statusCode() == 409
        web.send('PATCH', '/api/v1/accounts/otto', '{"role": "admin"}', bearer).statusCode() == 200
        web.send('PATCH', '/api/v1/accounts/otto', '{"role": "root"}', bearer).statusCode() == 400
        web.send('PATCH', '/api/v1/accounts/otto', '{"rolle": "admin"}', bearer).statusCode() == 400
        web.send('PATCH', '/api/v1/accounts/eva', '{"role": "admin"}', bearer).statusCode() == 404
        web.send('DELETE', '/api/v1/accounts/otto', null, bearer).statusCode() == 409
        !web.send('GET', '/api/v1/accounts', null, bearer).body().contains('argon')
    }

    @Row('W-07')
    def 'ten wrong passwords within a minute, and none is looked at for a while'() {
        given:
        account('anna', Role.OPERATOR)
        10.times { assert signIn('anna', 'wrong password').statusCode() == 401 }

        expect:
        signIn('anna', PASSWORD).statusCode() == 429

        when:
        web.time.advance(Duration.ofSeconds(61))

        then:
        signIn('anna', PASSWORD).statusCode() == 303
    }

    @Row('W-07')
    def 'the cookie from before the sign-in is worth nothing after it'() {
        given:
        account('anna', Role.OPERATOR)
        String planted = 'steward_' + web.server.port() + '=planted'

        when:
        def answer = web.send('POST', '/sign-in', "name=anna&password=${URLEncoder.encode(PASSWORD, 'UTF-8')}", [Cookie: planted, 'Content-Type': 'application/x-www-form-urlencoded'])

        then:
        answer.headers().firstValue('Set-Cookie').get().with { !it.contains('planted') && it.contains('HttpOnly') && it.contains('SameSite=Strict') }
        web.send('GET', '/accounts', null, [Cookie: planted]).statusCode() == 401
    }
}
