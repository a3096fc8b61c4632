package dev.steward.web

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.runner.secret.TokenText
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Who works on the history, as a page and as JSON. */
class ServersSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    def 'a history in a file has one server, which says so on its page, for admins alone'() {
        given:
        web.stored.begin()

        when:
        def page = web.get('/admin/servers', [Cookie: web.signIn()])

        then:
        page.statusCode() == 200
        with(page.body()) {
            contains('Who works on this history')
            contains('The history is in a file of this machine, so there is one.')
            it =~ /(?s)this one.*at work.*now.*data-label="Runs at work">1</
        }
        web.get('/admin').statusCode() in [303, 401, 403]
        web.get('/admin/servers').statusCode() in [303, 401, 403]
    }

    def 'the API tells the same'() {
        given:
        String own = web.store.server()

        when:
        def all = new ObjectMapper().readValue(web.get('/api/v1/servers', [Authorization: 'Bearer stw_spec']).body(), Map).servers

        then:
        all.size() == 1
        with(all[0]) {
            id == own
            here
            state == 'at work'
            silentSeconds == 0
            labels == []
            ended == null
        }
    }

    /** The fixture's store is that of a command. */
    private void serving() {
        web.store.connections().connection.withCloseable { it.createStatement().execute("update server set kind = 'serve'") }
    }

    private List<String> audit() {
        web.store.audit().newest(0, '', 10).collect { row -> row.change().with { "$way ${what()}: ${target()}: $before > $after" as String } }
    }

    def 'an admin lets a server begin nothing new on its page, and begin again'() {
        given:
        serving()
        String cookie = web.signIn()
        String csrf = web.csrf(cookie)
        String path = "/admin/servers/${web.store.server()}"
        String name = web.store.servers().me().name()

        when:
        def answer = web.post("$path/drain", "csrf=$csrf", [Cookie: cookie])

        then:
        answer.statusCode() == 303
        web.store.servers().draining()
        with(web.get('/admin/servers', [Cookie: cookie]).body()) {
            it =~ /(?s)draining.*it can be restarted.*Begin runs again/
            !contains('>Drain<')
        }

        when:
        web.post("$path/resume", "csrf=$csrf", [Cookie: cookie])

        then:
        !web.store.servers().draining()
        web.get('/admin/servers', [Cookie: cookie]).body().contains('>Drain<')
        audit() == ["page servers undo: $name: begins nothing new > begins runs", "page servers drain: $name: begins runs > begins nothing new"]

        and:
        web.post("$path/drain", "csrf=$csrf", [:]).statusCode() in [303, 401, 403]
        !web.store.servers().draining()
    }

    @Row('S-01')
    def 'the API drains a server by name or id for admins alone, and keeps it in the audit'() {
        given:
        String name = web.store.servers().me().name()
        serving()
        web.stored.begin()
        web.store.tokens().put('operates', TokenText.hash('stw_operates'), 'operate')
        def post = { path, token = WebFixture.TOKEN -> web.post("/api/v1/servers/$path", '', [Authorization: "Bearer $token"]) }
        def json = { new ObjectMapper().readValue(it.body(), Map) }

        expect:
        json(post("$name/drain")) == [server: name, draining: true, runs: 1, message: "$name begins nothing new. Runs at work there: 1; restart it when steward servers list shows 0." as String]
        web.store.servers().draining()
        json(post("${web.store.server()}/resume")) == [server: name, draining: false, runs: 1, message: "$name begins runs again." as String]
        !web.store.servers().draining()
        audit()*.takeWhile { it != ':' } == ['api servers undo', 'api servers drain']

        and:
        post("$name/drain", 'stw_operates').statusCode() == 403
        post("$name/drain", 'stw_none').statusCode() == 401
        with(post('nobody/drain')) {
            statusCode() == 404
            json(it).detail == 'There is no server nobody at work; steward servers list shows them.'
        }
        audit().size() == 2
    }
}
