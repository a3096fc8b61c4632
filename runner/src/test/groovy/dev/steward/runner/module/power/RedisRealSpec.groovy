package dev.steward.runner.module.power

import dev.steward.house.Row
import dev.steward.runner.secret.Secret
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Timeout

/** redis against a real Redis in a folder and on a port of its own, with a password, and without any save point. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RedisRealSpec extends Daemons {

    @Shared String server = program('redis-server', 'redis-server')
    @Shared Path home = Files.createTempDirectory('steward-redis-')
    @Shared int port = freePort()
    Process daemon
    Map<String, Object> at = [port: port, password: new Secret('hunter2')]

    void cleanupSpec() { sh("rm -rf '$home'") }

    void cleanup() { daemon?.destroyForcibly()?.waitFor(5, TimeUnit.SECONDS) }

    private void start(String... more) {
        daemon = new ProcessBuilder([server, '--port', port as String, '--bind', '127.0.0.1', '--requirepass', 'hunter2', '--save', '', '--dir', home as String] + more.toList())
                .redirectErrorStream(true).redirectOutput(home.resolve('log').toFile()).start()
        sh("for i in \$(seq 100); do redis-cli -p $port ping 2>&1 | grep -q NOAUTH && exit 0; sleep 0.1; done; exit 1")
    }

    private String cli(String command) { sh("redis-cli -p $port $command", [REDISCLI_AUTH: 'hunter2']) }

    @Row('G-61')
    def 'a server is saved and shut down, nothing is lost though it has no save point, and it is left alone then'() {
        given:
        start()
        cli('set answer 42')

        when:
        checking()
        def would = call([state: 'stopped'] + at, 'redis')
        target.check = false

        then:
        changed(would)
        would.message() == "127.0.0.1:$port would be saved; 127.0.0.1:$port would be stopped"
        cli('ping') == 'PONG'

        when:
        int trips = here.trips
        def first = call([state: 'stopped'] + at, 'redis')
        def second = call([state: 'stopped'] + at, 'redis')

        then:
        changed(first)
        first.message() == "127.0.0.1:$port is saved; 127.0.0.1:$port is stopped"
        here.trips == trips + 2
        daemon.waitFor(5, TimeUnit.SECONDS)
        ok(second)
        here.words.flatten().every { !it.contains('hunter2') }

        when:
        start()

        then:
        cli('get answer') == '42'
    }

    @Row('G-61')
    def 'saved means on disk as of now, and says so once'() {
        given:
        start()
        cli('set a 1')

        when:
        def first = call([state: 'saved'] + at, 'redis')
        def second = call([state: 'saved'] + at, 'redis')

        then:
        changed(first)
        ok(second)

        when:
        daemon.destroyForcibly().waitFor(5, TimeUnit.SECONDS)
        start()

        then:
        cli('get a') == '1'
    }

    def 'a save that fails is a failure, and the server is not stopped'() {
        given: 'a folder that is gone'
        sh("mkdir '$home/gone'")
        start('--dir', "$home/gone")
        cli('set a 2')
        sh("rm -rf '$home/gone'")

        when:
        def outcome = call([state: 'stopped'] + at, 'redis')

        then:
        failed(outcome)
        outcome.message().contains('is not saved')
        daemon.alive
    }

    def 'a password that is missing or wrong is told, and the server runs on'() {
        given:
        start()

        expect:
        failed(call([state: 'stopped', port: port] + more, 'redis'))
        call([state: 'stopped', port: port] + more, 'redis').message().contains('(say password, and user where there is one)')
        daemon.alive

        where:
        more << [[:], [password: new Secret('guess')]]
    }

    def 'nobody there is stopped already, cannot be saved, and is not started without a service'() {
        expect:
        ok(call([state: 'stopped'] + at, 'redis'))
        call([state: 'saved'] + at, 'redis').message().startsWith("127.0.0.1:$port does not answer")
        call([state: 'started'] + at, 'redis').message() == "127.0.0.1:$port is not started by redis-cli: say service"
    }
}
