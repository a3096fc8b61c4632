package dev.steward.runner.module.grafana

import com.sun.net.httpserver.HttpServer
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.module.Outcome
import dev.steward.runner.secret.Secret
import java.nio.file.Files
import spock.lang.AutoCleanup
import spock.lang.Shared

class GrafanaSpec extends ModuleTry {

    @AutoCleanup GrafanaLab lab = new GrafanaLab()
    @Shared HttpServer prometheus = prometheus()

    void setup() {
        target.folder = folder
        target.diff = true
        Files.writeString(folder.resolve('board.json'), '{"id": 77, "uid": "board", "title": "Cluster", "version": 9, "panels": [{"id": 1, "title": "CPU", "gridPos": {"h": 8}}]}')
    }

    static HttpServer prometheus() {
        HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0).tap {
            createContext('/api/v1/query') { exchange -> exchange.withCloseable { it.sendResponseHeaders(200, 0); it.responseBody << '{"status":"success"}' } }
            start()
        }
    }

    def cleanupSpec() { prometheus.stop(0) }

    String getAddress() { "http://127.0.0.1:${prometheus.address.port}" }

    Outcome source(Map more = [:]) {
        call(([grafana: lab.url, token: new Secret(GrafanaLab.TOKEN), uid: "ours", name: "Ours", url: address, jsonData: [httpMethod: "POST", timeInterval: "30s"]] + more).findAll { it.value != null }, "grafanaDataSource")
    }

    Outcome board(Map more = [:]) {
        call([grafana: "$lab.url/", token: new Secret(GrafanaLab.TOKEN), src: 'board.json'] + more, 'grafanaDashboard')
    }

    def 'a data source is added once, tried by Grafana, and removed once'() {
        when:
        def added = source()

        then:
        changed(added)
        added.message() == 'added data source Ours'
        added.data() == [uid: 'ours', health: 'Successfully queried the Prometheus API.']
        added.diffs()[0].with { name() == 'Grafana data source Ours' && before() == '' && after().contains('"timeInterval" : "30s"') }
        lab.sources.ours.subMap('name', 'type', 'access', 'url') == [name: 'Ours', type: 'prometheus', access: 'proxy', url: address]

        and:
        ok(source())
        lab.writes == ['POST /api/datasources']

        and:
        changed(source(state: 'absent'))
        ok(source(state: 'absent'))
        lab.sources.isEmpty()
        lab.writes.size() == 2
    }

    def 'what is not said of a data source stays: its own settings, its users, its place as the default'() {
        given:
        source()
        lab.sources.ours.putAll(isDefault: true, basicAuth: true, basicAuthUser: 'anna', jsonData: [httpMethod: 'GET', mine: 1])

        when:
        def changed = source(jsonData: [httpMethod: 'POST'])

        then:
        changed.message() == 'changed data source Ours'
        lab.sources.ours.subMap('isDefault', 'basicAuth', 'basicAuthUser', 'jsonData', 'version') ==
                [isDefault: true, basicAuth: true, basicAuthUser: 'anna', jsonData: [httpMethod: 'POST', mine: 1], version: 2]
        changed.diffs()[0].before().contains('"GET"')
        !changed.diffs()[0].before().contains('mine')
    }

    def 'a dashboard is added once, put right where people changed it, stays in its folder, and is removed once'() {
        when:
        def added = board(folder: 'ops')

        then:
        changed(added)
        added.data() == [uid: 'board', url: "$lab.url/d/board"]
        lab.dashboards.board.dashboard.with { it.id == 1 && it.version == 1 && it.panels[0].title == 'CPU' }
        lab.dashboards.board.meta.folderUid == 'ops'
        ok(board())

        when: 'Grafana of a newer version adds fields, and a person changes one of ours'
        lab.dashboards.board.dashboard.panels[0].fieldConfig = [:]

        then:
        ok(board())

        when:
        lab.dashboards.board.dashboard.panels[0].title = 'Mine'

        then:
        changed(board())
        lab.dashboards.board.dashboard.panels[0].title == 'CPU'
        lab.dashboards.board.meta.folderUid == 'ops'

        and: 'moved where it is said'
        changed(board(folder: 'other'))
        ok(board(folder: 'other'))

        and:
        changed(board(state: 'absent'))
        ok(board(state: 'absent'))
        lab.dashboards.isEmpty()
    }

    def 'check mode shows what it would do and does nothing'() {
        given:
        checking()

        expect:
        changed(source())
        changed(board())
        lab.writes == []
    }

    def 'a user with a password may ask too'() {
        expect:
        changed(source(token: null, user: 'admin', password: new Secret('hardtoguess')))
        lab.sources.ours
    }

    def 'what Grafana refuses is told with the next step: #what'() {
        given:
        prepare(lab)

        when:
        def outcome = ask(this)

        then:
        failed(outcome)
        outcome.message().contains(said)
        !outcome.message().contains('glsa_')

        where:
        what                  | prepare                                                                  | ask                                              || said
        'a wrong token'       | { }                                                                      | { it.source(token: new Secret('glsa_wrong')) }   || 'with 401: Invalid API key; it takes the token of a service account'
        'a token of a viewer' | { it.refusal = [403, [message: "You'll need additional permissions"]] }  | { it.source() }                                  || 'need the role Admin'
        'no Grafana'          | { it.refusal = [404, '<html>nginx</html>'] }                             | { it.source(state: 'absent') }                   || 'answered 404, and not as Grafana does'
        'a sign-in page'      | { it.refusal = [302, '<a href="/login">Found</a>'] }                     | { it.board() }                                   || 'answered 302, and not as Grafana does'
        'the same name'       | { it.sources.x = [uid: 'x', name: 'Ours'] }                              | { it.source() }                                  || '409: data source with the same name already exists'
        'a data source that Grafana keeps itself' | { it.sources.ours = [uid: 'ours', name: 'O', readOnly: true] } | { it.source() }                || 'Cannot update read-only data source'
        'a dashboard that Grafana keeps itself' | { it.dashboards.board = [dashboard: [uid: 'board'], meta: [provisioned: true, provisionedExternalId: 'x.json']] } | { it.board() } || 'is provisioned from a file of Grafana\'s own (x.json)'
        'nobody there'        | { it.close() }                                                           | { it.source() }                                  || 'no answer from Grafana at http://127.0.0.1'
        'a Prometheus it cannot reach' | { }                                                             | { it.source(url: 'http://127.0.0.1:1') }         || 'added data source Ours, but Grafana cannot use it: Post "http://127.0.0.1:1/api/v1/query"'
        'a uid it cannot have' | { }                                                                     | { it.source(uid: 'a b') }                        || "uid is 'a b'; Grafana takes letters"
        'nothing to make it of' | { }                                                                    | { it.source(url: null) }                         || 'a new one needs name and url'
        'no file'             | { }                                                                      | { it.board(src: 'nosuch.json') }                 || "no file 'nosuch.json'; looked for"
    }

    def 'a file that is no dashboard is told: #text'() {
        given:
        Files.writeString(folder.resolve('board.json'), text)

        expect:
        board().message().contains(said)

        where:
        text               || said
        '{"title": "x"}'   || 'it needs uid and title'
        '[]'               || 'it needs uid and title'
        '{"uid": '         || "'board.json' is no JSON"
    }
}
