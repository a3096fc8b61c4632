package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class RunsFilterSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared String cookie
    @Shared String csrf

    def setupSpec() {
        web = new WebFixture(dir)
        web.stored.whole(hosts: ['web-1', 'web-2'])
        web.stored.whole(playbook: 'Reboot', file: web.folder.resolve('reboot.groovy') as String, hosts: ['db-1'], cause: new Cause(Cause.Kind.API, 'ci'), options: [check: true, limit: 'db-*'])
        web.stored.whole(ended: RunStatus.FAILED, status: Status.FAILED, message: 'Could not get lock', schedule: 'weekly', cause: new Cause(Cause.Kind.SCHEDULE, 'weekly'))
        web.store.runs().missed(web.stored.newRun(schedule: 'weekly', cause: new Cause(Cause.Kind.SCHEDULE, 'weekly')), 'was down')
        def log = web.stored.begin()
        log.append(web.stored.started())
        log.append(web.stored.play(['web-1']))
        log.append(web.stored.output('web-1', 'Setting up "openssl"\nSécurité'))
        log.append(web.stored.finished(RunStatus.OK))
        cookie = web.signIn()
        csrf = web.csrf(cookie)
    }

    private List<Integer> shown(String query) { (web.get("/runs?$query").body() =~ /<a href="\/runs\/(\d+)"><span class="id">/).collect { it[1] as int } }

    private List<Integer> told(String query) { web.json(web.get("/api/v1/runs?$query")).runs*.id.collect { it as int } }

    @Row('W-04')
    def 'a filter in the address shows the same on the page and in REST: #query'() {
        expect:
        shown(query) == found
        told(query) == found

        where:
        query                                    || found
        'status=failed,missed'                   || [4, 3]
        'status=!ok'                             || [4, 3]
        'playbook=reboot'                        || [2]
        'playbook=reboot.groovy'                 || [2]
        'playbook=Reboot'                        || [2]
        'playbook=!Reboot&status=ok'             || [5, 1]
        'by=weekly'                              || [4, 3]
        'by=!anna&cause=!schedule'               || [2]
        'limited=db-*'                           || [2]
        'limited=!db-*&status=ok'                || [5, 1]
        'check=yes'                              || [2]
        'check=no'                               || [5, 4, 3, 1]
        'check=!no'                              || [2]
        'host=web-1&host=web-2'                  || [1]
        'host=!web-1'                            || [4, 2]
        'q=LOCK'                                 || [3]
        'output=OpenSSL'                         || [5]
        'output=%22openssl%22'          || [5]
        'output=s%C3%A9curit%C3%A9'               || [5]
        'output=stdout'                          || [5]
        'schedule=weekly&status=missed'          || [4]
        'status=&host=&from=&playbook=Reboot'    || [2]
    }

    @Row('W-04')
    def 'what cannot be understood is refused with the next step, never passed over: #query'() {
        when:
        def page = web.get("/runs?$query")
        def api = web.get("/api/v1/runs?$query")

        then:
        page.statusCode() == 400
        page.body().contains(said.replace("'", '&#39;')) || page.body().contains(said)
        api.statusCode() == 400
        web.json(api).detail.contains(said)

        where:
        query                          || said
        'stauts=failed'                || "there is no filter 'stauts'; did you mean 'status'?"
        'status=faild'                 || "there is no status 'faild'; did you mean 'failed'?"
        'status=ok,runing'             || "did you mean 'running'?"
        'cause=shedule'                || "there is no cause 'shedule'; did you mean 'schedule'?"
        'check=maybe'                  || "there is no check 'maybe'; it is one of yes, no"
        'host=!'                       || "'host=!' names nothing"
        'host=,'                       || "'host=,' names nothing"
        'from=yesterday'               || "'from' must be a day as 2026-03-29"
        'from=2026-03-02&to=2026-03-01' || "'from' is not before 'to'"
    }

    @Row('W-04')
    def 'a filter is kept under a name by whom it belongs to, its link is the address, and it is forgotten again'() {
        given:
        def form = { Map values -> values.collect { k, v -> "$k=" + URLEncoder.encode(v as String, 'UTF-8') }.join('&') }
        def send = { String path, Map values -> web.post(path, form(values + [csrf: csrf]), [Cookie: cookie]) }

        when:
        def kept = send('/runs/saved', [name: 'What <broke>', query: '?status=failed%2Clost&host=%21db-1'])

        then:
        kept.statusCode() == 303
        kept.headers().firstValue('Location').get() == '/runs?status=failed%2Clost&host=%21db-1'
        web.get('/runs', [Cookie: cookie]).body().contains('<a href="/runs?status=failed%2Clost&amp;host=%21db-1">What &lt;broke&gt;</a>')

        and: 'nobody else sees it'
        !web.get('/runs').body().contains('What &lt;broke&gt;')

        and: 'what is none is refused, and without a sign-in nothing is kept'
        send('/runs/saved', [name: 'x', query: '?stauts=failed']).statusCode() == 400
        send('/runs/saved', [name: 'x', query: '']).statusCode() == 400
        send('/runs/saved', [name: '', query: '?status=ok']).statusCode() == 400
        web.post('/runs/saved', form([name: 'x', query: '?status=ok'])).statusCode() in [401, 403]

        when:
        def gone = send('/runs/saved/forget', [name: 'What <broke>'])

        then:
        gone.statusCode() == 303
        !web.get('/runs', [Cookie: cookie]).body().contains('What &lt;broke&gt;')
        send('/runs/saved/forget', [name: 'What <broke>']).statusCode() == 404
    }

    def 'several filters of one name all stay when the form is sent again'() {
        when:
        String body = web.get('/runs?host=web-1&host=%21db-1&status=ok&schedule=weekly').body()

        then:
        body.contains('<input name="host" value="web-1"')
        body.contains('<input type="hidden" name="host" value="!db-1">')
        body.contains('<input type="hidden" name="schedule" value="weekly">')
    }

    def 'what runs or waits is cancelled at once, as far as it is ticked'() {
        given:
        List<Long> begun = (1..3).collect { web.store.runs().create(web.stored.newRun()) }

        when:
        String body = web.get('/runs/cancel', [Cookie: cookie]).body()

        then:
        (body =~ /name="run" value="(\d+)"/).collect { it[1] as long } == begun.reverse()
        web.get('/runs/cancel?playbook=Reboot', [Cookie: cookie]).body().contains('Nothing runs or waits that matches')

        when:
        def answer = web.post('/runs/cancel', "csrf=$csrf&run=${begun[0]}&run=${begun[2]}", [Cookie: cookie])

        then:
        answer.statusCode() == 303
        web.runs.asked.findAll { it[0] == 'cancel' }.collect { it[1] } == [begun[0], begun[2]]
        web.post('/runs/cancel', "csrf=$csrf", [Cookie: cookie]).statusCode() == 400
    }
}
