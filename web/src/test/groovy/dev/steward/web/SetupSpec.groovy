package dev.steward.web

import dev.steward.runner.account.Role
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The first account of a new server. */
class SetupSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    private def make(String code, String name = 'ada', String password = 'correct+horse') {
        web.post('/setup', "code=$code&name=$name&password=$password")
    }

    def 'who holds the code that the server printed makes the first admin and is signed in; then the page is gone'() {
        given:
        String code = web.server.setupCode().get()
        assert web.get('/setup').statusCode() == 200
        assert web.get('/sign-in').body().contains('href="/setup"')

        when:
        def answer = make(said(code))
        String cookie = answer.headers().firstValue('Set-Cookie').get().split(';')[0]

        then:
        answer.statusCode() == 303
        web.get('/accounts', [Cookie: cookie]).statusCode() == 200
        web.store.accounts().all().collect { [it.name(), it.role()] } == [['ada', Role.ADMIN]]
        web.store.audit().newest(0, '', 5)*.change().collect { [it.who(), it.what(), it.target(), it.after()] } == [['set-up', 'first account made', 'ada', 'admin']]

        and:
        web.get('/setup').statusCode() == 404
        make(code, 'eve').statusCode() == 404
        web.server.setupCode().empty

        where:
        said << [{ it }, { it.toLowerCase().replace('-', '') }, { WebFixture.TOKEN }]
    }

    def 'who does not hold it makes nothing, and is not let guess: #code'() {
        expect:
        make(code).statusCode() == 401
        web.store.accounts().all().empty

        where:
        code << ['', '----', 'AAAA-AAAA-AAAA-AAAA', 'stw_wrong']
    }

    def 'ten wrong codes, and none is looked at for a while'() {
        given:
        10.times { assert make('WRONG').statusCode() == 401 }

        expect:
        make(web.server.setupCode().get()).statusCode() == 429
        web.store.accounts().all().empty
    }

    def 'of those who send it at the same moment one is the first'() {
        given:
        String code = web.server.setupCode().get()
        def pool = Executors.newFixedThreadPool(6)
        def gate = new CyclicBarrier(6)

        when:
        def statuses = pool.invokeAll((1..6).collect { n -> { -> gate.await(); make(code, "p$n").statusCode() } as Callable })*.get()

        then:
        statuses.sort() == [303] + [404] * 5
        web.store.accounts().all().size() == 1

        cleanup:
        pool.shutdownNow()
    }

    def 'a name or password that is none is refused, and the page stays: #name'() {
        expect:
        make(web.server.setupCode().get(), name, password).statusCode() == 409
        web.get('/setup').statusCode() == 200

        where:
        name     | password
        'a+b'    | 'correct+horse'
        'ada'    | 'short'
    }
}
