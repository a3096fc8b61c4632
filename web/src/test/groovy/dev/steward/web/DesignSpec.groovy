package dev.steward.web

import dev.steward.runner.account.Role
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The page that shows every component in every state: whole, true, and harmless. */
class DesignSpec extends Specification {

    private static final Path TAGS = Path.of('src/main/jte/tag')

    /** Templates that are not shown there by themselves, and why. */
    static final Map<String, String> LEFT_OUT = [
            found: 'rows, which are shown, with how far a search has looked',
            home: 'all of the page Home; its parts are shown', cluster: 'all of a page; its parts are shown', clusters: 'a list of what is shown',
            node: 'all of a page; its parts are shown', guest: 'all of a page; its parts are shown', ups: 'all of a page; its parts are shown', field: 'a field of the form of a playbook, whose looks stand under Forms', week: 'drawn from real fires of a week; the page Schedules alone has it', estateguests: 'the table of guests, which is shown, with its pages']

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared People people
    @Shared String cookie
    @Shared String body

    def setupSpec() {
        web = new WebFixture(dir)
        people = new People(web)
        people.add('ada', Role.ADMIN)
        people.add('otto', Role.OPERATOR)
        cookie = people.cookie('ada')
        body = web.get('/design', [Cookie: cookie]).body()
    }

    private static Set<String> used(String template) { (Files.readString(Path.of('src/main/jte', template)) =~ /@template\.tag\.(\w+)\(/).collect { it[1] } as Set }

    private static Set<String> reached(Set<String> from) {
        Set<String> all = from + from.collectMany { used("tag/${it}.jte") }
        all == from ? all : reached(all)
    }

    def 'each template of a component is on it, or is left out for a reason'() {
        given:
        Set<String> written = Files.list(TAGS).toList()*.fileName*.toString()*.replace('.jte', '') as Set
        Set<String> shown = reached(used('design.jte'))

        expect:
        written - shown == LEFT_OUT.keySet()
        LEFT_OUT.keySet().every { !(reached(used("tag/${it}.jte")) - shown - LEFT_OUT.keySet()) }
    }

    def 'each state that the stylesheet tells apart is on it: #kind'() {
        given:
        String css = getClass().getResource('/dev/steward/web/assets/steward.css').text
        Set<String> told = (css =~ pattern).collect { it[1] } as Set
        Set<String> shown = (body =~ /class="([^"]*)"/).collect { it[1] }.collectMany { it.split(/\s+/) as List } as Set

        expect:
        told.size() > 2
        told - shown == [] as Set

        where:
        kind                | pattern
        'words of status'   | /\.(s-[a-z]+)\b/
        'words of states'   | /\.(v-[a-z]+)\b/
        'cells of a matrix' | /\.(w-[a-z]+)\b/
        'bars of hosts'     | /\.(b-[a-z]+)\b/
        'lines of a log'    | /\.(k-[a-z]+)\b/
        'colours of a log'  | /\.(a-[a-z]+)\b/
        'parts of a budget' | /\.(t-[a-z]+)\b/
    }

    def 'it is for admins alone, and they find it beside the accounts'() {
        expect:
        web.get('/design').statusCode() in [303, 401, 403]
        web.get('/design', [Cookie: people.cookie('otto')]).statusCode() == 403
        ['/admin', '/accounts'].every { web.get(it, [Cookie: cookie]).body().contains('href="/design"') }
        !(body =~ /data-key="[a-z]"[^>]*>Design/)
    }

    def 'none of its forms does anything'() {
        given:
        List<String> actions = (body.replaceAll(/(?s)<header.*?<\/header>/, '') =~ /<form method="post" action="([^"]+)"/).collect { it[1] }

        expect:
        actions.size() > 10
        actions.toUnique().every { web.post(it, 'csrf=', [Cookie: cookie]).statusCode() == 403 }
    }
}
