package dev.steward.runner.connection

import java.nio.file.Path
import java.util.concurrent.Executors
import java.util.concurrent.locks.LockSupport
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What every kind of connection keeps of files. The host is one whose processes and files the spec can see from here. */
@Timeout(120)
abstract class FilesContractSpec extends Specification {

    @Shared @AutoCleanup('shutdownNow') def pool = Executors.newCachedThreadPool()
    @TempDir Path folder

    /** The connection under test; the same for all features of a spec. */
    abstract Connection connection()

    def 'a file of #size bytes is written and read back'() {
        given:
        byte[] content = new byte[size]
        new Random(size).nextBytes(content)
        String path = folder.resolve("f 'x").toString()
        ByteArrayOutputStream back = new ByteArrayOutputStream()

        when:
        connection().put(new ByteArrayInputStream(content), file(path))
        connection().get(path, RunAs.LOGIN, back)

        then:
        back.toByteArray() == content
        folder.toFile().list() as List == ["f 'x"]

        where:
        size << [0, 1, 70_000, 20_000_000]
    }

    def 'mode and owner: given ones, else those of the old file, else 0600'() {
        given:
        String path = folder.resolve('f').toString()
        def after = { String mode ->
            connection().put(new ByteArrayInputStream('x'.bytes), file(path, mode))
            run(Command.argv('stat', '-c', '%a', path)).out().trim()
        }

        expect:
        after(null) == '600'
        after('0644') == '644'
        after(null) == '644'
        after('4755') == '4755'
    }

    def 'a file whose source breaks off is not written at all'() {
        given:
        Path path = folder.resolve('f')
        path.toFile().text = 'old'
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[2_000_000]), new InputStream() {
            @Override
            int read() { throw new IOException('source broke') }
        })

        when:
        connection().put(broken, file(path.toString()))

        then:
        IOException e = thrown()
        e.message == 'source broke'
        path.toFile().text == 'old'
        until { folder.toFile().list() as List == ['f'] }
    }

    def 'a file that cannot be written is refused with its reason: #path'() {
        when:
        connection().put(new ByteArrayInputStream('x'.bytes), file(path))

        then:
        ConnectionException e = thrown()
        e.kind() == ConnectionException.Kind.REFUSED
        e.message.contains(reason)

        where:
        path         | reason
        '/no/such/f' | '/no/such'
        '/usr'       | 'folder'
    }

    def 'a file that cannot be read is refused with its reason: #path'() {
        when:
        connection().get(path, RunAs.LOGIN, new ByteArrayOutputStream())

        then:
        ConnectionException e = thrown()
        e.kind() == ConnectionException.Kind.REFUSED
        e.message.contains(path)

        where:
        path << ['/no/such/f', '/usr']
    }

    protected Result run(Command command) { connection().run(command, Output.NONE) }

    protected static RemoteFile file(String path, String mode = null) {
        new RemoteFile(path, Optional.ofNullable(mode), Optional.empty(), RunAs.LOGIN)
    }

    /** A number of seconds that no other process sleeps. */
    protected String mark() {
        marked = "9${System.nanoTime() % 100_000_000}.5"
    }

    protected String marked

    /** The processes that sleep so long. */
    protected List<ProcessHandle> alive() {
        ProcessHandle.allProcesses().filter { it.info().arguments().orElse([] as String[]).any { it == marked } }
                .filter { !it.info().commandLine().orElse('').contains('sh -c') }.toList()
    }

    protected boolean gone() { until { alive() == [] } }

    protected void kill() { alive().each { it.destroyForcibly() } }

    /** Waits, bounded, until something holds. */
    protected static boolean until(Closure<Boolean> holds) {
        long end = System.nanoTime() + 10_000_000_000L
        while (!holds()) {
            assert System.nanoTime() < end: 'waited 10 s in vain'
            LockSupport.parkNanos(10_000_000)
        }
        true
    }

    protected static String bytes(Collection<Integer> values) {
        values.collect { it < 128 ? (char) it : (char) (0xDC00 + it) }.join('')
    }
}
