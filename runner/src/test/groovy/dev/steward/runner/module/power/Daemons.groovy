package dev.steward.runner.module.power

import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.Result
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.module.ShConnection
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** Real servers of Debian's packages, as throwaway instances in a folder and on a port of their own. Needs root. */
abstract class Daemons extends ModuleTry {

    /** This machine's sh with an environment of its own; what reached a process list is kept. */
    static class Here extends ShConnection {

        Map<String, Object> environment = [:]
        List<List<String>> words = []

        @Override
        Result run(Command command, Output output) {
            words << argv(command.body()).drop(shell.size() + 1)
            super.run(command.with(environment), output)
        }
    }

    Here here = new Here()

    void setup() { target.connection = here }

    /** The path of a program; a missing one fails the spec with the line that installs it. */
    static String program(String name, String debian, List<String> places = []) {
        def found = ((name.startsWith('/') ? [name] : System.getenv('PATH').split(':').collect { "$it/$name" }) + places).find { new File(it as String).canExecute() }
        if (!found) {
            throw new IllegalStateException("$name is missing. Run: apt-get install -y $debian")
        }
        found
    }

    static String sh(String script, Map<String, String> environment = [:], int seconds = 120) {
        def builder = new ProcessBuilder('sh', '-ec', script).redirectErrorStream(true)
        builder.environment().putAll(environment)
        def process = builder.start()
        process.outputStream.close()
        def out = new StringBuilder()
        def reader = Thread.start { out << process.inputStream.text }
        assert process.waitFor(seconds, TimeUnit.SECONDS): "$script: $out"
        reader.join(5000)
        assert process.exitValue() == 0: "$script: $out"
        out.toString().strip()
    }

    static int freePort() { new ServerSocket(0).withCloseable { it.localPort } }

    /** A folder that daemons' own users may enter. */
    static Path open(Path folder) {
        for (Path at = folder; at != null && at.toString() != '/tmp'; at = at.parent) {
            sh("chmod a+rx '$at'")
        }
        folder
    }

}
