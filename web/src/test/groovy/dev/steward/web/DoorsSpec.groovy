package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.account.Role
import dev.steward.runner.app.account.AccountDesk.By
import dev.steward.runner.app.account.TokenDesk
import dev.steward.web.api.Api
import dev.steward.web.http.Route
import dev.steward.web.http.Route.Access
import dev.steward.web.http.Verb
import dev.steward.web.page.Pages
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Every way in, tried by who may not, and in ways that a browser is misled to. */
class DoorsSpec extends Specification {

    static final Map FORM = ['Content-Type': 'application/x-www-form-urlencoded']

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared People people
    @Shared String admin
    @Shared String viewer
    @Shared String reader

    def setupSpec() {
        web = new WebFixture(dir)
        people = new People(web)
        people.add('ada', Role.ADMIN)
        people.add('vera', Role.VIEWER)
        web.stored.whole()
        web.power.house()
        web.desk.onRun = { 1L }
        admin = people.cookie('ada')
        viewer = people.cookie('vera')
        reader = TokenDesk.of(web.store, web.time).make(new TokenDesk.Wish('reader', 'read', '', '', '', Optional.empty(), ''), new By('spec', 'cli')).text()
    }

    private List<Route> routes() { Pages.all(web.parts).collectMany { it.routes() } + new Api(web.parts).routes() }

    private List<Route> changing() {
        routes().findAll { it.verb() != Verb.GET && !(it.access() in [Access.READ, Access.SIGN_IN, Access.SIGN_OUT, Access.HOOK, Access.AGENT]) }
    }

    private static String path(Route route) {
        route.path().replace('{playbook}', 'weekly-updates.groovy').replace('{schedule}', 'weekly-updates').replace('{account}', 'vera').replace('{token}', 'reader').replaceAll(/\{[^}]+\}/, '1')
    }

    /** What could have been changed. */
    private List kept() {
        [web.store.accounts().all().collect { [it.name(), it.role(), it.enabled(), it.changed()] }, web.store.tokens().all()*.name(), web.store.audit().newest(0, '', 1000)*.id(),
         web.runs.begun.size(), web.runs.asked.size(), web.store.secondFactors().all()]
    }

    @Row('W-08')
    def 'a viewer changes nothing by any operation of the OpenAPI document, nor does a token that reads'() {
        given:
        def document = WebFixture.json(web.get('/api/v1/openapi.json'))
        String csrf = people.csrf(viewer)
        def before = kept()
        def operations = document.paths.collectMany { path, verbs -> verbs.keySet().collect { [it.toUpperCase(), path] } }.findAll { it[0] != 'GET' }
        def own = { String path -> path.startsWith('/api/v1/tokens') }
        def open = { String path -> path.endsWith('/check') || path.startsWith('/api/v1/hooks/') }

        when:
        def answers = operations.findAll { !open(it[1]) }.collectEntries { verb, path ->
            String at = path.replace('{account}', 'ada').replace('{token}', 'reader').replace('{schedule}', 'weekly-updates').replaceAll(/\{[^}]+\}/, '1')
            def headers = ['Content-Type': 'application/json']
            [("$verb $path" as String): [web.send(verb, at, '{}', headers + [Cookie: viewer, 'X-Csrf-Token': csrf]).statusCode(), web.send(verb, at, '{}', headers + [Authorization: "Bearer $reader"]).statusCode()]]
        }

        then:
        operations.size() > 40
        answers.findAll { what, statuses -> !own(what.split(' ')[1]) && statuses != [403, 403] } == [:]
        answers.findAll { what, statuses -> own(what.split(' ')[1]) }.values()*.getAt(1).unique() == [403]
        kept() == before
    }

    @Row('W-08')
    def 'a viewer changes nothing by any form of any page, also one that only an admin is shown'() {
        given: 'every form that an admin finds on any page'
        def seen = [] as Set
        def forms = [] as Set
        def todo = ['/'] as ArrayDeque
        while (todo && seen.size() < 120) {
            String at = todo.poll()
            if (seen.add(at)) {
                String page = web.get(at, [Cookie: admin]).body()
                forms.addAll((page =~ /<form method="post" action="([^"]+)"/).collect { it[1] })
                (page =~ /href="(\/[^"#?]*)/).collect { it[1] }.findAll { !it.startsWith('/assets') && !it.startsWith('/api') && !(it.contains('/log') || it.contains('/tasks/')) }.each { todo.add(it) }
            }
        }
        def before = kept()
        String csrf = people.csrf(viewer)

        when:
        def answers = forms.findAll { !it.startsWith('/you') && !it.startsWith('/sign-') }.collectEntries { [(it): web.send('POST', it, "csrf=$csrf&role=admin&name=eve&password=0123456789&scope=admin", FORM + [Cookie: viewer]).statusCode()] }

        then:
        forms.size() > 15
        ['/accounts', '/tokens'].every { it in forms }
        answers.findAll { it.value != 403 } == [:]
        kept() == before
    }

    @Row('W-07')
    def 'no GET changes anything, whoever asks'() {
        given:
        def before = kept()
        def gets = routes().findAll { it.verb() == Verb.GET && !it.path().contains('/events') && !it.path().contains('/stream') && !it.path().contains('live') && !it.path().contains('/tail') }

        when:
        def statuses = gets.collect { web.status(path(it), "127.0.0.1:${web.server.port()}"); web.send('HEAD', path(it), null, [Cookie: admin]).statusCode() }

        then:
        gets.size() > 60
        statuses.count { it < 300 } > 30
        kept() == before
    }

    @Row('W-07')
    def 'a change that carries #what is refused by every way in that takes a session'() {
        given:
        def before = kept()

        when:
        def answers = changing().findAll { !it.path().startsWith('/api/') }.collectEntries {
            [(it.path()): web.send('POST', path(it), form.call(people.csrf(admin)), FORM + [Cookie: admin] + more).statusCode()]
        }

        then:
        answers.size() > 25
        answers.findAll { it.value != 403 } == [:]
        kept() == before

        where:
        what                              | form               | more
        'no token of its form'            | { '' }             | [:]
        'another one'                     | { 'csrf=another' } | [:]
        'the right one, but comes from elsewhere' | { "csrf=$it" } | [Origin: 'https://evil.example']
        'the right one, from another page of a browser' | { "csrf=$it" } | ['Sec-Fetch-Site': 'cross-site']
    }

    @Row('W-07')
    def 'a name that is not ours is answered nothing: #host'() {
        expect:
        web.status('/', host) == 421
        web.status('/sign-in', host) == 421
        web.status('/api/v1/runs', host) == 421

        where:
        host << ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'localhost:1', '127.0.0.1']
    }
}
