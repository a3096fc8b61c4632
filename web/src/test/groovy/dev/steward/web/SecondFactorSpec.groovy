package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.account.Role
import dev.steward.runner.account.Totp
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Signing in with a code besides the password. */
class SecondFactorSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup WebFixture web
    People people
    String secret
    List<String> recovery

    def setup() {
        web = new WebFixture(dir)
        people = new People(web)
        people.add('anna', Role.OPERATOR)
        people.add('ada', Role.ADMIN)
        String anna = people.cookie('anna')
        assert people.post('/you/second-factor/begin', anna).statusCode() == 303
        String page = web.get('/you/second-factor', [Cookie: anna]).body()
        assert page.contains('<svg class="qr"')
        secret = (page =~ /<code class="secret">([A-Z2-7 ]+)</)[0][1].replace(' ', '')
        assert people.post('/you/second-factor/confirm', anna, 'code=000000').statusCode() == 409
        def on = people.post('/you/second-factor/confirm', anna, "code=${code()}")
        assert on.statusCode() == 200
        recovery = (on.body() =~ /<li><code>([0-9a-f-]+)</).collect { it[1] }
        later(60)
    }

    private String code() { Totp.code(secret, Totp.step(web.time.now())) }

    private void later(int seconds) { web.time.advance(Duration.ofSeconds(seconds)) }

    /** What stands for the right password. */
    private String ticket() {
        def answer = people.signIn('anna')
        assert answer.statusCode() == 200 && answer.headers().firstValue('Set-Cookie').empty
        (answer.body() =~ /name="ticket" value="([^"]+)"/)[0][1]
    }

    private def enter(String code, String ticket = ticket()) { web.post('/sign-in/code', "ticket=$ticket&code=$code&next=/runs") }

    @Row('W-09')
    def 'who has a second factor signs in with password and code, and with neither alone'() {
        expect:
        people.signIn('anna', 'wrong password').statusCode() == 401
        enter('000000').statusCode() == 401
        enter(code(), 'a made-up ticket').statusCode() == 401

        when:
        def answer = enter(code())

        then:
        answer.statusCode() == 303
        answer.headers().firstValue('Location').get() == '/runs'
        web.get('/you', [Cookie: answer.headers().firstValue('Set-Cookie').get().split(';')[0]]).statusCode() == 200
    }

    @Row('W-09')
    def 'a code opens once: sent again it is refused, at the same moment too'() {
        given:
        String code = code()
        def tickets = (1..4).collect { ticket() }
        def pool = Executors.newFixedThreadPool(4)
        def gate = new CyclicBarrier(4)

        when:
        def statuses = pool.invokeAll(tickets.collect { one -> { -> gate.await(); enter(code, one).statusCode() } as Callable })*.get()

        then:
        statuses.sort() == [303, 401, 401, 401]
        enter(code).statusCode() == 401

        cleanup:
        pool.shutdownNow()
    }

    @Row('W-09')
    def 'a recovery code opens once, in place of the phone'() {
        expect:
        recovery.size() == 8
        enter(recovery[0].toUpperCase()).statusCode() == 303
        enter(recovery[0]).statusCode() == 401
        enter(recovery[1].replace('-', '')).statusCode() == 303
        web.store.secondFactors().left('anna') == 6
        web.store.audit().newest(0, 'anna', 2)*.change()*.what() == ['recovery code used'] * 2
    }

    def 'where the key of a second factor is missing, the page says so, and a recovery code or an admin opens the way'() {
        given: 'somebody took the file away, and Steward was started again'
        web.store.connections().connection.withCloseable { it.createStatement().execute("update second_factor set secret = 'sealed:1:00000000:AAAA'") }

        when:
        def answer = enter(code())

        then:
        answer.statusCode() == 401
        answer.body().contains('Codes of your app cannot be checked here: the key that they are sealed with is missing.')
        enter(recovery[0]).statusCode() == 303

        when:
        int reset = web.send('DELETE', '/api/v1/accounts/anna/second-factor', null, [Authorization: "Bearer $WebFixture.TOKEN"]).statusCode()

        then:
        reset == 200
        people.signIn('anna').statusCode() == 303
    }

    def 'codes are not tried out: ten wrong ones, and none is looked at for an hour, whichever sign-in it belongs to'() {
        given:
        10.times { assert enter('000000').statusCode() == 401 }

        expect:
        enter(code()).statusCode() == 429

        when:
        later(3601)

        then:
        enter(code()).statusCode() == 303
    }

    def 'the right password counts for five minutes, and no longer than the account is as it was'() {
        given:
        String ticket = ticket()

        when:
        change.call(this)

        then:
        enter(code(), ticket).statusCode() == 401

        where:
        change << [{ it.later(301) }, { it.later(1); it.web.store.accounts().enabled('anna', false) },
                   { it.later(1); it.web.store.accounts().password('anna', 'another') }]
    }

    def 'an admin resets it, which is in the audit; a second one is set up anew'() {
        given:
        String ada = people.cookie('ada')

        when:
        def answer = reset.call(this, ada)

        then:
        answer.statusCode() < 400
        people.signIn('anna').statusCode() == 303
        web.store.audit().newest(0, '', 1)[0].change().with { [it.who(), it.what(), it.target(), it.before(), it.after()] } == ['ada', 'second factor reset', 'anna', 'on', 'off']
        web.store.secondFactors().find('anna').empty

        where:
        reset << [{ it, root -> it.people.post('/accounts/anna/second-factor/reset', root) },
                  { it, root -> it.web.send('DELETE', '/api/v1/accounts/anna/second-factor', null, [Cookie: root, 'X-Csrf-Token': it.people.csrf(root)]) }]
    }

    def 'its owner turns it off with the password; neither secret nor codes are in the audit'() {
        given:
        String anna = enter(code()).headers().firstValue('Set-Cookie').get().split(';')[0]

        expect:
        people.post('/you/second-factor/off', anna, 'password=wrong').statusCode() == 409
        people.post('/you/second-factor/off', anna, "password=${URLEncoder.encode(People.PASSWORD, 'UTF-8')}").statusCode() == 303
        people.signIn('anna').statusCode() == 303
        !web.store.audit().newest(0, '', 50).toString().with { it.contains(secret) || recovery.any { code -> it.contains(code) } }
    }

    def 'it goes with the account'() {
        when:
        web.store.accounts().remove('anna')

        then:
        web.store.secondFactors().with { it.find('anna').empty && it.left('anna') == 0 }
    }
}
