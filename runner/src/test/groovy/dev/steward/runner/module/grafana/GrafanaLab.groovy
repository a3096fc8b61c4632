package dev.steward.runner.module.grafana

import com.fasterxml.jackson.databind.ObjectMapper
import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer

/**
 * The part of Grafana's HTTP API that is about data sources and dashboards, in memory on loopback: paths, statuses, fields and words
 * of Grafana's documentation ("Data source API", "Dashboard API") and of its sources (pkg/api/datasources.go, dashboard.go). Its health
 * check really asks the data source, as the Prometheus plugin does.
 */
class GrafanaLab implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper()
    static final String TOKEN = 'glsa_labtokenlabtoken_0a1b2c3d'

    final Map<String, Map> sources = [:]
    final Map<String, Map> dashboards = [:]
    /** "POST /api/datasources" and so on, but what only reads. */
    final List<String> writes = []
    /** What Grafana says in place of doing anything: [status, body]; null: nothing. */
    List refusal
    private final HttpServer server
    private int ids

    GrafanaLab() {
        server = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
        server.createContext('/') { exchange -> exchange.withCloseable { handle(it) } }
        server.start()
    }

    String getUrl() { "http://127.0.0.1:${server.address.port}" }

    private void handle(HttpExchange exchange) {
        String method = exchange.requestMethod
        String path = exchange.requestURI.path
        String text = exchange.requestBody.text
        if (refusal) {
            answer(exchange, *refusal)
        } else if (path == '/api/health') {
            answer(exchange, 200, [commit: '0a1b2c3', database: 'ok', version: '11.6.0'])
        } else if (!allowed(exchange.requestHeaders.getFirst('Authorization'))) {
            answer(exchange, 401, [message: 'Invalid API key', messageId: 'api-key.invalid', statusCode: 401, traceID: ''])
        } else {
            if (method != 'GET') {
                writes << "$method $path".toString()
            }
            answer(exchange, *route(method, path, text ? JSON.readValue(text, Map) : [:]))
        }
    }

    private static boolean allowed(String authorization) {
        authorization in ["Bearer $TOKEN".toString(), 'Basic ' + 'admin:hardtoguess'.bytes.encodeBase64()]
    }

    private List route(String method, String path, Map body) {
        def parts = path.tokenize('/').drop(1)
        switch ([method, *parts.collect { it in ['datasources', 'dashboards', 'uid', 'db', 'health'] ? it : '*' }].join(' ')) {
            case 'GET datasources uid *': return source(parts[2]) ?: missing('Data source not found')
            case 'GET datasources uid * health': return health(parts[2])
            case 'POST datasources': return add(body)
            case 'PUT datasources uid *': return update(parts[2], body)
            case 'DELETE datasources uid *': return remove(parts[2])
            case 'GET dashboards uid *': return dashboard(parts[2]) ?: missing('Dashboard not found')
            case 'POST dashboards db': return save(body)
            case 'DELETE dashboards uid *': return delete(parts[2])
            default: return missing('Not found')
        }
    }

    private static List missing(String words) { [404, [message: words, traceID: '']] }

    private List source(String uid) { sources[uid] ? [200, sources[uid]] : null }

    private List add(Map body) {
        if (!body.name || !body.type || !body.access) {
            return [400, [message: 'bad request data', traceID: '']]
        }
        if (sources.values().any { it.name == body.name }) {
            return [409, [message: 'data source with the same name already exists', traceID: '']]
        }
        if (sources.containsKey(body.uid)) {
            return [409, [message: 'data source with the same uid already exists', traceID: '']]
        }
        String uid = body.uid ?: "lab${ids + 1}"
        sources[uid] = [id: ++ids, uid: uid, orgId: 1, name: body.name, type: body.type,
                        typeLogoUrl: 'public/app/plugins/datasource/prometheus/img/prometheus_logo.svg', access: body.access, url: body.url ?: '', user: '',
                        database: '', basicAuth: body.basicAuth ?: false, basicAuthUser: '', withCredentials: false, isDefault: body.isDefault ?: false,
                        jsonData: body.jsonData ?: [:], secureJsonFields: [:], version: 1, readOnly: false, apiVersion: '']
        [200, [datasource: sources[uid], id: ids, message: 'Datasource added', name: body.name]]
    }

    private List update(String uid, Map body) {
        Map old = sources[uid]
        if (!old) {
            return missing('Data source not found')
        }
        if (old.readOnly) {
            return [403, [message: 'Cannot update read-only data source', traceID: '']]
        }
        if (body.version && body.version != old.version) {
            return [409, [message: 'Datasource has already been updated by someone else. Please reload and try again', traceID: '']]
        }
        ['name', 'type', 'access', 'url', 'user', 'database', 'basicAuth', 'basicAuthUser', 'withCredentials', 'isDefault', 'jsonData'].each {
            old[it] = body.containsKey(it) ? body[it] : (old[it] instanceof Boolean ? false : old[it] instanceof Map ? [:] : '')
        }
        old.version++
        [200, [datasource: old, id: old.id, message: 'Datasource updated', name: old.name]]
    }

    private List remove(String uid) {
        if (sources[uid]?.readOnly) {
            return [403, [message: 'Cannot delete read-only data source', traceID: '']]
        }
        Map old = sources.remove(uid)
        old ? [200, [id: old.id, message: 'Data source deleted']] : missing('Data source not found')
    }

    private List health(String uid) {
        Map source = sources[uid]
        if (!source) {
            return [500, [message: 'Unable to load datasource metadata', traceID: '']]
        }
        try {
            def connection = new URI("${source.url}/api/v1/query?query=1%2B1").toURL().openConnection() as HttpURLConnection
            connection.connectTimeout = 2000
            connection.readTimeout = 2000
            def said = JSON.readValue(connection.inputStream, Map)
            return said.status == 'success' ? [200, [message: 'Successfully queried the Prometheus API.', status: 'OK']] :
                    [400, [message: 'There was an error returned querying the Prometheus API.', status: 'ERROR']]
        } catch (IOException e) {
            return [400, [details: [:], message: "Post \"${source.url}/api/v1/query\": $e.message - There was an error returned querying the Prometheus API.".toString(), status: 'ERROR']]
        }
    }

    private List dashboard(String uid) {
        Map kept = dashboards[uid]
        kept ? [200, [meta: kept.meta, dashboard: kept.dashboard]] : null
    }

    private List save(Map body) {
        Map dashboard = body.dashboard as Map
        if (!dashboard?.title) {
            return [400, [message: 'Dashboard title cannot be empty', status: 'empty-name']]
        }
        Map old = dashboards[dashboard.uid]
        if (old?.meta?.provisioned) {
            return [400, [message: 'Cannot save provisioned dashboard']]
        }
        if (old && !body.overwrite && dashboard.version != old.dashboard.version) {
            return [412, [message: 'The dashboard has been changed by someone else', status: 'version-mismatch']]
        }
        int version = (old?.dashboard?.version ?: 0) + 1
        String slug = (dashboard.title as String).toLowerCase().replaceAll(/[^a-z0-9]+/, '-')
        String url = "/d/$dashboard.uid/$slug"
        dashboards[dashboard.uid as String] = [
                dashboard: dashboard + [id: old?.dashboard?.id ?: ++ids, version: version],
                meta     : [type: 'db', canSave: true, canEdit: true, slug: slug, url: url, version: version, folderUid: body.folderUid ?: '', folderTitle: 'General',
                            provisioned: false, provisionedExternalId: '']]
        [200, [folderUid: body.folderUid ?: '', id: ids, slug: slug, status: 'success', uid: dashboard.uid, url: url, version: version]]
    }

    private List delete(String uid) {
        Map old = dashboards.remove(uid)
        old ? [200, [title: old.dashboard.title, message: "Dashboard $old.dashboard.title deleted".toString(), uid: uid]] : missing('Dashboard not found')
    }

    private static void answer(HttpExchange exchange, int status, Object body) {
        byte[] bytes = (body instanceof String ? body : JSON.writeValueAsString(body)).getBytes('UTF-8')
        exchange.responseHeaders.set('Content-Type', body instanceof String ? 'text/html' : 'application/json; charset=UTF-8')
        exchange.sendResponseHeaders(status, bytes.length)
        exchange.responseBody.write(bytes)
    }

    @Override
    void close() { server.stop(0) }
}
