package dev.steward.web

import com.fasterxml.jackson.databind.ObjectMapper
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
}
