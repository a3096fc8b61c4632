package dev.steward.web

import dev.steward.runner.connection.agent.AgentLab
import dev.steward.runner.wake.WakeLab
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** What wakes a guest from outside: links for visitors, the API for programs. */
class WakeSpec extends Specification {

    static final Map AS_API = [Authorization: 'Bearer stw_spec', 'Content-Type': 'application/json']

    @TempDir Path dir
    @AutoCleanup WakeLab lab
    @AutoCleanup WebFixture web
    @AutoCleanup ServerSocket door = new ServerSocket(0, 50, InetAddress.getByName('127.0.0.1'))
    PollingConditions soon = new PollingConditions(timeout: 30, delay: 0.02)

    def setup() {
        web = new WebFixture(dir, Instant.now().truncatedTo(ChronoUnit.SECONDS), null, { store, time ->
            lab = new WakeLab(store, time, [WakeLab.rule('media', 103, url: 'https://media.example.com/web/?a=1&b=2'), WakeLab.rule('other', 104)], {
                it.lxc(103, 'media') {}.lxc(104, 'other') {}
            })
            lab.wakes
        })
        lab.look()
        lab.doors['10.99.8.104:443'] = door.localPort
    }

    private String link(String guest = 'media', Map body = [:]) {
        def answer = web.post("/api/v1/guests/$guest/wake/links", web.store.json().text(body), AS_API)
        assert answer.statusCode() == 201
        WebFixture.json(answer).path
    }

    def 'a link shows a page; only its button wakes, and then leads to the configured address alone'() {
        given:
        String path = link()

        when: 'it is opened, as a chat program does to show a preview'
        3.times { assert web.get(path).statusCode() == 200 }

        then:
        web.get(path).body().contains('It sleeps')
        lab.lab.requests().every { it.method() == 'GET' }

        when:
        def answer = web.post(path, '')

        then:
        answer.statusCode() == 303
        answer.headers().firstValue('Location').get() == path

        when:
        soon.eventually { assert web.get(path).body().contains('It is awake') }
        def body = web.get(path).body()

        then:
        lab.lab.guest(103).running()
        body.contains('content="1;url=https://media.example.com/web/?a=1&amp;b=2"') || body.contains('content="1;url=https://media.example.com/web/?a=1&b=2"')
        (body =~ /https?:\/\/[^\s"'<]+/).collect { it }.every { it.startsWith('https://media.example.com/web/') }
    }

    def 'a link is refused #why'() {
        given:
        String path = link('media', [hours: 2])

        when:
        def answer = web."$verb"(change(this, path), *(verb == 'post' ? [''] : []))

        then:
        answer.statusCode() == status
        answer.body().contains(words)
        !lab.lab.guest(103).running()
        !lab.lab.guest(104).running()

        where:
        why                    | verb   | change                                                                    || status | words
        'for another guest'    | 'post' | { spec, it -> it.replace('/w/media/', '/w/other/') }                      || 403    | 'opens nothing here'
        'when it was made up'  | 'get'  | { spec, it -> it[0..-3] + 'AA' }                                          || 403    | 'opens nothing here'
        'when it has expired'  | 'post' | { spec, it -> spec.web.time.advance(Duration.ofHours(3)); it }            || 403    | 'has expired'
        'when it was withdrawn' | 'post' | { spec, it -> assert spec.web.post('/api/v1/guests/media/wake/revoke', '', AS_API).body().contains('1'); it } || 403 | 'was withdrawn'
        'under maintenance'    | 'post' | { spec, it -> spec.web.post('/api/v1/maintenance', '{"on": true, "reason": "new switch"}', AS_API); it } || 409 | 'new switch'
    }

    def 'a link asked for too often is refused for a minute'() {
        given: 'one that is awake: waking moves the clock on, and the minute with it'
        String path = link()
        assert web.post('/api/v1/guests/103/wake', '', AS_API).statusCode() == 202
        soon.eventually { assert WebFixture.json(web.get('/api/v1/guests/media/wake')).state == 'awake' }

        expect:
        (1..10).every { web.post(path, '').statusCode() == 303 }
        web.post(path, '').statusCode() == 429

        when:
        web.time.advance(Duration.ofSeconds(61))

        then:
        web.post(path, '').statusCode() == 303
    }

    def 'the API wakes with a token, tells when it is awake, and says what it does not know'() {
        expect:
        web.post('/api/v1/guests/media/wake', '', ['Content-Type': 'application/json']).statusCode() == 401
        web.post('/api/v1/guests/mdia/wake', '', AS_API).with { it.statusCode() == 404 && it.body().contains("did you mean 'media'") }

        when:
        def answer = web.post('/api/v1/guests/103/wake', '', AS_API)

        then:
        answer.statusCode() == 202
        WebFixture.json(answer).with { it.name == 'media' && it.state == 'waking' }
        soon.eventually { assert WebFixture.json(web.get('/api/v1/guests/media/wake')).state == 'awake' }
        WebFixture.json(web.get('/api/v1/guests/media/wake')).forward == 'https://media.example.com/web/?a=1&b=2'
        WebFixture.json(web.get('/api/v1/wake')).wake*.name == ['media', 'other']
    }

    def 'a new link needs a sign-in, and shows once on the page'() {
        given:
        def cookie = web.signIn()
        def csrf = web.csrf(cookie)

        expect:
        web.post('/wake/media/links', '').statusCode() == 401
        web.post('/wake/media/links', "csrf=$csrf" as String, [Cookie: cookie]).body() =~ '<code>/w/media/[A-Za-z0-9_-]{12}\\.'
        !web.get('/wake', [Cookie: cookie]).body().contains('<code>/w/')
        web.get('/wake', [Cookie: cookie]).body().contains('Withdraw 1 link')
    }
}
