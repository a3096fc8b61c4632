package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.config.ServerConfig
import dev.steward.web.security.BindRefused
import dev.steward.web.security.Loopback
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class WebSecuritySpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web

    def setupSpec() {
        web = new WebFixture(dir)
        web.stored.whole()
    }

    def 'the server refuses to listen on #bind'() {
        when:
        Loopback.address(bind)

        then:
        def refused = thrown(BindRefused)
        refused.message.contains("will not listen on '$bind'")
        refused.message.contains('ssh -L')
        refused.message.contains("'server.bind: 127.0.0.1' in steward.yml")

        where:
        bind << ['0.0.0.0', '::', '192.0.2.7', 'steward.example', '127.0.0.2', '', '*', '127.0.0.1.example']
    }

    @Row('N-60')
    def 'who is not on this machine reaches nothing: it listens on loopback alone, and answers to no name but its own'() {
        given: 'a server as it is without a word in steward.yml'
        String bind = ServerConfig.DEFAULT.bind()

        when: 'it is asked for at another address of this very machine'
        new Socket('127.0.0.2', web.server.port()).close()

        then:
        bind == '127.0.0.1'
        thrown(ConnectException)

        and: 'a name that leads a browser here from elsewhere is no way in'
        web.status('/runs', 'rebound.example:' + web.server.port()) == 421

        when: 'it is told to listen to others'
        Loopback.address('0.0.0.0')

        then:
        thrown(BindRefused)
    }

    def 'loopback is #bind'() {
        expect:
        Loopback.address(bind) == address

        where:
        bind        || address
        'localhost' || '127.0.0.1'
        '127.0.0.1' || '127.0.0.1'
        '::1'       || '::1'
        '[::1]'     || '::1'
    }

    def 'a taken port is said in one sentence'() {
        when:
        new dev.steward.web.server.WebServer(web.parts).start('127.0.0.1', web.server.port())

        then:
        def refused = thrown(BindRefused)
        refused.message.contains('--port')
    }

    def 'a Host header #host is answered #status'() {
        expect:
        web.status('/runs', host.replace('PORT', web.server.port() as String)) == status

        where:
        host                   || status
        'localhost:PORT'       || 200
        'LOCALHOST:PORT'       || 200
        '127.0.0.1:PORT'       || 200
        '[::1]:PORT'           || 200
        'evil.example:PORT'    || 421
        'localhost'            || 421
        'localhost:1'          || 421
        'localhost.evil:PORT'  || 421
        '127.0.0.1.evil:PORT'  || 421
        'evil.example'         || 421
    }

    def 'a stranger host learns nothing from #path either'() {
        expect:
        web.status(path, 'evil.example') == 421

        where:
        path << ['/nothing-here', '/api/v1/runs', '/api/v1/nothing', '/runs/1/live']
    }

    def 'every page carries the headers that keep it to itself'() {
        when:
        def headers = web.get(path).headers()

        then:
        String csp = headers.firstValue('Content-Security-Policy').get()
        csp.contains("default-src 'none'")
        csp.contains("script-src 'self';")
        !csp.contains('unsafe')
        csp.contains("frame-ancestors 'none'")
        headers.firstValue('X-Frame-Options').get() == 'DENY'
        headers.firstValue('X-Content-Type-Options').get() == 'nosniff'
        headers.firstValue('Referrer-Policy').get() == 'same-origin'
        headers.firstValue('Cache-Control').get() == 'no-store'
        headers.firstValue('Server').empty

        where:
        path << ['/', '/runs', '/runs/1', '/runs/99', '/schedules', '/playbooks', '/sign-in', '/nothing', '/api/v1/runs', '/api/v1/runs/99']
    }

    def 'no page holds inline script, inline style or a foreign address: #path'() {
        when:
        String body = web.get(path).body()

        then:
        !(body =~ /<script(?![^>]*src="\/assets\/)/)
        !(body =~ /(?i)\s(on\w+|style)="/)
        !(body =~ /(?i)(src|href)="(https?:)?\/\//)

        where:
        path << ['/', '/runs', '/runs/1', '/runs/1/log', '/runs/1/diff', '/runs/1/about', '/schedules', '/playbooks',
                 '/playbooks/weekly-updates.groovy', '/sign-in', '/nothing']
    }

    def 'reading needs no sign-in: #path'() {
        expect:
        web.get(path).statusCode() == 200

        where:
        path << ['/', '/runs', '/runs/1', '/schedules', '/playbooks', '/api/v1/runs', '/api/v1/runs/1', '/api/v1/schedules',
                 '/api/v1/playbooks', '/api/v1/version', '/api/v1/health']
    }

    def 'changing something needs a sign-in: #path'() {
        expect:
        web.post(path, '').statusCode() == 401

        where:
        path << ['/runs/1/cancel', '/runs/1/again', '/runs/1/resume', '/runs/1/answer', '/schedules/weekly-updates/pause',
                 '/schedules/weekly-updates/resume', '/schedules/weekly-updates/run', '/playbooks/weekly-updates.groovy/run',
                 '/sign-out', '/api/v1/runs', '/api/v1/runs/1/cancel', '/api/v1/runs/1/retry', '/api/v1/runs/1/resume', '/api/v1/runs/1/answer',
                 '/api/v1/schedules/weekly-updates/pause', '/api/v1/schedules/weekly-updates/resume', '/api/v1/schedules/weekly-updates/run']
    }

    def 'no GET changes anything: #path is not answered'() {
        expect:
        web.get(path, [Authorization: 'Bearer ' + WebFixture.TOKEN]).statusCode() in [404, 405]

        where:
        path << ['/runs/1/cancel', '/runs/1/again', '/runs/1/resume', '/schedules/weekly-updates/pause', '/schedules/weekly-updates/run',
                 '/playbooks/weekly-updates.groovy/run', '/api/v1/runs/1/cancel', '/api/v1/runs/1/retry', '/sign-out']
    }

    def 'the session is a cookie that no script reads and no other site sends'() {
        when:
        String cookie = web.post('/sign-in', 'token=' + WebFixture.TOKEN).headers().firstValue('Set-Cookie').get()

        then:
        cookie.contains('HttpOnly')
        cookie.contains('SameSite=Strict')
        cookie.contains('Path=/')
        !cookie.contains(WebFixture.TOKEN)
        cookie.startsWith("steward_${web.server.port()}=")
    }

    def 'a form without the token of its session is refused'() {
        given:
        String cookie = web.signIn()
        String csrf = web.csrf(cookie)

        expect:
        web.post('/schedules/weekly-updates/pause', body.replace('CSRF', csrf), [Cookie: cookie] + headers).statusCode() == status

        where:
        body              | headers                                                   || status
        'csrf=CSRF'       | [:]                                                       || 303
        ''                | [:]                                                       || 403
        'csrf=wrong'      | [:]                                                       || 403
        'csrf=CSRF'       | [origin: 'http://evil.example']                           || 403
        'csrf=CSRF'       | [origin: 'null']                                          || 403
        'csrf=CSRF'       | ['Sec-Fetch-Site': 'cross-site']                          || 403
        'csrf=CSRF'       | ['Sec-Fetch-Site': 'same-site']                           || 403
        'csrf=CSRF'       | ['Sec-Fetch-Site': 'same-origin']                         || 303
        '{"csrf":"CSRF"}' | ['Content-Type': 'text/plain']                            || 403
    }

    def 'another session has another form token'() {
        expect:
        web.post('/schedules/weekly-updates/pause', 'csrf=' + web.csrf(web.signIn()), [Cookie: web.signIn()]).statusCode() == 403
    }

    def 'after the sign-out the cookie opens nothing'() {
        given:
        String cookie = web.signIn()
        String csrf = web.csrf(cookie)

        expect:
        web.post('/sign-out', 'csrf=' + csrf, [Cookie: cookie]).statusCode() == 303
        web.post('/schedules/weekly-updates/pause', 'csrf=' + csrf, [Cookie: cookie]).statusCode() == 401
    }

    def 'a session ends after twelve idle hours'() {
        given:
        String cookie = web.signIn()
        String csrf = web.csrf(cookie)

        when:
        web.time.advance(Duration.ofHours(13))

        then:
        web.post('/schedules/weekly-updates/pause', 'csrf=' + csrf, [Cookie: cookie]).statusCode() == 401
    }

    def 'the API takes a token and says so where it is wrong'() {
        expect:
        web.post('/api/v1/schedules/weekly-updates/pause', '', [Authorization: header]).statusCode() == status

        where:
        header                              || status
        'Bearer stw_spec'                   || 200
        'bearer stw_spec'                   || 200
        'Bearer stw_wrong'                  || 401
        'Basic c3R3X3NwZWM6'                || 401
        'Bearer '                           || 401
    }

    def 'ten wrong tokens within a minute stop the trying for everyone'() {
        given:
        web.time.advance(Duration.ofMinutes(5))

        expect:
        (1..10).collect { web.post('/sign-in', 'token=wrong').statusCode() }.unique() == [401]
        web.post('/sign-in', 'token=' + WebFixture.TOKEN).statusCode() == 429

        when:
        web.time.advance(Duration.ofSeconds(61))

        then:
        web.post('/sign-in', 'token=' + WebFixture.TOKEN).statusCode() == 303
    }

    def 'a sign-in leads to #to for next=#next'() {
        expect:
        web.post('/sign-in', "token=${WebFixture.TOKEN}&next=" + URLEncoder.encode(next, 'UTF-8'))
                .headers().firstValue('Location').get().endsWith(to)

        where:
        next                     || to
        '/runs/7'                || '/runs/7'
        '//evil.example'         || '/'
        'https://evil.example'   || '/'
        '/\\evil.example'        || '/'
        'javascript:alert(1)'    || '/'
        '/a\r\nSet-Cookie: x=1'  || '/'
    }

    def 'a body above a mebibyte is not read'() {
        expect:
        web.post('/api/v1/runs', '"' + ('x' * (1 << 20)) + '"', [Authorization: 'Bearer stw_spec', 'Content-Type': 'application/json']).statusCode() == 413
    }

    def 'a fault shows an ID and no trace: #path'() {
        when:
        def answer = web.get(path)

        then:
        answer.statusCode() == status
        !(answer.body() =~ /Exception|at dev\.steward|\.java:/)
        answer.body() =~ /[0-9a-f]{8}/

        where:
        path                                     || status
        '/runs/99'                               || 404
        '/runs/abc'                              || 404
        '/runs?before=x'                         || 400
        '/runs?from=yesterday'                   || 400
        '/playbooks/..%2F..%2Fetc%2Fpasswd'      || 404
        '/playbooks/nothing.groovy'              || 404
        '/api/v1/playbooks/..%2Fx.groovy'        || 404
        '/assets/0/steward.css'                  || 404
    }

    def 'a fault of the API is problem+json'() {
        when:
        def answer = web.get('/api/v1/runs/99')

        then:
        answer.headers().firstValue('Content-Type').get().startsWith('application/problem+json')
        def problem = WebFixture.json(answer)
        problem.status == 404
        problem.detail == 'There is no run 99.'
        problem.instance ==~ /urn:steward:problem:[0-9a-f]{8}/
    }

    def 'what came from a host is text on a page'() {
        given:
        def log = web.stored.begin()
        log.append(web.stored.started())
        log.append(web.stored.play(['<b>x</b>']))
        log.append(web.stored.taskStarted('<b>x</b>'))
        log.append(web.stored.output('<b>x</b>', '</div><script>alert(1)</script>'))

        expect:
        ['', '/log'].every { !web.get("/runs/${web.stored.lastRun}$it").body().contains('<script>alert') }
        ['', '/log'].every { !web.get("/runs/${web.stored.lastRun}$it").body().contains('<b>x</b>') }
    }

    def 'assets are kept for ever under their hash'() {
        when:
        String css = (web.get('/').body() =~ /href="(\/assets\/[^"]+\.css)"/)[0][1]

        then:
        web.get(css).headers().firstValue('Cache-Control').get().contains('immutable')
    }
}
