package dev.steward.web.main

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.real.Checkout
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** The packaged program as a process of its own; what it prints is kept. */
class Launched implements Closeable {

    static final Path LAUNCHER = Checkout.root().resolve('web/target/steward')

    final Process process
    private final StringBuffer said = new StringBuffer()

    Launched(List<String> command, Map<String, String> environment = [:], Path folder = Checkout.root()) {
        def builder = new ProcessBuilder(['env', '--default-signal=INT'] + command).redirectErrorStream(true).directory(folder.toFile())
        builder.environment().putAll(environment)
        process = builder.start()
        process.outputStream.close()
        Thread.startDaemon { process.inputStream.eachLine { said.append(it).append('\n') } }
    }

    static Launched steward(List<String> words, Map<String, String> environment = [:], Path folder = Checkout.root()) {
        new Launched([LAUNCHER as String] + words, environment, folder)
    }

    /**
     * The program as it was compiled for the specs: it is there sooner than the packaged one, and its process is that of Java.
     *
     * @param options of Java
     */
    static Launched compiled(List<String> words, Map<String, String> environment, Path folder, List<String> options = []) {
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        def classPath = System.getProperty('surefire.test.class.path') ?: System.getProperty('java.class.path')
        // the process has another working directory
        def absolute = classPath.split(File.pathSeparator).collect { new File(it).absolutePath }.join(File.pathSeparator)
        new Launched([java, '-XX:TieredStopAtLevel=1', '-Xshare:auto'] + options + ['-cp', absolute, Main.name] + words, environment, folder)
    }

    String said() { said as String }

    /** The exit code, once it has ended by itself. */
    int exit(int seconds) {
        assert process.waitFor(seconds, TimeUnit.SECONDS): "still running after $seconds s, said:\n$said"
        process.exitValue()
    }

    /** Asks it to end, as Ctrl+C does. */
    void interrupt() { signal('INT') }

    /** @param name as kill knows it: INT, STOP, CONT */
    void signal(String name) { new ProcessBuilder('kill', "-$name", process.pid() as String).start().waitFor() }

    static boolean answers(int port) {
        try {
            new URL("http://127.0.0.1:$port/").text
            true
        } catch (IOException notYet) {
            false
        }
    }

    static Object json(int port, String path) {
        new ObjectMapper().readValue(new URL("http://127.0.0.1:$port$path"), Object)
    }

    static int freePort() { new ServerSocket(0).withCloseable { it.localPort } }

    @Override
    void close() {
        process.destroy()
        process.waitFor(20, TimeUnit.SECONDS) || process.destroyForcibly()
    }
}
