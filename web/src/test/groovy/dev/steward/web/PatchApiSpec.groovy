package dev.steward.web

import static dev.steward.runner.store.patch.PatchRun.done
import static dev.steward.runner.store.patch.PatchRun.found

import dev.steward.house.Row
import dev.steward.runner.event.Status
import dev.steward.runner.secret.TokenText
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class PatchApiSpec extends Specification {

    static final Map AS_API = [Authorization: 'Bearer stw_spec', 'Content-Type': 'application/json']
    static final Map OPENSSL = [openssl: ['3.0.11-1', '3.0.13-1', true]]

    @TempDir
    Path dir

    @AutoCleanup
    WebFixture web

    def setup() { web = new WebFixture(dir) }

    def post(String path, String body) { web.post('/api/v1/' + path, body, AS_API) }

    Map get(String path) { WebFixture.json(web.get('/api/v1/' + path)) }

    @Row(['N-12', 'N-24', 'N-71'])
    def 'an operation goes from pending to its end, and its result is a file'() {
        when:
        def begun = WebFixture.json(post('patches', '{"mode": "apply", "targets": ["101", "router"], "unchecked": true, "reason": "CVE"}'))

        then:
        begun.operations*.status == ['pending', 'pending']
        begun.operations*.host == ['router', 'web-1']
        begun.operations[1].by == 'admin'

        when:
        String at = begun.operations[1].at - '/api/v1/'
        web.patches.starts(begun.run, 'web-1')

        then:
        get(at).status == 'running'
        get(at + '/result').completed_at == null

        when:
        web.patches.ends(begun.run, 'web-1', done(OPENSSL))
        web.patches.starts(begun.run, 'router')
        web.patches.ends(begun.run, 'router', [action: 'apply', stage: 'update', exitCode: 100, stdout: '', stderr: 'E: broken'], Status.FAILED, 'apt-get failed')
        web.patches.over(begun.run)

        then:
        get(at).subMap(['status', 'exit_code', 'pending_before', 'pending_after']) == [status: 'completed', exit_code: 0L, pending_before: 1L, pending_after: 0L]
        get(begun.operations[0].at - '/api/v1/').status == 'failed'
        get("patches?run=${begun.run}&status=failed").operations*.host == ['router']
        get('patches?limit=1').next == begun.run

        when:
        def file = web.get("/api/v1/$at/result")

        then:
        file.headers().firstValue('Content-Disposition').get().contains("patch-${begun.run}-web-1.json")
        WebFixture.json(file).subMap(['operation_id', 'exit_code', 'stdout', 'stderr']) ==
                [operation_id: "${begun.run}-web-1".toString(), exit_code: 0L, stdout: 'Setting up openssl', stderr: '']
        WebFixture.json(file).completed_at
        get("patches/report?run=${begun.run}").summary.subMap(['total', 'completed', 'failed']) == [total: 2L, completed: 1L, failed: 1L]
    }

    @Row('N-60')
    def 'who patched what and when is written down: who asked, by which way, and each package from which version to which'() {
        given: 'a token that may, and one that may not'
        web.store.tokens().put('anna', TokenText.hash('stw_anna'), 'operate')
        web.store.tokens().put('vera', TokenText.hash('stw_vera'), 'read')
        def ask = { String who -> web.post('/api/v1/patches', '{"mode": "apply", "targets": ["web-1"], "unchecked": true, "reason": "CVE"}', AS_API + [Authorization: "Bearer stw_$who" as String]) }

        when:
        def refused = ask('vera')
        def begun = WebFixture.json(ask('anna'))
        web.patches.starts(begun.run, 'web-1')
        web.patches.ends(begun.run, 'web-1', done(OPENSSL))
        web.patches.over(begun.run)
        def change = web.store.audit().newest(0, '', 10).findAll { it.change().what().contains('patch') }

        then: 'one change by her, at its time; what was refused changed nothing'
        refused.statusCode() == 403
        change.size() == 1
        with(change[0]) { it.change().who() == 'anna' && it.change().way() == 'api' && it.change().after() && it.at() == web.time.now() }

        and: 'the ledger tells the package, for good'
        with(get('patches/ledger?host=web-1').lines) {
            size() == 1
            it[0].subMap(['host', 'name', 'from', 'to', 'run']) == [host: 'web-1', name: 'openssl', from: '3.0.11-1', to: '3.0.13-1', run: begun.run]
            it[0].at
        }
        get("patches?run=${begun.run}").operations.every { it.by == 'anna' && it.reason == 'CVE' && it.completed_at }
        web.get('/patches/ledger').body().with { it.contains('openssl') && it.contains('3.0.13-1') }
    }

    @Row('N-12')
    def 'a mode that there is not is an error that says which there are'() {
        when:
        def answer = post('patches', '{"mode": "aplly", "targets": ["web-1"]}')

        then:
        answer.statusCode() == 400
        WebFixture.json(answer).detail == "'aplly' is no mode; expected check (or dry-run) or apply; did you mean 'apply'?"
        web.patches.orders.empty
    }

    @Row(['N-67', 'N-18'])
    def 'a target at work is a conflict, one that lives elsewhere is refused'() {
        when:
        post('patches', '{"mode": "dry-run", "target": "web-1"}')

        then:
        web.patches.orders[0].vars().action == 'check'

        when:
        def busy = post('patches', '{"mode": "apply", "targets": ["web"]}')
        def foreign = post('patches', '{"mode": "check", "target": "102", "node": "pve1"}')
        def unknown = post('patches', '{"mode": "check", "target": "999"}')

        then:
        [busy, foreign, unknown]*.statusCode() == [409, 422, 404]
        WebFixture.json(busy).detail.startsWith('On web-1 an operation is under way')
        WebFixture.json(foreign).detail.startsWith('web-2 lives on node pve2, not on pve1')
        web.patches.orders.size() == 1
    }

    @Row('N-39')
    def 'a reboot is sent, a second while it is under way is a conflict, and an agent may not ask'() {
        given:
        web.store.tokens().putAgent('agent', TokenText.hash('stw_agent'), 'home', 'pve1')

        when:
        def first = post('reboots', '{"target": "101", "reason": "kernel"}')
        def second = post('reboots', '{"target": "web-1"}')
        def agent = web.post('/api/v1/reboots', '{"target": "web-2"}', AS_API + [Authorization: 'Bearer stw_agent'])

        then:
        [first, second, agent]*.statusCode() == [202, 409, 403]
        def request = WebFixture.json(first).requests[0]
        request.subMap(['host', 'status', 'reason', 'timeout_seconds']) == [host: 'web-1', status: 'sent', reason: 'kernel', timeout_seconds: 300L]

        when:
        web.patches.starts(request.run, 'web-1', 'reboot')

        then:
        get("reboots/${request.id}").status == 'rebooting'

        when:
        web.patches.ends(request.run, 'web-1', [rebooted: true, downtime: 12.5], Status.CHANGED, 'rebooted; back after 13 s')

        then:
        get("reboots/${request.id}").subMap(['status', 'message', 'downtime_seconds']) == [status: 'completed', message: 'rebooted; back after 13 s', downtime_seconds: 12.5d]
    }

    @Row('N-52')
    def 'how up to date hosts are, and when a package reached one'() {
        given:
        def run = WebFixture.json(post('patches', '{"mode": "check", "target": "web-1"}')).run
        web.patches.starts(run, 'web-1')
        web.patches.ends(run, 'web-1', found(OPENSSL), Status.OK)
        web.patches.over(run)
        def applied = WebFixture.json(post('patches', '{"mode": "apply", "target": "router", "unchecked": true}')).run
        web.patches.starts(applied, 'router')
        web.patches.ends(applied, 'router', done(OPENSSL))
        web.patches.over(applied)

        expect:
        get('patches/hosts').hosts.find { it.host == 'web-1' }.subMap(['pending', 'pending_security', 'age_days', 'overdue', 'patched_at']) ==
                [pending: 1L, pending_security: 1L, age_days: 0L, overdue: false, patched_at: null]
        get('patches/hosts/web-1').packages*.name == ['openssl']
        get('patches/ledger?package=openssl').lines.collect { [it.host, it.from, it.to, it.run] } == [['router', '3.0.11-1', '3.0.13-1', applied]]
        get('patches/ledger?host=web-1').lines == []
        get('patches/report').subMap(['up_to_date', 'with_security', 'never_checked']) == [up_to_date: 1L, with_security: 1L, never_checked: 4L]
        web.get('/api/v1/patches/ledger?since=yesterday').statusCode() == 400
    }

    def 'exceptions are made with a reason, listed and ended'() {
        when:
        def made = WebFixture.json(post('patches/exceptions', '{"scope": "tag", "target": "prod", "package": "php*", "reason": "plugin", "until": "14d"}'))

        then:
        made.subMap(['scope', 'target', 'package', 'active', 'by']) == [scope: 'tag', target: 'prod', package: 'php*', active: true, by: 'admin']
        get('patches/exceptions').exceptions*.id == [made.id]

        when:
        def ended = post("patches/exceptions/${made.id}/end", '')

        then:
        ended.statusCode() == 200
        !get('patches/exceptions').exceptions[0].active
        post("patches/exceptions/${made.id}/end", '').statusCode() == 422
        post('patches/exceptions', '{"scope": "tag", "target": "prdo", "package": "x", "reason": "y"}').body().contains("did you mean 'prod'?")
    }
}
