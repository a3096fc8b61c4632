package dev.steward.web

import dev.steward.runner.account.Role
import dev.steward.runner.doctor.Finding
import dev.steward.web.admin.Libraries
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What an admin sees of the server itself. */
class AdminSpec extends Specification {

    /** What specs alone bring along. */
    static final List<String> OF_SPECS = ['spock', 'junit', 'archunit', 'playwright', 'driver', 'greenmail', 'opentest4j', 'apiguardian', 'hamcrest', 'groovy-', 'gson',
                                          'Java-WebSocket', 'byte-buddy', 'objenesis', 'postgresql', 'embedded', 'testcontainers', 'bc', 'commons-', 'checker', 'oauth2', 'content-type', 'lang-tag',
                                          'json-smart', 'accessors', 'axe', 'nimbus-oauth', 'error_prone', 'jakarta.mail-2', 'cucumber', 'picocontainer']

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    private String page(String path = '/admin') {
        def answer = web.get(path, [Cookie: web.signIn()])
        assert answer.statusCode() == 200
        answer.body()
    }

    def 'the page is for admins alone: #path'() {
        expect:
        web.get(path).statusCode() in [303, 401, 403]

        where:
        path << ['/admin', '/admin/health']
    }

    def 'it gathers people, channels, what is kept, and the last changes'() {
        given:
        web.store.accounts().add('anna', Role.ADMIN, 'no password')
        web.store.accounts().add('bert', Role.VIEWER, 'no password')
        web.stored.whole()
        web.time.advance(Duration.ofDays(400))
        def body = page()

        expect:
        body.contains('1 viewer, 1 admin') || body.contains('1 admin, 1 viewer')
        body.contains('1 token<')
        body.contains('aria-label="Send a test by mail"')
        body.contains('365 days, and at most 100000 runs')
        body.contains('1 run, gone with the next daily tidying: 1 older than 30 days of weekly-updates')
        body =~ /<dt>Runs<\/dt><dd>1 run with (1[.]\d KiB|\d+ B) of text<\/dd>/
        body =~ /<dt><code>weekly-updates<\/code><\/dt><dd>30 days, and at most 500MB of its own; 1 run with [^<]+ of text now<\/dd>/
        body.contains(dir.resolve('state').toString())
    }

    def 'what is kept, and what would go, is told as JSON too, to admins alone'() {
        given:
        2.times { web.stored.whole() }
        web.stored.whole(file: 'other.groovy')
        web.time.advance(Duration.ofDays(31))
        web.stored.whole()
        def answer = web.get('/api/v1/retention', [Authorization: 'Bearer stw_spec'])

        expect:
        answer.statusCode() == 200
        web.get('/api/v1/retention').statusCode() == 401
        with(WebFixture.json(answer)) {
            rules == [[playbook: null, days: 365, runs: 100_000, bytes: null], [playbook: 'weekly-updates', days: 30, runs: null, bytes: 500_000_000]]
            kept.runs == 4 && kept.measured && kept.bytes > 1_000
            kept.playbooks.keySet() == ['weekly-updates'] as Set
            kept.playbooks['weekly-updates'].runs == 3
            past.runs == 2 && !past.more
            past.by.collect { [it.playbook, it.rule, it.runs] } == [['weekly-updates', 'days', 2]]
        }
    }

    def 'every setting has its value and place, and no secret is shown'() {
        given:
        def body = page()

        expect:
        body =~ /(?s)<code>server.port<\/code>.*?8421.*?steward.yml:3/
        body.contains('settings as they come')
        !body.contains('s3cr3t-hook')
    }

    def 'health tells what is well, worth knowing and in the way, and asks others only when it is told to'() {
        given:
        web.findings = [Finding.good('configuration', '/etc/steward.yml'), Finding.note('ups', 'no UPS is configured'), Finding.problem('playbooks', 'the folder is gone; make it')]

        expect:
        with(page('/admin/health')) {
            contains('1 thing is in the way, as far as files and settings tell')
            contains('the folder is gone; make it')
            contains('0 runs with 0 MiB of text; past retention: no run')
        }
        page('/admin/health?all=1').contains('1 thing is in the way')
        web.looked == [true, false]
    }

    def 'every library that the product runs with has its licence'() {
        given:
        def jars = System.getProperty('java.class.path').split(File.pathSeparator).findAll { it.endsWith('.jar') }.collect { Path.of(it).fileName.toString() }
        def found = jars.findAll { jar -> !OF_SPECS.any { jar.startsWith(it) } || jar.startsWith('commons-codec') }.collectMany { Libraries.of(it).stream().toList() }

        expect:
        found.size() > 20
        found.findAll { !it.licence() }*.name() == []
        Libraries.of('runner-0.1.0.jar').isEmpty()
        Libraries.of('jetty-io-12.1.12.jar').get() == new Libraries.Library('jetty-io', '12.1.12', 'EPL-2.0 or Apache-2.0')
    }
}
