package dev.steward.runner.control

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.Specification
import spock.lang.TempDir

/** Needs root, to give a folder away. */
class SocketPathRealSpec extends Specification {

    @TempDir Path temporary

    def 'a folder of another user is refused'() {
        given:
        Path own = Files.createDirectory(temporary.resolve("steward-${Files.getAttribute(temporary, 'unix:uid')}"))
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString('rwx------'))
        Files.setAttribute(own, 'unix:uid', 65534)

        when:
        SocketPath.of(Path.of('/srv', 'x' * 90), temporary)

        then:
        def refused = thrown(IOException)
        refused.message.contains('which is not a folder of this user. Have it removed')
    }
}
