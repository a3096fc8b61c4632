package dev.steward.runner.connection.ssh

import dev.steward.runner.connection.Command
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.Output
import dev.steward.runner.inventory.Host
import dev.steward.runner.time.SystemTime
import java.nio.charset.StandardCharsets
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What a host is offered: read from the first packet of the client, which is not encrypted (RFC 4253, 7.1). */
@Timeout(60)
class OfferSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @AutoCleanup ServerSocket port = new ServerSocket(0, 50, InetAddress.getByName('127.0.0.1'))

    def 'the key exchange that costs least comes first, and nothing weak or slow is offered at all'() {
        given:
        def heard = threads.submit({ port.accept().withCloseable { lists(it) } } as Callable<List<List<String>>>)
        def ssh = new Ssh(folder, Optional.empty(), new SystemTime(), threads)
        def host = new Host('web1', [], [ansible_host: '127.0.0.1', ansible_port: port.localPort, ansible_user: 'root', ansible_ssh_timeout: 5])
        def connection = ssh.to(ConnectionSettings.of(host, LoginDefaults.NONE))

        when:
        connection.run(Command.argv('true'), Output.NONE)

        then:
        thrown(ConnectionException)

        when:
        def (List<String> exchanges, List<String> hostKeys, List<String> ciphers) = heard.get(20, TimeUnit.SECONDS)

        then: 'curve25519 costs a client one or two milliseconds, what sshd would choose by itself fifty'
        exchanges.first().startsWith('curve25519-sha256')
        !exchanges.any { it.contains('sntrup') || it.contains('mlkem') || it.contains('sha1') }
        hostKeys.first() == 'ssh-ed25519'
        !hostKeys.any { it in ['ssh-rsa', 'ssh-dss'] }
        !ciphers.any { it.contains('cbc') || it.contains('arcfour') }

        cleanup:
        connection?.close()
        ssh?.close()
    }

    /** Its name-lists: key exchange, host keys, ciphers from the client. */
    private static List<List<String>> lists(Socket socket) {
        socket.outputStream.write('SSH-2.0-here\r\n'.getBytes(StandardCharsets.US_ASCII))
        def bytes = new DataInputStream(new BufferedInputStream(socket.inputStream))
        while (bytes.read() != ('\n' as char) as int) { }
        bytes.readInt() // length of the packet
        bytes.skipNBytes(1 + 1 + 16) // padding, the message's number, the cookie
        (1..3).collect { new String(bytes.readNBytes(bytes.readInt()), StandardCharsets.US_ASCII).split(',').toList() }
    }
}
