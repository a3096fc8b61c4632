package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.store.account.Audit
import dev.steward.runner.store.alert.Alerts
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Who changed what from what to what, found again. */
class AuditSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    private Audit.Change last() { web.store.audit().newest(0, '', 1)[0].change() }

    @Row('W-15')
    def 'a change says from what to what, by page and API'() {
        given:
        web.store.alerts().raise(new Alerts.Draft('node:home/node/pve2', 'node', 'home', 'node/pve2', 'error', 'Node pve2 is offline', ''), web.time.now())

        when: 'an alert is acknowledged, by the API'
        assert web.post('/api/v1/alerts/1/ack', '{"reason": "a new fan"}', OpenApiSpec.AS_API).statusCode() == 200

        then:
        with(last()) { [who(), way(), target(), before(), after()] == ['admin', 'api', '1', 'open', 'known to admin: a new fan'] }

        when: 'guests are kept awake, on a page'
        String cookie = web.signIn()
        assert web.post('/maintenance', "csrf=${web.csrf(cookie)}&on=true&reason=a+new+fan", [Cookie: cookie]).statusCode() == 303

        then:
        with(last()) { way() == 'page' && before() == 'off' && after().startsWith('on') }

        when: 'what is made is named'
        assert web.post('/api/v1/runs', '{"playbook": "weekly-updates.groovy", "vars": {"autoReboot": true}}', OpenApiSpec.AS_API).statusCode() == 201

        then:
        with(last()) { before() == '' && after().startsWith('/api/v1/runs/') && !toString().contains('autoReboot') }
    }

    def 'it is found by who, what and day, and comes as CSV and JSON lines'() {
        given:
        (1..130).each { web.store.audit().note(new Audit.Change(it % 2 ? 'anna' : 'bert', 'cli', 'schedule pause', "nightly-$it", 'fires', it == 3 ? '=cmd|" /c calc"' : 'paused')) }
        web.time.advance(Duration.ofDays(2))
        web.store.audit().note(new Audit.Change('anna', 'page', '100% done_', 'x', '', ''))
        String cookie = web.signIn()
        def page = { web.get(it, [Cookie: cookie]).body() }
        String today = web.time.now().atZone(WebFixture.BERLIN).toLocalDate()

        expect:
        page('/audit?who=bert').with { it.contains('nightly-130') && !it.contains('nightly-129') }
        page('/audit?what=NIGHTLY-12').with { it.contains('nightly-129') && !it.contains('nightly-130') }
        page('/audit?what=100%25+done_').contains('100% done_')
        page('/audit?what=1%25e').contains('No change is known')
        page("/audit?since=$today").with { it.contains('100% done_') && !it.contains('nightly-130') }
        web.get('/audit?since=soon', [Cookie: cookie]).statusCode() == 400

        and: 'pages go on to the end'
        def older = (page('/audit?what=nightly') =~ /href="(\/audit\?[^"]*before=\d+)"/)[0][1].replace('&amp;', '&')
        page(older).with { it.contains('nightly-1<') && !it.contains('nightly-130') }

        and:
        page('/audit/audit.csv?who=anna').readLines().with { it[0] == 'at,who,way,what,of,from,to' && it.size() == 67 && it.any { line -> line.contains('"\'=cmd|"" /c calc"""') } }
        page('/audit/audit.json?who=bert').readLines().size() == 65
        web.get('/audit/audit.csv').statusCode() == 401
    }
}
