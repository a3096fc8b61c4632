package dev.steward.runner.lab.pve

import dev.steward.runner.lab.pve.table.Checks
import dev.steward.runner.lab.pve.table.Endpoint
import dev.steward.runner.lab.pve.table.Param
import dev.steward.runner.lab.pve.table.Property
import dev.steward.runner.lab.pve.table.Release
import dev.steward.runner.lab.pve.table.Table
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** Holds the lab against what is known of real PVE. Run by .ci/compare-pve where that data is; no spec of the build. */
class PveComparison extends Specification {

    /** Their parameters are a choice of several forms, which the published list leaves out. */
    static final Set<String> FORMLESS = ['POST /cluster/ha/rules', 'PUT /cluster/ha/rules/{rule}']

    /** Fields that depend on what the machine or guest happens to be. */
    static final Set<String> AT_TIMES = ['tags', 'lock', 'pool', 'hastate', 'serial', 'template', 'parent', 'clipboard', 'tokenid', 'diskread', 'diskwrite',
            'pressurecpusome', 'pressurecpufull', 'pressureiosome', 'pressureiofull', 'pressurememorysome', 'pressurememoryfull', 'nics', 'pid', 'snapstate',
            'secureboot', 'shared', 'ha', 'dependent-ha-resources', 'subtype', 'vmid', 'wakeonlan', 'running', 'vmstate', 'total', 'state', 'unavailable_storages',
            'service_status', 'master_node', 'endtime', 'inet', 'inet6', 'protected', 'notes'] as Set

    /** What a configuration holds is its owner's choice. */
    static final List<String> OWN_KEYS = ['/config', '/access/permissions', '/config?current=1', 'apt/versions', '/access/roles']

    /** What the lab leaves out, being nothing that Steward asks. */
    static final List<String> NOT_ASKED = ['/cluster/metrics', '/cluster/notifications', '/firewall', '/capabilities', '/cluster/log']

    @Shared PveData data = new PveData()
    @AutoCleanup PveLab lab

    def 'the table of methods agrees with the published one of #version'() {
        given:
        Map<String, Map> schema = data.schema(version)
        Table table = Table.of(Release.of(version))

        expect:
        table.endpoints().collectMany { endpoint ->
            Map method = schema[endpoint.title()]
            method ? differences(table, endpoint, method) : ["${endpoint.title()}: not in $version" as String]
        } == []

        where:
        version << ['8.4', '9.2']
    }

    private static List<String> differences(Table table, Endpoint endpoint, Map method) {
        List<String> found = []
        if (endpoint.ofNode() != (method.proxyto == 'node') || endpoint.guarded() != method.protected || endpoint.ticketOnly() == method.allowtoken) {
            found << "${endpoint.title()}: ${endpoint.flags()} against $method".toString()
        }
        Object may = endpoint.may() == 'root' ? null : PveData.JSON.readValue(endpoint.may(), Map)
        if (may != method.permissions) {
            found << "${endpoint.title()}: may ${endpoint.may()} against $method.permissions".toString()
        }
        if (!(endpoint.title() in FORMLESS)) {
            found += params(table, endpoint.title(), endpoint.params(), method.parameters)
        }
        found
    }

    private static List<String> params(Table table, String where, List<Param> own, Map<String, Map> published) {
        List<String> found = (published.keySet() - own*.name()).collect { "$where: $it is missing" as String }
        own.each { param ->
            Map theirs = published[param.name()]
            if (theirs == null) {
                found << "$where: ${param.name()} is unknown there".toString()
            } else if (param.type() != 'alias' || theirs) {
                found += limits(table, "$where ${param.name()}", param, theirs)
            }
        }
        found
    }

    private static List<String> limits(Table table, String where, Param own, Map theirs) {
        List<String> found = []
        Closure differ = { String what, Object ours, Object real ->
            if (String.valueOf(ours ?: '') != text(real)) {
                found << "$where: $what $ours against $real".toString()
            }
        }
        differ('type', own.type(), theirs.type in [null, 'any'] ? 'string' : theirs.type)
        differ('optional', own.optional() ? 1 : '', theirs.optional ?: null)
        differ('enum', own.values().join(','), (theirs.enum ?: []).join(','))
        [min: 'minimum', max: 'maximum', shortest: 'minLength', longest: 'maxLength', requires: 'requires', pattern: 'pattern'].each { ours, real ->
            differ(real, own.limit(ours), theirs[real])
        }
        if (theirs.format instanceof Map) {
            Property form = table.property(own.limit('property'))
            found += form ? params(table, where, form.keys(), theirs.format as Map) : ["$where: not a property string here" as String]
        } else {
            differ('format', own.limit('format'), theirs.format)
        }
        found
    }

    private static String text(Object published) {
        published == null ? '' : published instanceof Boolean ? (published ? '1' : '0') : String.valueOf(published)
    }

    private PveLab like(String recorded) {
        SettableTime time = new SettableTime(Instant.parse('2026-11-21T03:42:41Z'))
        boolean nine = recorded.contains('9.2')
        LabBuilder builder = nine ? PveLab.cluster('lab').nodes(3) : PveLab.standalone().version('8.4.21').nodes('pve5')
        int container = nine ? 101 : 105
        int machine = nine ? 200 : 205
        PveLab made = builder.lxc(container, "ct$container") { it.running().tags('a;b') }.qemu(machine, "vm$machine") { it.running() }.start(time)
        String upid = new Asking(made).post("/nodes/${nine ? 'pve1' : 'pve5'}/vzdump", [vmid: container, mode: 'stop']).data
        time.advance(Duration.ofMinutes(10))
        assert upid
        made
    }

    private Asking.Got asked(Map recording) {
        String path = (recording.request.path as String) - '/api2/json'
        String node = (path =~ '^/nodes/(pve\\d)').with { it.find() ? it.group(1) : null }
        Map body = recording.response.body instanceof Map ? recording.response.body : [:]
        lab.change { state ->
            state.guests().values().each { guest ->
                if (node && path.contains("/${guest.vmid()}/")) {
                    guest.move(node)
                }
                boolean off = String.valueOf(body.message).contains('is not running') && !String.valueOf(body.message).contains('agent is')
                        || path.contains('/pve1/qemu') && guest.kind().path() == 'qemu'
                if (off && guest.running()) {
                    guest.off()
                } else if (!off && !guest.running()) {
                    guest.on(4711, state.now().minusSeconds(300))
                }
                guest.manner().agent(!String.valueOf(body.message).contains('agent is'))
                guest.lock(String.valueOf(body.message).contains('locked (snapshot)') ? 'snapshot' : '')
            }
            null
        }
        new Asking(lab).get(path)
    }

    def 'the lab answers as #recorded did, field by field'() {
        given:
        lab = like(recorded)
        List<Map> all = data.recordings(recorded).findAll { one ->
            one.request.method == 'GET' && !one.file.startsWith('task-') && !NOT_ASKED.any { one.request.path.contains(it) }
        }

        when:
        List<String> found = all.collectMany { recording ->
            Asking.Got got = asked(recording)
            Map real = recording.response
            String path = recording.request.path
            if (got.status != real.status || got.reason != real.reason) {
                return ["$path: recorded $real.status $real.reason, the lab $got.status $got.reason" as String]
            }
            Set<String> optional = AT_TIMES
            boolean own = OWN_KEYS.any { path.endsWith(it) }
            Object recordedData = real.status == 200 ? real.body.data : real.body.findAll { it.key != 'data' }
            Object labData = got.status == 200 ? got.data : got.json.findAll { it.key != 'data' }
            Shape.differences(recordedData, labData, optional).findAll { !own || it.contains(': recorded ') }.collect { "$path$it" as String }
        }
        found.each { println it }

        then:
        all.size() > 50
        found == []

        where:
        recorded << ['pve-9.2-cluster', 'pve-8.4-single']
    }

    def 'the lab refuses as the real one: #method #path #form'() {
        given:
        lab = like('pve-9.2-cluster')
        lab.change { state ->
            state.guests()[101].move('pve3')
            state.guests()[200].manner().agent(false)
            null
        }
        Asking ask = new Asking(lab)

        expect:
        Asking.Got got = form instanceof String ? ask.ask(method, path, 'application/json', form) : method == 'GET' ? ask.get(path) :
                ask.ask(method, path, 'application/x-www-form-urlencoded', (form ?: [:]).collect { key, value -> "$key=$value" }.join('&'))
        "$got.status $got.reason" == wanted
        !errors || got.errors == errors

        where:
        method   | path                              | form                                    || wanted                                                             | errors
        'GET'    | '/nodes/pve1/nosuch'              | null                                    || "501 Method 'GET /nodes/pve1/nosuch' not implemented"              | null
        'PATCH'  | '/nodes/pve1/status'              | [:]                                     || "501 method 'PATCH' not available"                                 | null
        'POST'   | '/version'                        | [:]                                     || "501 Method 'POST /version' not implemented"                       | null
        'GET'    | '/nodes/pve1/lxc/9999/config'     | null                                    || "500 Configuration file 'nodes/pve1/lxc/9999.conf' does not exist" | null
        'GET'    | '/nodes/pve1/lxc/99/config'       | null                                    || '400 Parameter verification failed.'                               | [vmid: 'invalid format - value does not look like a valid VM ID\n']
        'GET'    | '/nodes/pve1/qemu?full=yes&bogus=1' | null                                  || '400 Parameter verification failed.'                               | [bogus: 'property is not defined in schema and the schema does not allow additional properties', full: "type check ('boolean') failed - got 'yes'"]
        'POST'   | '/nodes/pve1/qemu/200/status/shutdown' | '{"timeout":'                      || '500 malformed JSON string, neither tag, array, object, number, string or atom, at character offset 11 (before "(end of string)") at /usr/share/perl5/PVE/APIServer/AnyEvent.pm line 934.' | null
        'POST'   | '/nodes/pve1/qemu/201/status/shutdown' | [timeout: 5, forceStop: 'true']    || '400 Parameter verification failed.'                               | [forceStop: "type check ('boolean') failed - got 'true'"]
        'POST'   | '/nodes/pve1/lxc'                 | [vmid: 101, ostemplate: 'x']            || "500 CT 101 already exists on node 'pve3'"                         | null
        'PUT'    | '/nodes/pve3/lxc/101/config'      | [memory: 5, net0: 'name=eth0,bogus=1']  || '400 Parameter verification failed.'                               | [memory: 'value must have a minimum value of 16', net0: 'invalid format - value without key, but schema does not define a default key\n']
        'GET'    | '/nodes/pve1/tasks/UPID:pve1:000004FF:0006CA90:6B010563:qmstart:200:root@pam:/status' | null || '400 Parameter verification failed.'              | [upid: 'no such task']
        'POST'   | '/nodes/pve1/qemu/200/agent/ping' | [:]                                     || '500 QEMU guest agent is not running'                              | null
        'POST'   | '/nodes/pve1/qemu/200/migrate'    | [cleanup: 1]                            || '400 Parameter verification failed.'                               | [target: 'property is missing and it is not optional', cleanup: 'property is not defined in schema and the schema does not allow additional properties']
        'GET'    | '/nodes/nosuch/status'            | null                                    || "500 hostname lookup 'nosuch' failed - failed to get address info for: nosuch: Temporary failure in name resolution" | null
    }

    def 'every request of the specs is one that PVE #version takes'() {
        given:
        Map<String, Map> schema = data.schema(version)
        List<Path> files = ['target/pve-requests', '../web/target/pve-requests'].collect { Path.of(it) }.findAll { Files.isDirectory(it) }.collectMany { folder ->
            Files.list(folder).withCloseable { it.toList() }
        }
        List<Map> requests = files.collectMany { Files.readAllLines(it).collect { line -> PveData.JSON.readValue(line, Map) } }
                .findAll { it.version.startsWith(version[0]) && it.status < 300 && !it.path.startsWith('/extjs/') }.unique { [it.method, it.path, it.params.keySet()] }
        Table table = Table.of(Release.of(version))

        when:
        println "Compared with $version: ${requests.size()} different requests"
        List<String> found = requests.collectMany { request ->
            Optional<Table.Found> meant = table.find(request.method, (request.path as String).substring(1).split('/') as List)
            Map method = meant.present ? schema[meant.get().endpoint().title()] : null
            if (method == null) {
                return ["$request: not a method of $version" as String]
            }
            if (meant.get().endpoint().title() in FORMLESS) {
                return []
            }
            Map given = request.params + meant.get().variables()
            List<String> unknown = given.keySet().findAll { key -> !method.parameters.keySet().any { new Param(it, '', true, [:]).covers(key as String) } } as List
            List<String> missing = method.parameters.findAll { !it.value.optional && it.value && !(it.key in given.keySet()) }*.key
            unknown || missing ? ["$request: unknown $unknown, missing $missing" as String] : []
        }
        found.each { println it }

        then:
        found == []

        where:
        version << ['8.4', '9.2']
    }
}
