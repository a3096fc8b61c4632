package dev.steward.web

import dev.steward.real.Checkout
import dev.steward.runner.event.EventJson
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/** Steward as an operator has it: the packaged launcher, each with a folder and a state of its own. */
final class Packaged implements AutoCloseable {

    static final Path PLAYBOOKS = Checkout.root().resolve('playbooks')

    private static final Path LAUNCHER = Checkout.root().resolve('web/target/steward')

    final Path folder
    String url
    String token
    private final HttpClient client = HttpClient.newHttpClient()
    private Process server
    private Said serving

    Packaged(Path folder) {
        assert Files.isExecutable(LAUNCHER): "$LAUNCHER is missing; build it: mvn package -DskipTests"
        this.folder = folder
    }

    /** Runs a command to its end. */
    Said call(String... words) { begin(words).end() }

    /** Starts a command; what it prints is kept. */
    Said begin(String... words) {
        new Said(new ProcessBuilder([LAUNCHER as String, *words] as List<String>).directory(folder.toFile()).redirectErrorStream(true), home())
    }

    private Map<String, String> home() { [STEWARD_HOME: folder.resolve('state') as String, STEWARD_CONFIG: ''] }

    /** The facts of a run, as the command line tells them. */
    Map<String, Object> facts(long run) { new EventJson().map(call('runs', 'show', run as String, '--json').text) }

    /** Starts the server with this steward.yml and signs in with the token it shows. */
    Packaged serve(String config) {
        Files.writeString(folder.resolve('steward.yml'), config)
        Said said = begin('serve', '--port', '0')
        server = said.process
        serving = said
        url = said.await(/Steward serves (http:\/\/localhost:\d+)/)
        token = said.await(/shown this once: (\S+)/)
        this
    }

    /** What the server has said so far. */
    String log() { serving.soFar() }

    /** Reads from the API. */
    Map<String, Object> get(String path) { new EventJson().map(text(path)) }

    /** Reads what is no JSON. */
    String text(String path) {
        def answer = client.send(HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString())
        assert answer.statusCode() == 200
        answer.body()
    }

    /** Asks the API for something that changes. */
    Map<String, Object> post(String path, Map<String, Object> body) {
        def request = HttpRequest.newBuilder(URI.create(url + path))
                .header('Authorization', "Bearer $token").header('Content-Type', 'application/json')
                .POST(HttpRequest.BodyPublishers.ofString(new EventJson().text(body))).build()
        def answer = client.send(request, HttpResponse.BodyHandlers.ofString())
        assert answer.statusCode() in 200..202: answer.body()
        new EventJson().map(answer.body())
    }

    /** Every event of a run, in order. */
    List<Map<String, Object>> events(long run) {
        List<Map<String, Object>> all = []
        List<Map<String, Object>> page
        while (page = get("/api/v1/runs/$run/events?limit=500&after=${all ? all[-1].number : 0}").events) {
            all.addAll(page)
        }
        all
    }

    @Override
    void close() {
        if (server) {
            server.destroy()
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly()
            }
        }
    }

    /** A command and what it said. */
    static final class Said {

        private static final String END = '\u0000'

        final Process process
        private final LinkedBlockingQueue<String> coming = new LinkedBlockingQueue<>()
        private final List<String> seen = []

        private Said(ProcessBuilder builder, Map<String, String> environment) {
            environment.each { name, value -> value ? builder.environment().put(name, value) : builder.environment().remove(name) }
            process = builder.start()
            process.outputStream.close()
            Thread.startDaemon {
                process.inputStream.eachLine('UTF-8') { String line -> coming.put(line) }
                coming.put(END)
            }
        }

        /** Waits for a line with this; its first group, else the line. */
        String await(String pattern, int seconds = 60) {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)
            while (true) {
                String line = coming.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS)
                assert line != null && line != END: "'$pattern' was not said: ${seen.join('\n')}"
                seen << line
                def found = line =~ pattern
                if (found.find()) {
                    return found.groupCount() ? found.group(1) : line
                }
            }
        }

        /** What it has said. */
        String soFar() {
            coming.drainTo(seen)
            text
        }

        /** Waits for its end. */
        Said end(int seconds = 120) {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly()
                assert false: "no end within $seconds s: $text"
            }
            for (String line = coming.take(); line != END; line = coming.take()) {
                seen << line
            }
            this
        }

        int getExit() { process.exitValue() }

        String getText() { seen.join('\n') }

        /** The line of the recap about a host: its counts by name. */
        Map<String, Integer> recap(String host) {
            String line = seen.reverse().find { it =~ "^$host +: ok=" }
            assert line: text
            (line =~ /(\w+)=(\d+)/).collect { it }.collectEntries { [it[1], it[2] as int] }
        }

        /** What was printed of a host in a task: its word and message. */
        String told(String task, String host) {
            int from = seen.indexOf('TASK [' + task + ']' as String)
            assert from >= 0: text
            seen.drop(from + 1).takeWhile { !it.startsWith('TASK [') }.find { it =~ "^  \\S+ +$host " }?.strip()
        }
    }
}
