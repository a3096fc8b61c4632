package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.account.Role
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.approve.ApprovalDesk
import dev.steward.runner.app.patch.WishReader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.event.EventJson
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.secret.TokenText
import dev.steward.runner.store.alert.Alerts
import dev.steward.runner.store.patch.PatchRun
import dev.steward.runner.wake.WakeLab
import dev.steward.web.api.Api
import dev.steward.web.estate.LabEstate
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.time.temporal.ChronoUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class OpenApiSpec extends Specification {

    static final Map AS_API = [Authorization: 'Bearer stw_spec', 'Content-Type': 'application/json']

    /** Bodies of what needs one. */
    static final Map BODIES = ['/api/v1/runs/{run}/upids/cancel': '{"upid": "UPID:pve1:00001234:0000ABCD:65000000:vzstart:101:root@pam:"}',
                               '/api/v1/approvals'        : '{"playbook": "weekly-updates.groovy", "reason": "a hole"}',
                               '/api/v1/approvals/{approval}/reject': '{"reason": "not today"}',
                               '/api/v1/runs'             : '{"playbook": "weekly-updates.groovy"}',
                               '/api/v1/runs/{run}/answer': '{"step": "0.0", "host": "web-1"}',
                               '/api/v1/maintenance'      : '{"on": false}',
                               '/api/v1/patches'          : '{"mode": "check", "targets": ["web-1"]}',
                               '/api/v1/patches/rollback' : '{"target": "db-1"}',
                               '/api/v1/patches/exceptions': '{"scope": "guest", "target": "101", "package": "nginx", "reason": "a plugin"}',
                               '/api/v1/reboots/exemptions': '{"scope": "all", "reason": "a plugin"}',
                               '/api/v1/reboots'          : '{"target": "web-2", "reason": "a kernel"}',
                               '/api/v1/hooks/diun'       : DiunHookSpec.PAYLOAD,
                               '/api/v1/alerts/{alert}/ack': '{"reason": "known"}',
                               '/api/v1/silences'         : '{"kind": "node", "for": "1h", "reason": "a move"}',
                               '/api/v1/notices/test'     : '{"channel": "mail"}',
                               '/api/v1/power/rehearse'   : '{"scenario": "long-outage"}',
                               '/api/proxmox/cluster'     : IngestSpec.CLUSTER,
                               '/api/proxmox/node'        : IngestSpec.NODE,
                               '/api/proxmox/lxc'         : IngestSpec.LXC,
                               '/api/proxmox/qemu'        : IngestSpec.QEMU,
                               '/api/proxmox/lxc/{id}'    : '{"platform_family": "debian"}',
                               '/api/proxmox/qemu/{id}'   : '{"platform_family": "debian"}'] + ['arm', 'disarm', 'apply', 'abort', 'recover'].collectEntries {
        ["/api/v1/power/$it".toString(), '{"plan": "UPS shutdown", "reason": "a new battery"}']
    }

    static Map headers(String path) {
        path.startsWith('/api/v1/power/') ? AS_API + [Authorization: 'Bearer stw_power'] : path.startsWith('/api/v1/hooks/') ? AS_API + [Authorization: 'Bearer ' + WebFixture.DIUN]
                : path in ['cluster', 'node', 'lxc', 'qemu'].collect { "/api/proxmox/$it" as String } ? AS_API + [Authorization: 'Bearer stw_agent'] : AS_API
    }

    @Shared @TempDir Path dir
    @Shared @AutoCleanup LabEstate estate
    @Shared @AutoCleanup WakeLab wake
    @Shared @AutoCleanup PveKit rolling
    @Shared @AutoCleanup WebFixture web
    @Shared Map document
    @Shared long patchRun
    @Shared int sent
    @Shared long reboot

    def setupSpec() {
        estate = new LabEstate(dir.resolve('lab')).with('home', LabEstate.small()).open()
        web = new WebFixture(dir, Instant.now().truncatedTo(ChronoUnit.SECONDS), estate.estates, { store, time ->
            (wake = new WakeLab(store, time, [WakeLab.rule('media', 103)], { it.lxc(103, 'media') {} })).wakes
        })
        web.hosts = 'all: {hosts: {db-1: {}, web-1: {}}}\n'
        web.stored.whole(status: Status.FAILED, ended: RunStatus.FAILED)
        web.store.alerts().raise(new Alerts.Draft('node:home/node/pve2', 'node', 'home', 'node/pve2', 'error', 'Node pve2 of home is offline', ''), web.time.now())
        def log = web.stored.begin()
        log.append(web.stored.started())
        web.desk.onRun = { 1L }
        web.power.house()
        long patched = web.patches.desk.begin(WishReader.of([mode: 'apply', targets: ['db-1']], new Cause(Cause.Kind.PERSON, 'anna'))).run()
        web.patches.starts(patched, 'db-1')
        web.patches.ends(patched, 'db-1', PatchRun.done([bash: ['1', '2']], [:], [snapshot: 'before']))
        web.patches.over(patched)
        patchRun = patched
        web.patches.atOnce = true
        reboot = web.patches.desk.reboots().request(['web-2'], '', Optional.empty(), new Cause(Cause.Kind.PERSON, 'anna')).requests()[0].id()
        rolling = new PveKit(Files.createDirectories(dir.resolve('rolling')), PveLab.cluster('lab').nodes(3))
        web.patches.rolls = rolling.runner.patches().rolls()
        web.store.connections().connection.withCloseable { it.createStatement().execute("update server set kind = 'serve'") }
        web.store.tokens().put('ups-bot', TokenText.hash('stw_power'), 'power')
        web.store.tokens().putAgent('agent', TokenText.hash('stw_agent'), 'home', 'pve1')
        document = WebFixture.json(web.get('/api/v1/openapi.json'))
    }

    /** The id of a record that is there, also after others were removed. */
    private String record(String path) {
        String kind = path.split('/')[3]
        String one = kind.replaceFirst('s$', '')
        assert web.post("/api/proxmox/$one", BODIES["/api/proxmox/$one" as String], headers("/api/proxmox/$one")).statusCode() == 200
        WebFixture.json(web.get("/api/proxmox/$kind")).items[0].id
    }

    /** An exception that is in force, also after others were ended. */
    private String exception(String path) {
        String all = path.replace('/{exception}/end', '')
        WebFixture.json(web.post(all, BODIES[all], AS_API)).id
    }

    /** An account with a second factor that is there, also after others were removed. */
    private String account() {
        String name = "p${System.nanoTime()}"
        web.store.accounts().add(name, Role.VIEWER, 'no password')
        web.store.secondFactors().with { it.begin(name, 'GEZDGNBVGY3TQOJQ') && it.confirm(name, 1, []) }
        name
    }

    /** A token that is there, also after others were revoked. */
    private String token() {
        String name = "t${System.nanoTime()}"
        web.store.tokens().put(name, TokenText.hash(name), 'read')
        name
    }

    /** What is sent. */
    private static String body(String path, String verb) {
        path == '/api/v1/tokens' ? /{"name": "t${System.nanoTime()}", "scope": "read", "expires": "90d"}/
                : path == '/api/v1/accounts' ? /{"name": "n${System.nanoTime()}", "role": "viewer", "password": "correct horse"}/
                : verb == 'patch' && path.startsWith('/api/v1/accounts') ? '{"role": "operator"}' : BODIES[path] ?: ''
    }

    /** A plan that somebody asked for; approved, where that is what comes next. */
    private String approval(String path) {
        def asked = web.runs.plans.ask(new RunRequest(web.folder.resolve('weekly-updates.groovy'), [], [:], RunOptions.NONE, RunRequest.Login.NONE, new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()), "for $path ${System.nanoTime()}", "anna ${System.nanoTime()}")
        if (path.endsWith('/apply')) {
            web.approvals.approve(asked.id(), new ApprovalDesk.Person('bert', Role.ADMIN, true), '')
        }
        asked.id() as String
    }

    /** Signed as a hook's sender does; no two of them are the same. */
    private hook(String path) {
        String body = '{"vars": {}}' + ' ' * (++sent % 1000)
        web.post(path, body, HookDoorSpec.signed(web, body) + ['Content-Type': 'application/json'])
    }

    /** A person who signed in: a token approves nothing. */
    private Map signedIn() {
        String cookie = web.signIn()
        [Cookie: cookie, 'X-Csrf-Token': web.csrf(cookie), 'Content-Type': 'application/json']
    }

    private String silence() { WebFixture.json(web.post('/api/v1/silences', BODIES['/api/v1/silences'], AS_API)).id }

    private List<List> operations() {
        document.paths.collectMany { path, verbs -> verbs.collect { verb, operation -> [path, verb, operation] } }
    }

    private static final Map NORMAL = [run: '1', playbook: 'weekly-updates.groovy', schedule: 'weekly-updates', cluster: 'home', node: 'pve1', vmid: '101']

    /** A path with places that are there, without making anything. */
    private String filled(String path) {
        Map places = NORMAL + [guest: path.contains('/wake') ? 'media' : '101', operation: "$patchRun-db-1", host: 'db-1', reboot: reboot, alert: '1', silence: '1', exception: '1', id: '1', account: 'anna', token: 'admin', approval: '1', hook: 'update', server: web.store.server()]
        places.inject(path) { text, name, value -> text.replace("{$name}", value as String) }
    }

    private ask(String path, String verb, Map places = NORMAL + [guest: verb == 'get' ? '101' : '103']) {
        Map guests = path.contains('/wake') && places.guest != 'no' ? places + [guest: 'media'] : places
        Map known = [ups: places.ups ?: 'cyberpower', server: web.store.server(), operation: "$patchRun-db-1" as String, host: 'db-1', reboot: reboot as String, alert: '1'] + (path.contains('{silence}') && !places.silence ? [silence: silence()] : [:]) + guests
        Map kept = path.contains('{exception}') && !places.exception ? known + [exception: exception(path)] : known
        Map all = path.contains('{id}') && !places.id ? kept + [id: record(path)] : kept
        Map whole = path.contains('{account}') && !places.account ? all + [account: account()] : all
        whole = path.contains('{approval}') && !places.approval ? whole + [approval: approval(path)] : whole
        if (path.contains('{hook}')) {
            return hook(path.replace('{hook}', places.hook ?: 'update'))
        }
        Map sent = path =~ /approvals.*(approve|reject)/ ? signedIn() : headers(path)
        String at = whole.inject(path) { text, name, value -> text.replace("{$name}", value) }
        at = path.contains('{token}') && !places.token ? at.replace('{token}', token()) : at
        verb == 'get' ? web.get(at + (path.endsWith('/tail') ? '?file=/var/log/syslog' : ''), document.paths[path].get.security ? AS_API : [:]) : web.send(verb.toUpperCase(Locale.ROOT), at, verb == 'delete' ? null : body(path, verb), sent)
    }

    def 'the document holds every way into the API, and no other'() {
        expect:
        document.openapi == '3.1.0'
        operations().collect { "${it[1]} ${it[0]}".toString() } as Set == new Api(web.parts).routes().collect { "${it.verb().name().toLowerCase()} ${it.path()}".toString() } as Set
        operations().size() > 15
        operations().every { it[2].summary }
    }

    /** Where an answer is not what an operation's description says; none: it agrees. */
    private List<String> differs(Map operation, answer) {
        def said = operation.responses[answer.statusCode() as String]
        if (!said) {
            return ["status ${answer.statusCode()} is not described: ${answer.body()}" as String]
        }
        String type = said.content.keySet()[0]
        String came = answer.headers().firstValue('Content-Type').orElse('nothing')
        if (!came.startsWith(type)) {
            return ["$came instead of $type" as String]
        }
        if (type == 'application/json') {
            return (said.content[type].schema.required - WebFixture.json(answer).keySet()).collect { "field $it is missing" as String }
        }
        type == 'application/problem+json' && !WebFixture.json(answer).keySet().containsAll(document.components.schemas.Problem.required) ? ['no problem as described'] : []
    }

    @Row('W-10')
    def 'every operation answers as its description says, and a description that said something else would be found out'() {
        given:
        int asked = 0

        expect:
        operations().each { path, verb, operation ->
            def answer = ask(path, verb)
            String what = "$verb $path"
            asked++
            assert differs(operation, answer) == []: what
            String status = answer.statusCode()
            assert differs(operation + [responses: operation.responses.findAll { it.key != status }], answer): what
            assert differs(operation + [responses: [(status): [content: ['image/png': [schema: [:]]]]]], answer): what
            if (status < '300' && operation.responses[status].content['application/json']) {
                assert differs(operation + [responses: [(status): [content: ['application/json': [schema: [required: ['no such field']]]]]]], answer) == ['field no such field is missing']: what
            }
        }
        asked == new Api(web.parts).routes().size()
    }

    @Row('W-10')
    def 'every operation succeeds as described where things are as it needs them'() {
        given: 'a run that goes on, which asks something and began a UPID; and a guest that runs'
        def log = web.stored.begin()
        log.append(web.stored.started())
        log.append(new RunEvent.ConfirmAsked('0.0', 'web-1', 'Go on?', web.time.now().plusSeconds(60)))
        long open = web.stored.lastRun
        def places = { String path, String verb -> path.contains('{run}') && verb == 'post' && !path.endsWith('/retry') ? [run: open as String] : [:] }

        when: 'all of them are asked'
        Map<String, Integer> missed = operations().collectEntries { path, verb, operation ->
            def answer = ask(path, verb, NORMAL + [guest: verb == 'get' || path.endsWith('/shutdown') ? '101' : '103'] + places(path, verb))
            assert differs(operation, answer) == []: "$verb $path"
            ["$verb $path".toString(), answer.statusCode()]
        }.findAll { it.value > 299 }

        then:
        missed == [:]
    }

    @Row('W-10')
    def 'what an operation is said to need, it needs; what is not described, it refuses; what is said to need a token, answers nobody without one'() {
        given:
        List<String> wrong = []
        int bodies = 0

        when:
        operations().each { path, verb, operation ->
            def send = { Map who, Object sent -> web.send(verb.toUpperCase(Locale.ROOT), filled(path), verb == 'get' ? null : new EventJson().text(sent), who) }
            def refused = { answer, List<Integer> statuses, String how ->
                if (!(answer.statusCode() in statuses) || differs(operation, answer)) {
                    wrong << ("$verb $path $how: ${answer.statusCode()} ${answer.body()}" as String)
                }
            }
            if (operation.security) {
                refused(send(['Content-Type': 'application/json'], [:]), [401], 'by nobody')
            }
            def schema = operation.requestBody?.content?.get('application/json')?.schema
            if (schema && !path.contains('/hooks/')) {
                bodies++
                Map who = path =~ /approvals.*(approve|reject)/ ? signedIn() : headers(path)
                Map whole = new EventJson().map(body(path, verb) ?: '{}')
                schema.required.each { field -> refused(send(who, whole.findAll { it.key != field }), [400, 422], "without $field") }
                if (schema.additionalProperties == false) {
                    refused(send(who, whole + [nonsense: 1]), [400], 'with nonsense')
                }
            }
        }

        then:
        wrong == []
        bodies > 20
    }

    @Row('W-15')
    def 'every change by the API has a row of the audit: who, by which way, and of what or to what'() {
        expect: 'what agents push, and Diun and a git server tell, is news, which is kept where it belongs'
        operations().findAll { it[1] != 'get' && !(it[1] == 'post' && it[0].startsWith('/api/proxmox/')) && !(it[0] =~ '/hooks/(diun|git)$') }.each { path, verb, operation ->
            long last = web.store.audit().newest(0, '', 1).collect { it.id() }.find() ?: 0
            if (ask(path, verb).statusCode() < 300) {
                def rows = web.store.audit().newest(0, '', 20).findAll { it.id() > last }*.change()
                assert rows.any { it.who() && it.way() in ['api', 'hook'] && it.what() && (it.target() || it.before() || it.after()) }: "$verb $path: $rows"
            }
        }
    }

    def 'what is nowhere is a problem as described'() {
        expect:
        operations().findAll { it[0].contains('{') }.each { path, verb, operation ->
            def answer = ask(path, verb, [run: '999', playbook: 'no.groovy', schedule: 'no', ups: 'no', cluster: 'no', node: 'no', vmid: 'no', guest: 'no', id: 'no', operation: 'no', host: 'no', exception: 'no', reboot: 'no', approval: '999', hook: 'no', account: 'no', token: 'no', alert: '999', silence: '999', server: 'no'])
            if (answer.statusCode() > 299) {
                assert operation.responses[answer.statusCode() as String]: "$verb $path: ${answer.statusCode()}"
                assert WebFixture.json(answer).keySet() == document.components.schemas.Problem.required as Set
            }
        }
    }

    def 'a change without a token is refused as described'() {
        expect:
        operations().findAll { it[1] == 'post' }.each { path, verb, operation ->
            assert operation.security == [[token: []]]
            def answer = web.post(path.replace('{run}', '1').replace('{exception}', '1').replace('{schedule}', 'weekly-updates').replace('{guest}', '103').replace('{alert}', '1').replace('{approval}', '1').replace('{hook}', 'update').replace('{silence}', '1').replace('{server}', 'one'), '{}', ['Content-Type': 'application/json'])
            assert answer.statusCode() == 401
            assert operation.responses['401']
        }
    }

    def 'a body with a field that is not described is refused: #path'() {
        expect:
        document.paths[path].post.requestBody.content['application/json'].schema.additionalProperties == false
        web.post(path.replace('{run}', '1').replace('{guest}', 'media'), '{"nonsense": 1}', AS_API).statusCode() == 400

        where:
        path << ['/api/v1/patches', '/api/v1/patches/exceptions', '/api/v1/patches/rollback', '/api/v1/reboots', '/api/v1/runs', '/api/v1/runs/{run}/cancel', '/api/v1/runs/{run}/retry', '/api/v1/runs/{run}/answer']
    }
}
