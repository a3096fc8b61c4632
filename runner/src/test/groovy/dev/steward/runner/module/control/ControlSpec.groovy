package dev.steward.runner.module.control

import com.sun.net.httpserver.HttpServer
import dev.steward.house.Row
import dev.steward.runner.module.Checked
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.module.Target
import dev.steward.runner.secret.Secret
import java.time.Duration
import spock.lang.AutoCleanup

class ControlSpec extends ModuleTry {

    @AutoCleanup('stop')
    ServerHolder server = new ServerHolder()

    static class ServerHolder {
        HttpServer server
        List<String> seen = []

        int start() {
            server = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
            server.createContext('/') { e ->
                seen << "${e.requestMethod} ${e.requestURI} ${e.requestHeaders.getFirst('Authorization')} ${e.requestBody.text}".toString()
                byte[] body = e.requestURI.path == '/long' ? ('"' + 'ü' * 600_000 + '"').getBytes('UTF-8') : '{"up": [1, 2]}'.bytes
                e.responseHeaders.set('Content-Type', 'application/json')
                e.sendResponseHeaders(e.requestURI.path == '/bad' ? 503 : 200, body.length)
                e.responseBody.withStream { it.write(body) }
            }
            server.start()
            server.address.port
        }

        void stop() { server?.stop(0) }
    }

    def 'a question is asked, and the answer decides'() {
        given:
        target.answer = answer

        when:
        def outcome = call([text: 'Reboot?', timeout: Duration.ofSeconds(5)] + more, 'confirm')

        then:
        outcome.result().name() == result
        outcome.data().answer == answer.name().toLowerCase()
        target.asked == ['Reboot? (PT5S)']

        where:
        answer                | more                 || result
        Target.Answer.GO      | [:]                  || 'OK'
        Target.Answer.STOP    | [:]                  || 'FAILED'
        Target.Answer.TIMEOUT | [:]                  || 'OK'
        Target.Answer.TIMEOUT | [unanswered: 'stop'] || 'FAILED'
    }

    def 'nobody is asked in check mode'() {
        given:
        checking()

        expect:
        call('confirm', text: 'Reboot?').result().name() == 'SKIPPED'
        target.asked == []
    }

    def 'facts, hosts, assertions and failures are plain outcomes'() {
        expect:
        call('setFact', colour: 'blue', n: 3).facts() == [colour: 'blue', n: 3]
        failed(call('setFact'))
        call('addHost', name: 'new', groups: ['g'], address: '192.0.2.9', vmid: 240).added().get().vars() == [ansible_host: '192.0.2.9', vmid: 240]
        ok(call('assertThat', that: [new Checked('a', true)]))
        call('assertThat', that: [new Checked('a', true), new Checked('b > 1', false)], message: 'odd').message() == 'odd: does not hold: b > 1'
        call('fail', message: 'enough').message() == 'enough'
        call('debug', message: [a: 1]).message() == '{a=1}'
        target.logged == ['{a=1}']
        target.connection.trips == 0
    }

    def 'a request leaves from here and its answer is data'() {
        given:
        int port = server.start()

        when:
        def outcome = call([url: "http://127.0.0.1:$port/$path"] + more, 'uri')

        then:
        outcome.result().name() == result
        outcome.data().status == status
        outcome.data().json == [up: [1, 2]]
        server.seen == [request]
        target.connection.trips == 0

        where:
        path  | more                                                  || result   | status | request
        'ok'  | [:]                                                   || 'OK'     | 200    | 'GET /ok null '
        'bad' | [:]                                                   || 'FAILED' | 503    | 'GET /bad null '
        'bad' | [status: 503]                                         || 'OK'     | 503    | 'GET /bad null '
        'ok'  | [method: 'POST', body: [a: 1]]                        || 'OK'     | 200    | 'POST /ok null {"a":1}'
        'ok'  | [user: 'u', password: new Secret('p')]                || 'OK'     | 200    | 'GET /ok Basic dTpw '
    }

    @Row('U-18')
    def 'a body that is too long is cut behind a whole letter, with an ellipsis'() {
        given:
        int port = server.start()

        when:
        def outcome = call('uri', url: "http://127.0.0.1:$port/long")

        then:
        ok(outcome)
        String content = outcome.data().content
        content.length() == 524_289
        content.endsWith('üü…')
    }

    def 'no answer is a failure in words'() {
        expect:
        call('uri', url: url).message().contains(said)

        where:
        url                     || said
        'http://127.0.0.1:1/'   || 'no answer from http://127.0.0.1:1/'
        'nonsense'              || 'cannot ask nonsense'
    }

    def 'check mode sends only what changes nothing'() {
        given:
        int port = server.start()
        checking()

        expect:
        call('uri', url: "http://127.0.0.1:$port/", method: 'DELETE').result().name() == 'SKIPPED'
        ok(call('uri', url: "http://127.0.0.1:$port/"))
        server.seen.size() == 1
    }
}
