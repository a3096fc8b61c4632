package dev.steward.web

import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class PlaybooksTroubleSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def 'a folder that cannot be read is a problem on the page and in the API, not an empty folder'() {
        given:
        web = new WebFixture(dir)
        web.playbooks.trouble = Optional.of('the folder /x may not be read by steward')

        when:
        def page = web.get('/playbooks').body()
        def facts = WebFixture.json(web.get('/api/v1/playbooks'))

        then:
        page.contains('role="alert">the folder /x may not be read by steward<')
        !page.contains('holds no playbook yet')
        facts == [playbooks: [], trouble: 'the folder /x may not be read by steward']
    }
}
