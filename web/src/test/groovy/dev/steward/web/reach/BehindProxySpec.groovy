package dev.steward.web.reach

import dev.steward.house.Row
import dev.steward.runner.account.Role
import dev.steward.runner.config.ServerConfig
import dev.steward.web.People
import dev.steward.web.WebFixture
import dev.steward.web.api.Api
import dev.steward.web.http.Route.Access
import dev.steward.web.http.Verb
import dev.steward.web.page.Pages
import dev.steward.web.server.WebServer
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A proxy with TLS before the page, at 127.0.0.2; whoever else comes, from 127.0.0.1, is believed nothing. */
class BehindProxySpec extends Specification {

    static final String PROXY = '127.0.0.2'
    static final String ANNA = '203.0.113.7'
    static final String WORD = URLEncoder.encode(People.PASSWORD, 'UTF-8')

    @TempDir Path dir
    @AutoCleanup WebFixture web
    @AutoCleanup WebServer server
    Wired wired

    def setup() {
        web = new WebFixture(dir)
        web.stored.whole()
        def config = new ServerConfig('127.0.0.1', 0, Optional.of('https://steward.example'), Optional.empty(), Optional.empty(), Optional.empty(), [PROXY], ['steward.lan'], Optional.empty(), [])
        server = new WebServer(web.parts, config).start('127.0.0.1', 0)
        wired = new Wired(server.port())
        new People(web).add('ada', Role.ADMIN)
    }

    private static Map<String, String> led(String client = ANNA) {
        [Host: 'steward.example', 'X-Forwarded-For': client, 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'steward.example']
    }

    private Map<String, String> near() { [Host: "localhost:${server.port()}" as String] }

    /** A sign-in through the proxy. */
    private Wired.Answer signIn(String client = ANNA, String password = WORD, Map more = [:]) {
        wired.ask(led(client) + [Origin: 'https://steward.example'] + more, '/sign-in', "name=ada&password=$password", PROXY)
    }

    @Row('W-07')
    def 'who comes by TLS gets cookies and answers that are for TLS alone'() {
        when:
        def answer = signIn()

        then:
        answer.status == 303
        answer.cookies() == ["__Host-steward_${server.port()}=${answer.cookie().split('=')[1]}; Path=/; Secure; HttpOnly; SameSite=Strict" as String]
        answer.header('Strict-Transport-Security') == 'max-age=31536000'

        and: 'it is who they are'
        wired.ask(led() + [Cookie: answer.cookie()], '/you', null, PROXY).status == 200

        and: 'it is nobody where it comes without TLS, nor does a cookie without TLS count with it'
        wired.ask(led() + [Cookie: answer.cookie(), 'X-Forwarded-Proto': 'http'], '/you', null, PROXY).status == 303
        wired.ask(led() + [Cookie: answer.cookie().replace('__Host-', '')], '/you', null, PROXY).status == 303

        and: 'assets are for TLS, too'
        wired.ask(led(), '/assets/x/steward.css', null, PROXY).header('Strict-Transport-Security') == 'max-age=31536000'
    }

    def 'who comes without TLS gets neither, whatever it says of itself: #headers'() {
        when:
        def answer = wired.ask(near() + headers, '/sign-in', "name=ada&password=$WORD")

        then:
        answer.status == 303
        answer.header('Strict-Transport-Security') == null
        answer.cookies().every { it.startsWith("steward_${server.port()}=") && !it.contains('Secure') }

        where:
        headers << [[:], ['X-Forwarded-Proto': 'https', 'X-Forwarded-For': ANNA, 'X-Forwarded-Host': 'steward.example']]
    }

    @Row('W-08')
    def 'nothing of the house is read from another machine without a sign-in, by any route'() {
        given:
        def routes = Pages.all(web.parts).collectMany { it.routes() } + new Api(web.parts).routes()
        def reads = routes.findAll { it.verb() == Verb.GET }
        def fill = { String path -> path.replace('{playbook}', 'weekly-updates.groovy').replace('{schedule}', 'weekly-updates').replaceAll(/\{[^}]+\}/, '1') }

        when:
        def answers = reads.collectEntries { [it.path(), wired.ask(led(), fill(it.path()), null, PROXY)] }

        then:
        reads.size() > 80
        answers.findAll { path, answer -> !path.startsWith('/api/') && !(answer.status == 303 && answer.header('Location').startsWith('/sign-in?next=')) }.keySet() == [] as Set
        answers.findAll { path, answer -> path.startsWith('/api/') && answer.status != 401 }.keySet() == ['/api/v1/health'] as Set

        and: 'what a script of a page asks for is refused, not led to a form'
        wired.ask(led() + ['Sec-Fetch-Mode': 'cors'], '/parts/power-banner', null, PROXY).status == 401

        and: 'a POST that only reads is no way around'
        routes.findAll { it.verb() == Verb.POST && it.access() == Access.READ }.every { wired.ask(led() + ['Content-Type': 'application/json'], fill(it.path()), '{}', PROXY).status == 401 }
    }

    def 'after the sign-in the page that was asked for is shown; a program sends a token'() {
        given:
        def first = wired.ask(led(), '/runs?status=failed&q=dpkg', null, PROXY)

        expect:
        first.header('Location') == '/sign-in?next=%2Fruns%3Fstatus%3Dfailed%26q%3Ddpkg'
        wired.ask(led(), first.header('Location'), null, PROXY).body.contains('name="next" value="/runs?status=failed&amp;q=dpkg"')
        wired.ask(led() + [Cookie: signIn().cookie()], '/runs?status=failed&q=dpkg', null, PROXY).status == 200
        wired.ask(led() + [Authorization: 'Bearer ' + WebFixture.TOKEN], '/api/v1/runs', null, PROXY).status == 200
        wired.ask(led() + [Authorization: 'Bearer stw_wrong'], '/api/v1/runs', null, PROXY).status == 401
    }

    def 'the sign-in tells a stranger nothing of the house: #path'() {
        when:
        def body = wired.ask(led(), path, null, PROXY).body

        then:
        body.contains('From another machine') || path != '/sign-in'
        !['href="/runs"', 'href="/power"', 'power-banner', '0.1.0', 'action="/runs"'].any { body.contains(it) }

        where:
        path << ['/sign-in', '/nothing', '/assets/x/nothing.css']
    }

    def 'on this machine itself reading stays open, unless somebody is led here: #headers'() {
        expect:
        wired.ask(near() + headers, '/runs').status == status

        where:
        headers                         || status
        [:]                             || 200
        ['X-Forwarded-For': '127.0.0.1'] || 303
        [Forwarded: 'for=127.0.0.1']    || 303
    }

    @Row('W-07')
    def 'who guesses shuts out nobody but himself, and passes for nobody else'() {
        given: 'ten wrong ones, with a lie before the address that the proxy adds'
        10.times { assert signIn("198.51.100.$it, $ANNA", 'wrong').status == 401 }

        expect:
        signIn().status == 429
        signIn('203.0.113.8').status == 303

        and: 'from another machine than the proxy the header is worth nothing'
        10.times { assert wired.ask(near() + ['X-Forwarded-For': "198.51.100.$it"], '/sign-in', 'name=ada&password=wrong').status == 401 }
        wired.ask(near() + ['X-Forwarded-For': '198.51.100.99'], '/sign-in', "name=ada&password=$WORD").status == 429

        when: 'a minute later'
        web.time.advance(java.time.Duration.ofSeconds(61))

        then:
        signIn().status == 303
    }

    def 'of an IPv6 network all addresses are one guesser'() {
        given:
        10.times { assert signIn("2001:db8:1:2::$it", 'wrong').status == 401 }

        expect:
        signIn('2001:db8:1:2:ffff::1').status == 429
        signIn('2001:db8:1:3::1').status == 303
    }

    @Row('W-15')
    def 'the audit shows from where something was changed'() {
        given:
        String cookie = signIn().cookie()
        def form = { String path -> (wired.ask(led() + [Cookie: cookie], path, null, PROXY).body =~ /name="csrf" value="([^"]+)"/)[0][1] }

        when:
        wired.ask(led() + [Cookie: cookie, Origin: 'https://steward.example'], '/schedules/weekly-updates/pause', "csrf=${form('/schedules')}", PROXY)
        wired.ask(led() + [Cookie: cookie, Origin: 'https://steward.example'], '/you/tokens', "csrf=${form('/you')}&name=mine&scope=read", PROXY)

        then:
        web.store.audit().newest(0, 'ada', 2)*.change()*.what() == ["token made from $ANNA", "POST /schedules/{schedule}/pause from $ANNA"]
    }

    def 'asked for as #host by the proxy it answers #status'() {
        expect:
        wired.ask((led() + [Host: host, 'X-Forwarded-Host': forwarded]).findAll { it.value }, '/sign-in', null, PROXY).status == status

        where:
        host              | forwarded         || status
        'steward.example' | 'steward.example' || 200
        '127.0.0.1:8580'  | 'steward.example' || 200
        'steward.example' | ''                || 200
        'steward.lan:443' | ''                || 200
        'steward.example' | 'evil.example'    || 421
        'evil.example'    | ''                || 421
    }

    def 'a stranger passes no name by what only a proxy may say'() {
        expect:
        wired.ask([Host: 'evil.example', 'X-Forwarded-Host': 'steward.example'], '/sign-in').status == 421
    }

    def 'a proxy that does not say by what it was asked is told what lacks'() {
        when:
        def answer = wired.ask(led() + [Origin: 'https://steward.example', 'X-Forwarded-Proto': 'http'], '/sign-in', "name=ada&password=$WORD", PROXY)

        then:
        answer.status == 403
        answer.body.contains('X-Forwarded-Proto')
        answer.body.contains('server.trustedProxies')
    }

    def 'a change from a page of somebody else stays refused'() {
        expect:
        signIn(ANNA, WORD, [Origin: 'https://evil.example']).status == 403
        signIn(ANNA, WORD, ['Sec-Fetch-Site': 'cross-site']).status == 403
    }
}
