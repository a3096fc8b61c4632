package dev.steward.runner.module.patch.guard

import com.sun.net.httpserver.HttpServer
import dev.steward.runner.module.TryTarget
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What is looked at after an update, by the real script on this machine. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class VerificationSpec extends Specification {

    @TempDir File folder
    HttpServer server = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
    TryTarget target = new TryTarget()

    def setup() {
        server.createContext('/well') { it.sendResponseHeaders(204, -1); it.close() }
        server.createContext('/sick') { it.sendResponseHeaders(503, -1); it.close() }
        server.start()
    }

    def cleanup() { server.stop(0) }

    private List<Verification.Look> after(Map what, int seconds = 5) {
        new Verification().after(new Verify(false, what.ports ?: [], what.urls ?: [], what.commands ?: [], Duration.ofSeconds(seconds)),
                Verification.Before.UNKNOWN, target).looks()
    }

    def 'ports, addresses and commands are told apart in well and not well'() {
        given:
        int port = server.address.port
        int free = new ServerSocket(0).withCloseable { it.localPort }

        when:
        def looks = after(ports: [port as String, free as String], urls: ["http://127.0.0.1:$port/well" as String, "http://127.0.0.1:$port/sick" as String],
                commands: ['test "$HOME" && echo fine', "echo it\\'s down >&2; exit 4"])

        then:
        looks*.ok() == [true, false, true, false, true, false]
        looks[1].with { it.name() == "port:$free" && it.said() == 'nobody listens' }
        looks[3].said().contains('503') || looks[3].said().contains('exit status')
        looks[5].said() == "status 4: it's down"
    }

    def 'what hangs is killed with all it has begun, and the others are looked at all the same'() {
        given:
        def mark = 9_000_000_000L + System.nanoTime() % 100_000_000
        long begun = System.nanoTime()

        when:
        def looks = after(commands: ["(sleep $mark & sleep $mark; true)" as String, 'true'], 3)

        then:
        looks*.ok() == [false, true]
        looks[0].said() == 'did not end within 3 s and was killed'
        System.nanoTime() - begun < 30_000_000_000L
        ['pgrep', '-f', "^sleep $mark"]*.toString().execute().waitFor() == 1
    }

    def 'what is not well at once may be within the time'() {
        given:
        def file = new File(folder, 'up')

        expect:
        after([commands: ["n=\$(cat $file 2>/dev/null || echo 0); echo \$((n + 1)) >$file; [ \$n -ge 2 ]" as String]], 20)*.ok() == [true]
        file.text.strip() == '3'
    }

    def 'the downtime of services is that between their end and their new begin'() {
        expect:
        Verification.services('''\
            Id=nginx.service
            ActiveState=active
            ActiveEnterTimestampMonotonic=5000000
            ActiveExitTimestampMonotonic=3200000

            ActiveState=inactive
            Id=late.service
            ActiveEnterTimestampMonotonic=
            ActiveExitTimestampMonotonic=0
            '''.stripIndent()) == ['late.service': new Verification.Service(false, 0, 0), 'nginx.service': new Verification.Service(true, 5_000_000, 3_200_000)]

        and:
        def ran = new Verification.Service(true, 1_000_000, 0)
        Verification.downtimes([a: ran, b: ran, c: ran, d: new Verification.Service(false, 0, 0)],
                [a: new Verification.Service(true, 5_000_000, 3_200_000), b: ran, c: new Verification.Service(false, 1_000_000, 4_000_000),
                 d: new Verification.Service(true, 5_000_000, 0), e: new Verification.Service(true, 5_000_000, 0)]) == [a: 1.8d]
    }
}
