package dev.steward.web

import ch.qos.logback.classic.Level
import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.read.ListAppender
import dev.steward.house.Row
import dev.steward.runner.event.EventJson
import java.nio.file.Path
import org.slf4j.LoggerFactory
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Who sends a body and stops halfway, by a connection that breaks or by intent: it is the sender's, and nothing begins. */
class BrokenBodySpec extends Specification {

    private static final String ALL = '{"playbook": "weekly-updates.groovy"}'

    @TempDir Path dir
    @AutoCleanup WebFixture web
    ListAppender<ILoggingEvent> said = new ListAppender<>()
    Level quiet

    def setup() {
        web = new WebFixture(dir)
        said.start()
        quiet = log().level
        log().level = Level.INFO
        log().addAppender(said)
    }

    def cleanup() {
        log().detachAppender(said)
        log().level = quiet
    }

    private static Logger log() { (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) }

    private Socket sent(String path, String headers, String body) {
        def socket = new Socket('127.0.0.1', web.server.port())
        socket.soTimeout = 15_000
        socket.outputStream << "POST $path HTTP/1.1\r\nHost: localhost:${web.server.port()}\r\nAuthorization: Bearer $WebFixture.TOKEN\r\nContent-Type: application/json\r\n$headers\r\n\r\n$body".getBytes('UTF-8')
        socket.outputStream.flush()
        socket
    }

    private List<ILoggingEvent> all() { new ArrayList<>(said.list) }

    private List<ILoggingEvent> loud() { all().findAll { it.level.isGreaterOrEqual(Level.WARN) || it.throwableProxy } }

    @Row('S-09')
    def 'who sends less than was announced and listens on is told so with 400, and nothing begins: #what'() {
        when:
        String answer = sent(path, headers, body).withCloseable { socket ->
            socket.shutdownOutput()
            new String(socket.inputStream.readAllBytes(), 'UTF-8')
        }

        then:
        answer.startsWith('HTTP/1.1 400 ')
        new EventJson().map(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1)).with {
            [it.status, it.title, it.detail] == [400, 'Not understood', 'The body of the request broke off before its end; send the whole of it again.']
        }

        and:
        web.runs.begun.empty
        loud().empty

        where:
        what                         | path                       | headers                      | body
        'half of a JSON'             | '/api/v1/runs'             | 'Content-Length: 400'        | ALL.take(20)
        'a whole JSON, but shorter'  | '/api/v1/runs'             | 'Content-Length: 400'        | ALL
        'nothing at all'             | '/api/v1/runs'             | 'Content-Length: 400'        | ''
        'half a chunk'               | '/api/v1/runs'             | 'Transfer-Encoding: chunked' | '40\r\n' + ALL
        'no last chunk'              | '/api/v1/runs'             | 'Transfer-Encoding: chunked' | "${Integer.toHexString(ALL.length())}\r\n$ALL\r\n"
        'a chunk without a length'   | '/api/v1/runs'             | 'Transfer-Encoding: chunked' | 'zz\r\n' + ALL
        'a webhook'                  | '/api/v1/hooks/update/run' | 'Content-Length: 400'        | '{'
        'the push of a repository'   | '/api/v1/hooks/git'         | 'Content-Length: 400'        | '{'
    }

    @Row('S-09')
    def 'who is gone in the middle of a body begins nothing and leaves no stack trace: #what'() {
        when:
        sent('/api/v1/runs', headers, body).withCloseable { socket ->
            reset && socket.setSoLinger(true, 0)
        }

        then:
        new PollingConditions(timeout: 10).eventually {
            assert all().any { it.formattedMessage.contains('POST /api/v1/runs answered 400') }
        }
        web.runs.begun.empty
        loud().empty
        web.get('/api/v1/openapi.json').statusCode() == 200

        where:
        what               | headers                      | body          | reset
        'a length, closed' | 'Content-Length: 400'        | ALL.take(20)  | false
        'a length, reset'  | 'Content-Length: 400'        | ALL.take(20)  | true
        'chunks, closed'   | 'Transfer-Encoding: chunked' | '40\r\n' + ALL | false
        'chunks, reset'    | 'Transfer-Encoding: chunked' | '40\r\n' + ALL | true
    }
}
