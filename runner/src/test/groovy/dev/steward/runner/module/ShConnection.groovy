package dev.steward.runner.module

import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.RemoteFile
import dev.steward.runner.connection.Result
import dev.steward.runner.connection.RunAs
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import java.util.concurrent.TimeUnit

/** This machine's own sh, as plainly as can be: what module scripts are tried with. */
class ShConnection implements Connection {

    /** What runs a script, as ['sh'] or ['busybox', 'sh']. */
    List<String> shell = ['sh']
    int trips
    int resets
    /** Set where a program ended before it had read all of its input, which it need not. */
    IOException unread

    @Override
    Result run(Command command, Output output) {
        trips++
        def builder = new ProcessBuilder(argv(command.body()))
        command.environment().each { builder.environment()[it.key] = it.value.respondsTo('reveal') ? it.value.reveal() : it.value as String }
        command.folder().ifPresent { builder.directory(new File(it)) }
        long start = System.nanoTime()
        def process = builder.start()
        def out = new ByteArrayOutputStream()
        def err = new ByteArrayOutputStream()
        def readers = [Thread.start { pump(process.inputStream, out, output, Output.Stream.STDOUT) },
                       Thread.start { pump(process.errorStream, err, output, Output.Stream.STDERR) }]
        try {
            process.outputStream.withStream { it.write(command.stdin()) }
        } catch (IOException closed) {
            unread = closed
        }
        boolean ended = false
        try {
            long limit = command.limits().total().orElse(Duration.ofDays(1)).toMillis()
            ended = process.waitFor(limit, TimeUnit.MILLISECONDS)
        } finally {
            if (!ended) {
                group(process).each { it.destroyForcibly() }
                process.destroyForcibly()
            }
        }
        process.waitFor()
        readers*.join()
        new Result(ended ? Result.End.EXITED : Result.End.TIMED_OUT, ended ? process.exitValue() : 124,
                out.toByteArray(), err.toByteArray(), false, Duration.ofNanos(System.nanoTime() - start))
    }

    /** The command with its children; what made a session of its own is no longer one of them. */
    private static List<ProcessHandle> group(Process process) {
        process.descendants().toList().findAll { session(it.pid()) == session(process.pid()) }
    }

    private static String session(long pid) {
        try {
            new File("/proc/$pid/stat").text.split('\\) ')[1].split(' ')[3]
        } catch (IOException ended) {
            '' // in this moment
        }
    }

    protected List<String> argv(Command.Body body) {
        body instanceof Command.Argv ? body.words() : shell + ['-c', body.text(), 'sh'] + body.arguments()
    }

    private static void pump(InputStream from, ByteArrayOutputStream kept, Output seen, Output.Stream stream) {
        byte[] buffer = new byte[8192]
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            kept.write(buffer, 0, n)
            seen.accept(stream, buffer, n)
        }
    }

    @Override
    void put(InputStream source, RemoteFile file) {
        def beside = Path.of(file.path() + '.part')
        Files.copy(source, beside, StandardCopyOption.REPLACE_EXISTING)
        Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString('rw-------'))
        Files.move(beside, Path.of(file.path()), StandardCopyOption.REPLACE_EXISTING)
    }

    @Override
    void get(String path, RunAs as, OutputStream target) { Files.copy(Path.of(path), target) }

    @Override
    void reset() { resets++ }

    @Override
    String route() { 'sh' }

    @Override
    void close() { }
}
