package dev.steward.runner.lab

import dev.steward.runner.lab.host.DemoHost
import dev.steward.runner.lab.host.HostSpec
import dev.steward.runner.lab.process.Budget
import dev.steward.runner.lab.process.Exec
import dev.steward.runner.lab.process.OpenFile
import dev.steward.runner.lab.process.Pipe
import dev.steward.runner.lab.process.Proc
import dev.steward.runner.lab.process.User
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.InstantSource
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

/** Runs a script on a demo host and by the machine's own /bin/sh. */
class LabBench {

    static final String FOLDER = '/tmp/lab'

    final ExecutorService threads = Executors.newCachedThreadPool { work ->
        Thread thread = new Thread(null, work, 'bench', 8 << 20)
        thread.daemon = true
        thread
    }

    static final class Answer {
        int status
        String out
        String err
    }

    private static final class Memory extends OpenFile {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream()

        @Override
        synchronized void write(Proc writer, byte[] source, int from, int count) {
            bytes.write(source, from, count)
        }

        String text() { bytes.toString(StandardCharsets.ISO_8859_1) }
    }

    DemoHost host(HostSpec.Kind kind = HostSpec.Kind.CONTAINER) {
        new DemoHost(new HostSpec('dns-1', kind, Duration.ofSeconds(2), [], [], [], false), InstantSource.system(), threads, 100)
    }

    /** Runs a script on a demo host, as root, in its /tmp/lab. */
    Answer demo(DemoHost host, String script, String input = '', Budget budget = new Budget(5_000_000, 1 << 28)) {
        host.machine().files().folders(FOLDER)
        Proc proc = host.machine().processes().login(User.ROOT, budget)
        proc.folder(FOLDER)
        proc.environment().putAll([PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C'])
        Pipe pipe = new Pipe(host.machine())
        Memory out = new Memory()
        Memory err = new Memory()
        proc.files().set(0, pipe.input())
        proc.files().set(1, out.hold())
        proc.files().set(2, err.hold())
        threads.execute {
            byte[] bytes = input.getBytes('ISO-8859-1')
            pipe.feed(bytes, bytes.length)
            pipe.output().release()
        }
        int status = host.machine().processes().runHere(proc) { Exec.replace(it, 'sshd', ['/bin/sh', '-c', script]) }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10)
        synchronized (host.machine()) {
            while ((out.holders() > 1 || err.holders() > 1) && System.nanoTime() < end) {
                host.machine().wait(20)
            }
        }
        new Answer(status: status, out: out.text(), err: err.text())
    }

    /** Runs a script by the machine's /bin/sh in a fresh folder. */
    static Answer real(String script, String input = '') {
        Path folder = Files.createTempDirectory('lab')
        try {
            ProcessBuilder builder = new ProcessBuilder('/bin/sh', '-c', script).directory(folder.toFile())
            builder.environment().clear()
            builder.environment().putAll([PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C'])
            // A script that does not read its input may end before it is written.
            Process process = builder.start()
            Thread writer = Thread.start { feed(process, input) }
            ByteArrayOutputStream err = new ByteArrayOutputStream()
            Thread reader = Thread.start { err << process.errorStream }
            byte[] out = process.inputStream.readAllBytes()
            reader.join()
            writer.join()
            new Answer(status: process.waitFor(), out: new String(out, 'ISO-8859-1'), err: err.toString('ISO-8859-1'))
        } finally {
            folder.toFile().deleteDir()
        }
    }

    private static void feed(Process process, String input) {
        try {
            process.outputStream.write(input.getBytes('ISO-8859-1'))
            process.outputStream.close()
        } catch (IOException e) {
            assert e.message in ['Broken pipe', 'Stream closed']
        }
    }
}
