package dev.steward.web.cli

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.real.Checkout
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** The packaged launcher in a folder of its own: real processes, a real state directory, hosts over the local connection. */
final class Terminal implements Closeable {

    static final String LAUNCHER = Checkout.root().resolve('web/target/steward') as String

    final Path folder = Files.createTempDirectory('steward-cli-')
    final List<Process> begun = []
    Path home = folder.resolve('state')

    /** @param kept whether the state directory is there, with an archive of classes, as from somebody's second command on */
    Terminal(boolean kept = true) {
        if (kept) {
            KeptClasses.into(home)
        }
        write('inv.yml', '''
            all:
              hosts:
                alpha: {ansible_connection: local}
                beta: {ansible_connection: local}
                gone: {ansible_host: 127.0.0.1, ansible_port: 1}
            '''.stripIndent())
        write('ok.groovy', """
            playbook('All well') {
                vars greeting: 'hello', count: 1
                play('Say it') {
                    hosts 'alpha:beta'
                    tasks {
                        task('Speak') { shell "echo \${greeting} \${count + 1}"; tags 'talk' }
                        task('Write') { shell "echo x >> $folder/written"; tags 'write' }
                    }
                }
            }
            """)
        write('fail.groovy', "playbook('Fails') { play('p') { hosts 'alpha:beta'; tasks { task('t') { shell " +
                "'test -e $folder/mended' } } } }")
        write('gone.groovy', "playbook('Gone') { play('p') { hosts 'gone'; tasks { task('t') { shell 'true' } } } }")
        write('wrong.groovy', "playbook('Wrong') { play('p') { hosts 'alpha'; tasks { task('t') { shel 'true' } } } }")
        write('wrong.yml', 'all: {hosts: {alpha: [1]}}')
        write('slow.groovy', """
            playbook('Slow') {
                vars seconds: 3
                play('p') {
                    hosts 'alpha'
                    tasks {
                        task('Sleep') { shell "sleep \${seconds}" }
                        task('After') { shell "echo after >> $folder/after" }
                    }
                }
            }
            """)
    }

    void write(String name, String text) { Files.writeString(folder.resolve(name), text) }

    /** A process under way; its answer is read with {@link #end}. Signals reach the virtual machine itself. */
    Process start(List<String> words, Map<String, String> environment = [:]) {
        def builder = new ProcessBuilder(['env', '--default-signal=INT', LAUNCHER] + words).directory(folder.toFile())
        builder.environment().keySet().removeAll(['STEWARD_CONFIG', 'STEWARD_JAVA_OPTIONS'])
        builder.environment().putAll([STEWARD_HOME: home as String] + environment)
        def id = begun.size()
        builder.redirectOutput(folder.resolve("out-$id").toFile()).redirectError(folder.resolve("err-$id").toFile())
        def process = builder.start()
        process.outputStream.close()
        begun << process
        process
    }

    /** On a terminal of its own (script of bsdutils): types an answer once the question stands there. */
    Ended typed(List<String> words, String question, String answer) {
        def line = (['env', '--default-signal=INT', LAUNCHER] + words).collect { "'$it'" }.join(' ')
        def builder = new ProcessBuilder('script', '-qec', line, '/dev/null').directory(folder.toFile()).redirectErrorStream(true)
        builder.environment().keySet().removeAll(['STEWARD_CONFIG', 'STEWARD_JAVA_OPTIONS'])
        builder.environment().put('STEWARD_HOME', home as String)
        def process = builder.start()
        begun << process
        def said = new StringBuffer()
        def reader = Thread.start {
            process.inputStream.eachByte(1) { bytes, count ->
                said.append(new String(bytes, 0, count, 'ISO-8859-1'))
                if (said.length() >= question.length() && said.substring(said.length() - question.length()) == question) {
                    process.outputStream << answer + '\n'
                    process.outputStream.flush()
                }
            }
        }
        assert process.waitFor(60, TimeUnit.SECONDS), said
        reader.join()
        new Ended(process.exitValue(), said as String, '')
    }

    Ended end(Process process, int seconds = 60) {
        assert process.waitFor(seconds, TimeUnit.SECONDS)
        new Ended(process.exitValue(), out(process), err(process))
    }

    Ended run(String... words) { end(start(words as List)) }

    String out(Process process) { Files.readString(folder.resolve("out-${begun.indexOf(process)}")) }

    String err(Process process) { Files.readString(folder.resolve("err-${begun.indexOf(process)}")) }

    List<Map> runs() { Terminal.json(run('runs', 'list', '--json').out()) as List<Map> }

    static Object json(String text) { new ObjectMapper().readValue(text, Object) }

    static void interrupt(Process process) {
        assert new ProcessBuilder('kill', '-INT', process.pid() as String).start().waitFor() == 0
    }

    @Override
    void close() {
        begun.each { it.descendants().each { child -> child.destroyForcibly() }; it.destroyForcibly().waitFor() }
        folder.toFile().deleteDir()
    }

    record Ended(int code, String out, String err) {}
}
