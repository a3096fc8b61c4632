package dev.steward.web

import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class WebApiSpec extends Specification {

    static final Map AS_API = [Authorization: 'Bearer stw_spec', 'Content-Type': 'application/json']

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared long ok
    @Shared long failed
    @Shared long running

    def setupSpec() {
        web = new WebFixture(dir)
        ok = web.stored.whole(hosts: ['web-1', 'web-2'])
        failed = web.stored.whole(hosts: ['db-1'], status: Status.FAILED, ended: RunStatus.FAILED,
                message: 'could not get the dpkg lock', cause: new Cause(Cause.Kind.SCHEDULE, 'weekly-updates'), schedule: 'weekly-updates')
        def log = web.stored.begin()
        running = web.stored.lastRun
        log.append(web.stored.started())
        log.append(web.stored.play(['web-1']))
        log.append(web.stored.taskStarted('web-1'))
    }

    private List<Long> ids(String query) { WebFixture.json(web.get('/api/v1/runs' + query)).runs*.id }

    def 'runs are filtered by #query'() {
        expect:
        ids(query) as Set == expected.call() as Set

        where:
        query                               || expected
        ''                                  || { [ok, failed, running] }
        '?status=ok'                        || { [ok] }
        '?status=ok,failed'                 || { [ok, failed] }
        '?status=!ok'                       || { [failed, running] }
        '?host=db-1'                        || { [failed] }
        '?host=!db-1'                       || { [ok, running] }
        '?cause=schedule'                   || { [failed] }
        '?by=anna&status=!running'          || { [ok] }
        '?schedule=weekly-updates'          || { [failed] }
        '?q=DPKG'                           || { [failed] }
        '?playbook=Weekly%20updates&q=!lock' || { [ok, running] }
        '?status=lost'                      || { [] }
        '?from=2000-01-01&to=2000-01-02'    || { [] }
    }

    def 'a status that there is not is refused, on the page too: #status'() {
        expect:
        def answer = web.get(path + '?status=' + status)
        answer.statusCode() == 400
        answer.body().contains(says)

        where:
        path           | status       || says
        '/api/v1/runs' | 'faild'      || "there is no status 'faild'; did you mean 'failed'?"
        '/api/v1/runs' | '!ok,bogus'  || "there is no status 'bogus'"
        '/runs'        | 'faild'      || 'there is no status'
    }

    def 'what a program is refused with keeps its letters'() {
        expect:
        WebFixture.json(web.post('/api/v1/runs', '{"playbook": "größe…€"}', AS_API)).detail.startsWith("There is no playbook 'größe…€'")
    }

    def 'HEAD answers as GET does, without the content: #path'() {
        when:
        def get = web.get(path)
        def head = web.head(path)

        then:
        head.statusCode() == get.statusCode()
        head.headers().firstValue('Content-Type') == get.headers().firstValue('Content-Type')
        head.body().empty

        where:
        path << ['/', '/runs/9999', '/api/v1/runs', '/api/v1/runs/9999', '/api/v1/runs/1/log', '/nowhere']
    }

    def 'HEAD of a live stream ends'() {
        expect:
        web.head("/runs/$running/live").headers().firstValue('Content-Type').get() == 'text/event-stream'
    }

    def 'a stream that begins at no number is refused before it begins: #path'() {
        expect:
        web.get(path.replace('RUN', "$running"), [Accept: 'text/event-stream', 'Last-Event-ID': id]).statusCode() == 400

        where:
        path                      | id
        '/runs/RUN/live'          | 'zzz'
        '/runs/RUN/live'          | '-1'
        '/api/v1/runs/RUN/events' | '9' * 30
    }

    def 'pages follow one another by the last number, without counting'() {
        when:
        List<Long> seen = []
        def page = WebFixture.json(web.get('/api/v1/runs?limit=1'))
        int asked = 1
        while (true) {
            seen.addAll(page.runs*.id)
            if (page.next == null) { break }
            page = WebFixture.json(web.get("/api/v1/runs?limit=1&before=${page.next}"))
            asked++
        }

        then:
        seen == [running, failed, ok]
        asked == 3
    }

    def 'a run tells its facts, recap, parameters and hosts'() {
        when:
        def run = WebFixture.json(web.get("/api/v1/runs/$ok"))

        then:
        run.status == 'ok'
        run.exit == 0
        run.cause == [kind: 'person', name: 'anna']
        run.recap.keySet() == ['web-1', 'web-2'] as Set
        run.recap['web-1'].ok == 1
        run.parameters == [autoReboot: false]
        run.inventory == ['web-1', 'web-2']
        run.sources[0].sha256 ==~ /[0-9a-f]{64}/
        run.questions == []
    }

    def 'events come in pages, each once'() {
        when:
        List numbers = []
        long after = 0
        def page
        while ((page = WebFixture.json(web.get("/api/v1/runs/$ok/events?limit=2&after=$after"))).events) {
            numbers.addAll(page.events*.number)
            after = page.last
        }

        then:
        numbers == (1..numbers.size()).collect { it as long }
        numbers.size() == 7
        page.ended
    }

    def 'events are those of a host where asked'() {
        expect:
        WebFixture.json(web.get("/api/v1/runs/$ok/events?host=web-2")).events*.kind == ['taskStarted', 'taskFinished']
    }

    def 'the log is text'() {
        when:
        def answer = web.get("/api/v1/runs/$failed/log?host=db-1&step=0.0")

        then:
        answer.headers().firstValue('Content-Type').get() =~ /text\/plain; ?charset=utf-8/
        answer.body().contains('db-1 failed | failed in 1.2 s: could not get the dpkg lock')
    }

    def 'a run is begun with what was asked'() {
        when:
        def answer = web.post('/api/v1/runs', '''{"playbook": "weekly-updates.groovy", "vars": {"autoReboot": true}, "limit": "ct-1",
            "tags": ["a"], "skipTags": ["b"], "check": true, "diff": true, "forks": 3}''', AS_API)

        then:
        answer.statusCode() == 201
        def asked = web.runs.begun[-1]
        asked.playbook() == web.folder.resolve('weekly-updates.groovy')
        asked.vars() == [autoReboot: true]
        asked.options().limit().get() == 'ct-1'
        asked.options().tags() == ['a']
        asked.options().skipTags() == ['b']
        asked.options().check() && asked.options().diff()
        asked.options().forks().get() == 3
        asked.cause() == new Cause(Cause.Kind.API, 'admin')
    }

    def 'a wrong wish begins nothing: #body'() {
        given:
        int before = web.runs.begun.size()

        when:
        def answer = web.post('/api/v1/runs', body, AS_API)

        then:
        answer.statusCode() == status
        answer.body().contains(says)
        web.runs.begun.size() == before

        where:
        body                                                          || status | says
        '{"playbook": "weekly-updates.groovy", "limits": "ct-1"}'     || 400    | "unknown field 'limits'"
        '{"playbook": "weekly-updates.groovy", "limit": ["ct-1"]}'    || 400    | "'limit' must be a text"
        '{"playbook": "weekly-updates.groovy", "check": "yes"}'       || 400    | "'check' must be true or false"
        '{"playbook": "weekly-updates.groovy", "forks": 0}'           || 400    | 'from 1 to 1000'
        '{"playbook": "../etc/passwd"}'                               || 404    | 'There is no playbook'
        '{"playbook": "/etc/passwd"}'                                 || 404    | 'There is no playbook'
        '{}'                                                          || 400    | "'playbook' is missing"
        '[1]'                                                         || 400    | 'must be a JSON object'
        '{"playbook":'                                                || 400    | 'cannot be read as JSON'
        '{"playbook": "weekly-updates.groovy", "limit": ""}'          || 400    | "'limit' is empty: leave it out"
        '{"playbook": "weekly-updates.groovy", "limit": "  "}'        || 400    | "'limit' is empty: leave it out"
        '{"playbook": "weekly-updates.groovy", "tags": [""]}'         || 400    | "'tags' must be a list of texts, none of them empty"
        '{"playbook": "weekly-updates.groovy", "forks": 1.9}'         || 400    | "'forks' must be a whole number"
        '{"playbook": "weekly-updates.groovy", "limit": "ct-1", "limit": "all"}' || 400 | "Duplicate field 'limit'"
        '{"playbook": "weekly-updates.groovy"} {"limit": "ct-1"}'    || 400    | 'it must be one object, and nothing after it'
    }

    def 'a refused run is told with all its problems'() {
        given:
        web.runs.refuse = ['weekly-updates.groovy:3:1: unknown word', "limit:1:1: 'x' matches no host"]

        when:
        def answer = web.post('/api/v1/runs', '{"playbook": "weekly-updates.groovy"}', AS_API)

        then:
        answer.statusCode() == 422
        WebFixture.json(answer).problems == web.runs.refuse

        cleanup:
        web.runs.refuse = []
    }

    def 'a run is cancelled, repeated and answered'() {
        expect:
        web.post("/api/v1/runs/$running/cancel", '{"force": true}', AS_API).statusCode() == 202
        web.runs.asked[-1] == ['cancel', running, 'admin', true]
        web.post("/api/v1/runs/$ok/cancel", '', AS_API).statusCode() == 409
        web.post("/api/v1/runs/$failed/retry", '{"failed": true}', AS_API).statusCode() == 201
        web.runs.asked[-1] == ['again', failed, true, 'admin']
        web.post("/api/v1/runs/$running/answer", '{"step": "0.0", "host": "web-1", "go": true}', AS_API).statusCode() == 409
    }

    def 'a schedule that does not fire says why, to programs and on its page'() {
        given:
        web.desk.silent = Optional.of('its playbook is gone')

        when:
        def one = WebFixture.json(web.get('/api/v1/schedules')).schedules[0]

        then:
        one.subMap('name', 'cron', 'silent', 'next') == [name: 'weekly-updates', cron: '0 3 * * 0', silent: 'its playbook is gone', next: null]
        web.get('/schedules').body().contains('It will not fire: its playbook is gone')

        cleanup:
        web.desk.silent = Optional.empty()
    }

    def 'schedules tell their next fires with the marks of clock changes'() {
        when:
        def next = WebFixture.json(web.get('/api/v1/schedules/weekly-updates/next?count=10'))

        then:
        next.fires.size() == 10
        next.fires*.zone.unique() == ['Europe/Berlin']
        next.fires.count { it.mark } == 1
        next.fires*.local.collect { it.contains('T03:00') }.every()
        web.get('/api/v1/schedules/nothing/next').statusCode() == 404
        web.get('/api/v1/schedules/weekly-updates/next?count=0').statusCode() == 400
    }

    def 'playbooks tell source, parameters, problems and plan'() {
        when:
        def list = WebFixture.json(web.get('/api/v1/playbooks')).playbooks
        def one = WebFixture.json(web.get('/api/v1/playbooks/update-lxc-containers.groovy'))
        def plan = WebFixture.json(web.get('/api/v1/playbooks/weekly-updates.groovy/plan'))

        then:
        list*.name == ['Update Docker VMs', 'Update LXC containers', 'Weekly updates']
        list.every { it.accepted && it.problems == [] }
        one.source.startsWith('// Updates the LXC containers')
        one.parameters*.name == ['autoReboot', 'rebootDelay', 'rebootTimeout']
        one.parameters*.value == ['false', '10s', '5m']
        plan.plays*.hosts == ['lxc_containers', 'docker_vms']
    }

    def 'a playbook tells host patterns that match nothing, as JSON and at their line on its page'() {
        given:
        Path file = web.folder.resolve('typo.groovy')
        Files.writeString(file, "playbook('Typo') {\n  play('p') {\n    hosts 'lxc_contaniers'\n    tasks { task('t') { debug 'x' } }\n  }\n}\n")

        when:
        def facts = WebFixture.json(web.get('/api/v1/playbooks/typo.groovy'))
        String page = web.get('/playbooks/typo.groovy').body()

        then:
        facts.accepted
        facts.problems.collect { [it.line, it.column, it.severity] } == [[3, 5, 'warning']]
        page.contains('class="problem doubt">column 5: warning: no host or group of the inventory matches \'lxc_contaniers\'')
        page.contains('<tr id="L3" class="doubt">')
        !page.contains('keeps this playbook from running')

        cleanup:
        Files.deleteIfExists(file)
    }
}
