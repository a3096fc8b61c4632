package dev.steward.web

import dev.steward.runner.config.monitor.MetricsConfig
import dev.steward.runner.secret.Secret
import dev.steward.web.security.BindRefused
import dev.steward.web.server.MetricsServer
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class MetricsServerSpec extends Specification {

    static final String TOKEN = 'a-token-for-prometheus'

    @TempDir Path dir
    @AutoCleanup WebFixture web
    MetricsServer server

    def setup() { web = new WebFixture(dir) }

    def cleanup() { server?.close() }

    private MetricsServer listen(String bind, String token) {
        server = new MetricsServer(new MetricsConfig(bind, 0, Optional.ofNullable(token).map { new Secret(it) }), web.parts.metrics()).start()
    }

    private HttpResponse<String> get(String path, String token = null, String method = 'GET') {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:${server.port()}$path")).method(method, HttpRequest.BodyPublishers.noBody())
        if (token) {
            request.header('Authorization', "Bearer $token")
        }
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString())
    }

    def 'who has the token reads metrics from elsewhere, and nothing else is there'() {
        given:
        listen('0.0.0.0', TOKEN)

        expect:
        with(get('/metrics', TOKEN)) {
            statusCode() == 200
            headers().firstValue('content-type').get().startsWith('text/plain; version=0.0.4')
            body().contains('steward_build_info')
        }
        get('/metrics/pve', TOKEN).statusCode() == 200

        and:
        ['/', '/runs', '/api/v1/version', '/sign-in'].every { get(it, TOKEN).statusCode() == 404 }
        get('/metrics', TOKEN, 'POST').statusCode() in [404, 405]
    }

    def 'without the token nothing is told: #token'() {
        given:
        listen('127.0.0.1', TOKEN)

        when:
        def answer = get('/metrics', token)

        then:
        answer.statusCode() == 401
        answer.headers().firstValue('WWW-Authenticate').get() == 'Bearer'
        answer.body().contains('server.metrics')
        !answer.body().contains('steward_')

        where:
        token << [null, 'another-token-of-that-length', TOKEN + 'x', WebFixture.TOKEN]
    }

    def 'without a token only programs of this machine read, by its own name'() {
        given:
        listen('127.0.0.1', null)

        expect:
        get('/metrics').statusCode() == 200

        and: 'a page of a stranger that leads a browser here has its own name in the request'
        new Socket('127.0.0.1', server.port()).withCloseable { socket ->
            socket.outputStream << "GET /metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
            socket.outputStream.flush()
            socket.inputStream.newReader('UTF-8').readLine().split(' ')[1] == '421'
        }
    }

    def 'a port that is taken is refused with the key to change'() {
        when:
        new MetricsServer(new MetricsConfig('127.0.0.1', web.server.port(), Optional.empty()), web.parts.metrics()).start()

        then:
        def refused = thrown(BindRefused)
        refused.message.contains("cannot serve metrics on 127.0.0.1:${web.server.port()}")
        refused.message.contains('server.metrics')
    }

    def 'the configuration asks for a token where the network can reach it'() {
        when:
        new MetricsConfig(bind, 9221, Optional.ofNullable(token).map { new Secret(it) })

        then:
        def refused = thrown(IllegalArgumentException)
        refused.message.contains(words)

        where:
        bind         | token   || words
        '0.0.0.0'    | null    || 'token is missing'
        '192.0.2.10' | null    || 'token is missing'
        '127.0.0.1'  | 'short' || 'token is shorter than 16 characters'
    }
}
