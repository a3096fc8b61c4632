package dev.steward.runner.store

import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.Instant
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir

class StateDirSpec extends Specification {

    @TempDir Path parent
    def time = new SettableTime(Instant.parse('2026-11-22T02:00:00Z'))

    def 'a state directory is made for its owner alone'() {
        when:
        def opened = StateDir.open(parent.resolve('a/b'), 'serve', time)

        then:
        opened instanceof StateDir.Opened.Ours
        PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.resolve('a/b'))) == 'rwx------'

        cleanup:
        opened?.dir()?.close()
    }

    def 'a second opener is told who owns it, and gets it when the first has gone'() {
        given:
        def first = StateDir.open(parent, 'serve on port 8580', time) as StateDir.Opened.Ours

        when:
        def second = StateDir.open(parent, 'run x.groovy', time) as StateDir.Opened.Theirs

        then:
        second.owner().get() == new StateDir.Owner(ProcessHandle.current().pid(), time.now(), 'serve on port 8580')
        second.message().startsWith("another Steward owns $parent: serve on port 8580, pid ${ProcessHandle.current().pid()}, since 2026-11-22T02:00:00Z")

        when:
        first.dir().close()

        then:
        (StateDir.open(parent, 'run x.groovy', time) as StateDir.Opened.Ours).dir().close() == null
    }

    def 'another process owns it until it dies, even by kill -9'() {
        given:
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        def classPath = System.getProperty('surefire.test.class.path') ?: System.getProperty('java.class.path')
        def process = new ProcessBuilder(java, '-XX:TieredStopAtLevel=1', '-cp', classPath, KilledWriter.name, parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start()
        def out = process.inputReader()

        expect:
        out.readLine() != null

        when:
        def theirs = StateDir.open(parent, 'run x.groovy', time) as StateDir.Opened.Theirs

        then:
        theirs.owner().get().pid() == process.pid()

        when:
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)
        def ours = StateDir.open(parent, 'run x.groovy', time)

        then:
        ours instanceof StateDir.Opened.Ours

        cleanup:
        process?.destroyForcibly()
        if (ours instanceof StateDir.Opened.Ours) {
            ours.dir().close()
        }
    }

    def 'where the disk refuses it is used without, and an owner is seen all the same'() {
        given:
        def first = StateDir.open(parent, 'serve', time) as StateDir.Opened.Ours

        expect:
        (StateDir.openWithoutDisk(parent, 'serve', time) as StateDir.Opened.Theirs).owner().get().what() == 'serve'

        when:
        first.dir().close()
        def ours = StateDir.openWithoutDisk(parent, 'serve', time) as StateDir.Opened.Ours
        def gone = StateDir.openWithoutDisk(parent.resolve('gone'), 'serve', time) as StateDir.Opened.Ours

        then:
        ours.dir().path() == parent.toAbsolutePath()
        gone.dir().close() == null

        cleanup:
        ours?.dir()?.close()
    }
}
