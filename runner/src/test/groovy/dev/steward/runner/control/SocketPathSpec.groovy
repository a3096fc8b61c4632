package dev.steward.runner.control

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.Specification

class SocketPathSpec extends Specification {

    Path temporary = Files.createTempDirectory('s')
    Path deep = Path.of('/srv', 'x' * 90, 'state')

    void cleanup() { temporary.toFile().deleteDir() }

    private Path own() { temporary.resolve("steward-${Files.getAttribute(temporary, 'unix:uid')}") }

    private static void mode(Path path, String mode) { Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode)) }

    def 'the socket is in the state directory, or where that is too long for one in a folder of this user alone'() {
        expect:
        SocketPath.of(Path.of('/srv/state'), temporary) == Path.of('/srv/state/steward.sock')
        Files.list(temporary).withCloseable { it.count() } == 0

        when:
        def socket = SocketPath.of(deep, temporary)

        then:
        socket.parent == own()
        socket.toString().getBytes('UTF-8').length < 108
        PosixFilePermissions.toString(Files.getPosixFilePermissions(own())) == 'rwx------'
        SocketPath.of(deep, temporary) == socket
        SocketPath.of(deep.resolveSibling('other'), temporary) != socket
    }

    def 'the limit is that of bytes, not of letters'() {
        expect:
        SocketPath.of(Path.of('/srv', 'é' * 60), temporary).parent == own()
    }

    def 'where the temporary folder is too long as well it says what to set'() {
        given:
        Path far = Files.createDirectories(temporary.resolve('y' * 60))

        when:
        SocketPath.of(deep, far)

        then:
        def refused = thrown(IOException)
        refused.message.contains('Set STEWARD_HOME to a path shorter than 88 characters')
    }

    def 'a folder that is open to others is refused with the command that closes it: #open'() {
        given:
        Files.createDirectory(own())
        mode(own(), open)

        when:
        SocketPath.of(deep, temporary)

        then:
        def refused = thrown(IOException)
        refused.message.contains("Run: chmod 700 ${own()}, or set STEWARD_HOME")

        where:
        open << ['rwxr-xr-x', 'rwxrwx---', 'rwx--x---']
    }

    def 'what somebody else may have put there is refused: #what'() {
        given:
        if (what == 'a link') {
            def elsewhere = Files.createDirectory(temporary.resolve('mine'))
            mode(elsewhere, 'rwx------')
            Files.createSymbolicLink(own(), elsewhere)
        } else {
            Files.createFile(own())
        }

        when:
        SocketPath.of(deep, temporary)

        then:
        def refused = thrown(IOException)
        refused.message.contains('which is not a folder of this user. Have it removed')

        where:
        what << ['a link', 'a file']
    }
}
