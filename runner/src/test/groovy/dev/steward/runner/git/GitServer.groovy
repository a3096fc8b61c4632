package dev.steward.runner.git

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpsConfigurator
import com.sun.net.httpserver.HttpsServer
import dev.steward.runner.proxmox.http.TestCertificates
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Executors

/** git's own server program behind TLS on loopback, with a person's clone that pushes to it. */
class GitServer implements AutoCloseable {

    static final String TOKEN = 'glpat-a-token-that-nobody-may-see'

    final Path folder
    final Path bare
    final Path work
    final TestCertificates certificates = TestCertificates.get()
    private final HttpsServer server
    private final threads = Executors.newCachedThreadPool()
    /** What each request asked for. */
    final List<String> asked = Collections.synchronizedList([])
    /** Answers in its place where it returns true. */
    Closure<Boolean> before = { false }

    GitServer(Path folder) {
        this.folder = folder
        bare = folder.resolve('served/estate.git')
        work = folder.resolve('work')
        git(folder, 'init', '-q', '--bare', '-b', 'main', bare.toString())
        git(folder, 'init', '-q', '-b', 'main', work.toString())
        git(work, 'remote', 'add', 'origin', bare.toString())
        server = HttpsServer.create(new InetSocketAddress('127.0.0.1', 0), 20)
        server.httpsConfigurator = new HttpsConfigurator(certificates.server('node'))
        server.executor = threads
        server.createContext('/') { HttpExchange exchange -> answer(exchange) }
        server.start()
    }

    String getUrl() { "https://127.0.0.1:${server.address.port}/estate.git" }

    static String git(Map<String, String> environment = [:], Path where, String... words) {
        def process = new ProcessBuilder(['git'] + (words as List)).directory(where.toFile()).redirectErrorStream(true)
        process.environment().putAll([HOME: where.toString(), GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'Anna', GIT_AUTHOR_EMAIL: 'anna@example.com',
                GIT_COMMITTER_NAME: 'Anna', GIT_COMMITTER_EMAIL: 'anna@example.com', GIT_ALLOW_PROTOCOL: 'file:https:ssh'] + environment)
        def started = process.start()
        started.outputStream.close()
        String said = started.inputStream.text
        assert started.waitFor() == 0: "git ${words.join(' ')}: $said"
        said.trim()
    }

    /** Writes files (a null removes one), commits and pushes; the commit's id. */
    String push(Map<String, String> files, List<String> more = []) {
        files.each { name, text ->
            Path file = work.resolve(name)
            if (text == null) {
                Files.deleteIfExists(file)
            } else {
                Files.createDirectories(file.parent)
                Files.writeString(file, text)
            }
        }
        commit('change ' + files.keySet().join(' '), more)
    }

    /** Commits whatever the clone has, and pushes. */
    String commit(String subject, List<String> more = []) {
        git(work, 'add', '-A')
        git(work, *(['commit', '-q', '--allow-empty', '-m', subject] + more))
        git(work, 'push', '-q', '--force', 'origin', 'HEAD:main')
        git(work, 'rev-parse', 'HEAD')
    }

    private void answer(HttpExchange exchange) {
        try {
            asked << exchange.requestURI.toString()
            if (before(exchange)) return
            String login = exchange.requestHeaders.getFirst('Authorization')
            if (login != 'Basic ' + "steward:$TOKEN".bytes.encodeBase64()) {
                exchange.responseHeaders.add('WWW-Authenticate', 'Basic realm="git"')
                exchange.sendResponseHeaders(401, -1)
                return
            }
            program(exchange)
        } finally {
            exchange.close()
        }
    }

    private void program(HttpExchange exchange) {
        def builder = new ProcessBuilder('git', 'http-backend')
        builder.environment().putAll([GIT_PROJECT_ROOT: bare.parent.toString(), GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: exchange.requestURI.path,
                QUERY_STRING: exchange.requestURI.query ?: '', REQUEST_METHOD: exchange.requestMethod, REMOTE_USER: 'steward', REMOTE_ADDR: '127.0.0.1',
                CONTENT_TYPE: exchange.requestHeaders.getFirst('Content-Type') ?: '',
                HTTP_CONTENT_ENCODING: exchange.requestHeaders.getFirst('Content-Encoding') ?: '',
                GIT_PROTOCOL: exchange.requestHeaders.getFirst('Git-Protocol') ?: '', GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*'])
        def process = builder.start()
        process.outputStream.withStream { it << exchange.requestBody.bytes }
        byte[] all = process.inputStream.bytes
        String text = new String(all, 'ISO-8859-1')
        int end = text.indexOf('\r\n\r\n')
        int status = 200
        text.substring(0, end).readLines().each { line ->
            def (name, value) = line.split(': ', 2)
            if (name == 'Status') status = value.split(' ')[0] as int
            else exchange.responseHeaders.add(name, value)
        }
        exchange.sendResponseHeaders(status, 0)
        exchange.responseBody << Arrays.copyOfRange(all, end + 4, all.length)
    }

    /** Nobody answers any more; the port stays the same where it comes back. */
    void stop() { server.stop(0) }

    @Override
    void close() {
        server.stop(0)
        threads.shutdownNow()
    }
}
