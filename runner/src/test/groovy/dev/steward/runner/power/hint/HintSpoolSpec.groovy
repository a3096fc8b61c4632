package dev.steward.runner.power.hint

import dev.steward.runner.time.SystemTime
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.time.Duration
import java.time.Instant

@Timeout(60)
class HintSpoolSpec extends Specification {

    @TempDir
    Path dir
    Path folder
    HintSpool spool

    def setup() {
        folder = Files.createDirectory(dir.resolve('ups'))
        spool = new HintSpool(folder)
    }

    Path leave(String name, String text = 'type=ONBATT\nups=cyberpower@localhost\ntime=1\ntext=on battery\n') {
        Files.writeString(folder.resolve(name), text)
    }

    HintSpool.Found take() { spool.take(Instant.now()) }

    List<String> left() { folder.toFile().list() as List }

    def 'a hint is read once and gone'() {
        given:
        leave('1')
        leave('2', 'type=LOWBATT\nups=\ntext=a\u0007b\nmore=x\n')

        expect:
        with(take()) {
            hints() as Set == [new Hint('ONBATT', 'cyberpower@localhost', 'on battery'), new Hint('LOWBATT', '', 'a b')] as Set
            thrownAway() == 0
            wakes()
        }
        left() == []
        take() == new HintSpool.Found([], 0, false)
    }

    def 'what is no hint is deleted and counted, and wakes nobody: #what'() {
        given:
        def secret = Files.writeString(dir.resolve('secret'), 'type=FSD\nups=x\n')
        make.call(folder, secret)

        expect:
        with(take()) {
            hints() == []
            thrownAway() == 1
            !wakes()
        }
        left() == []
        Files.exists(secret)

        where:
        what                       | make
        'a link'                   | { Path room, Path other -> Files.createSymbolicLink(room.resolve('a'), other) }
        'a link into nothing'      | { Path room, Path other -> Files.createSymbolicLink(room.resolve('a'), Path.of('/nowhere')) }
        'a link to a device'       | { Path room, Path other -> Files.createSymbolicLink(room.resolve('a'), Path.of('/dev/zero')) }
        'a FIFO nobody writes to'  | { Path room, Path other -> assert ['mkfifo', "$room/a"].execute().waitFor() == 0 }
        'a huge file'              | { Path room, Path other -> new RandomAccessFile("$room/a", 'rw').withCloseable { it.setLength(1L << 40) } }
        'a file of 4 KiB and one'  | { Path room, Path other -> Files.write(room.resolve('a'), ('type=FSD\n' + 'x' * 4088).bytes) }
        'an empty file'            | { Path room, Path other -> Files.createFile(room.resolve('a')) }
        'a word that is no type'   | { Path room, Path other -> Files.writeString(room.resolve('a'), 'type=PANIC\nups=x\n') }
        'a type with something on' | { Path room, Path other -> Files.writeString(room.resolve('a'), 'type=FSD;reboot\n') }
        'bytes'                    | { Path room, Path other -> Files.write(room.resolve('a'), [0, -1, -2, 10, 0] as byte[]) }
        'an empty folder'          | { Path room, Path other -> Files.createDirectory(room.resolve('a')) }
    }

    def 'a folder with something in it is left where it is, and stops nothing'() {
        given:
        Files.writeString(Files.createDirectory(folder.resolve('a')).resolve('b'), 'type=FSD\n')
        leave('1')

        expect:
        take().hints().size() == 1
        take() == new HintSpool.Found([], 0, false)
    }

    def 'what the script has not finished is waited for, and what it never will is deleted'() {
        given:
        def making = leave('.1-1')

        expect:
        take() == new HintSpool.Found([], 0, false)

        when:
        Files.move(making, folder.resolve('1-1'))

        then:
        take().hints().size() == 1

        when:
        Files.setLastModifiedTime(leave('.2-2', 'type='), FileTime.from(Instant.now().minus(Duration.ofMinutes(2))))

        then:
        take().thrownAway() == 1
        left() == []
    }

    def 'of ten thousand files a thousand are read and the rest is deleted'() {
        given:
        10_000.times { leave("$it") }

        when:
        def began = System.nanoTime()
        def found = take()

        then:
        found.hints().size() == 1000
        found.thrownAway() == 9000
        found.wakes()
        left() == []
        System.nanoTime() - began < 10_000_000_000L
    }

    def 'a place where hints are taken to is made beside the folder, for us alone'() {
        given:
        leave('1')

        when:
        take()

        then:
        Files.getPosixFilePermissions(dir.resolve('.ups-taken'), LinkOption.NOFOLLOW_LINKS)*.toString() as Set ==
                ['OWNER_READ', 'OWNER_WRITE', 'OWNER_EXECUTE'] as Set
        dir.resolve('.ups-taken').toFile().list().length == 0
    }

    def 'every type of upsmon is a hint: #type'() {
        expect:
        Hint.of("type=$type\nups=a@b\n").get().type() == type

        where:
        type << ['ONLINE', 'ONBATT', 'LOWBATT', 'FSD', 'COMMOK', 'COMMBAD', 'SHUTDOWN', 'REPLBATT', 'NOCOMM', 'NOPARENT']
    }
}
