package dev.steward.runner.connection.ssh

import dev.steward.runner.connection.Command
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.Output
import dev.steward.runner.inventory.Host
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A host that takes every connection and ends it at once, as an sshd beyond its MaxStartups does, and a forwarder with nothing behind it. */
@Timeout(60)
class TurnedAwaySpec extends Specification {

    @TempDir Path folder
    @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @AutoCleanup ServerSocket port = new ServerSocket(0, 50, InetAddress.getByName('127.0.0.1'))
    def time = new SettableTime(Instant.parse('2026-03-01T12:00:00Z'))
    def tries = new AtomicInteger()

    def setup() {
        threads.submit {
            while (!port.closed) {
                port.accept().close()
                tries.incrementAndGet()
            }
        }
    }

    def 'it is tried again for as long as connecting may take, pauses included, and not for ever'() {
        given:
        def ssh = new Ssh(folder, Optional.empty(), time, threads)
        def host = new Host('web1', [], [ansible_host: '127.0.0.1', ansible_port: port.localPort, ansible_user: 'root', ansible_ssh_timeout: 10])
        def connection = ssh.to(ConnectionSettings.of(host, LoginDefaults.NONE))
        def begun = time.now()

        when: 'and no other limit holds'
        connection.run(Command.argv('true').within(Command.Limits.of(Duration.ofDays(1))), Output.NONE)

        then:
        def refused = thrown(ConnectionException)
        refused.kind() == ConnectionException.Kind.UNREACHABLE
        def took = Duration.between(begun, time.now())
        took >= Duration.ofSeconds(9)
        took < Duration.ofSeconds(15)
        tries.get() in 5..200

        cleanup:
        connection?.close()
        ssh?.close()
    }
}
