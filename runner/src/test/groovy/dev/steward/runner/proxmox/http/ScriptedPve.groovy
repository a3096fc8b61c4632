package dev.steward.runner.proxmox.http

import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.module.SimpleModule
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer
import java.nio.charset.StandardCharsets
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.zip.GZIPOutputStream
import javax.net.ssl.SSLServerSocket

/** A server on loopback that answers byte for byte what a script says, so also what no proper server would. */
class ScriptedPve implements Closeable {

    /** What came in. */
    static class Request {
        String method
        String target
        Map<String, String> headers
        String body
        int connection

        String path() { target.split('\\?')[0] - '/api2/json' }

        String query() { target.contains('?') ? target.split('\\?', 2)[1] : '' }

        String toString() { "$method $target" }
    }

    /** What goes out: bytes, and whether the connection then stays. */
    static class Reply {
        byte[] bytes
        boolean keep = true
        CountDownLatch before
    }

    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new SimpleModule().addSerializer(GString, ToStringSerializer.instance))

    final List<Request> requests = new CopyOnWriteArrayList<>()
    final List<Integer> connections = new CopyOnWriteArrayList<>()
    private final ServerSocket socket
    private final List<Socket> open = new CopyOnWriteArrayList<>()
    private final Closure<Reply> script

    ScriptedPve(String certificate = 'node', Closure<Reply> script) {
        this.script = script
        socket = TestCertificates.get().server(certificate).serverSocketFactory.createServerSocket(0, 50, InetAddress.getByName('127.0.0.1'))
        ((SSLServerSocket) socket).useClientMode = false
        Thread.startDaemon('scripted-pve') { accept() }
    }

    String url() { "https://127.0.0.1:${socket.localPort}" }

    static Reply ok(Object data, Map more = [:]) {
        json(200, 'OK', [data: data] + more)
    }

    static Reply json(int status, String reason, Object body) {
        text(status, reason, JSON.writeValueAsString(body), ['Content-Type': 'application/json;charset=UTF-8'])
    }

    /** As PVE refuses: the reason phrase and, since 8.3, a message. */
    static Reply error(int status, String reason, Map errors = [:]) {
        json(status, reason, [data: null, message: reason + '\n'] + (errors ? [errors: errors] : [:]))
    }

    static Reply text(int status, String reason, String body, Map<String, String> headers = [:]) {
        bytes(status, reason, body.getBytes(StandardCharsets.UTF_8), headers)
    }

    static Reply gzip(Object data) {
        def out = new ByteArrayOutputStream()
        new GZIPOutputStream(out).withStream { it.write(JSON.writeValueAsBytes([data: data])) }
        bytes(200, 'OK', out.toByteArray(), ['Content-Encoding': 'gzip'])
    }

    static Reply bytes(int status, String reason, byte[] body, Map<String, String> headers = [:]) {
        def lines = ["HTTP/1.1 $status $reason", "Content-Length: ${body.length}"] + headers.collect { "$it.key: $it.value" }
        def out = new ByteArrayOutputStream()
        out.write((lines.join('\r\n') + '\r\n\r\n').getBytes(StandardCharsets.UTF_8))
        out.write(body)
        raw(out.toByteArray())
    }

    static Reply raw(byte[] bytes, boolean keep = true) {
        new Reply(bytes: bytes, keep: keep)
    }

    /** The connection ends without a word. */
    static Reply drop() { raw(new byte[0], false) }

    /** The connection ends in the middle of this answer. */
    static Reply half(Reply reply) { raw(Arrays.copyOf(reply.bytes, reply.bytes.length - 5), false) }

    /** This answer, and the connection ends unannounced. */
    static Reply last(Reply reply) { raw(reply.bytes, false) }

    /** This answer, once the gate opens. */
    static Reply after(CountDownLatch gate, Reply reply) {
        reply.before = gate
        reply
    }

    private void accept() {
        int number = 0
        try {
            while (true) {
                def connection = socket.accept()
                int mine = ++number
                connections << mine
                open << connection
                Thread.startDaemon("scripted-pve-$mine") { serve(connection, mine) }
            }
        } catch (SocketException ignored) {
            assert socket.closed
        }
    }

    private void serve(Socket connection, int number) {
        try {
            connection.withCloseable {
                def input = new BufferedInputStream(connection.inputStream)
                for (def request = read(input, number); request; request = read(input, number)) {
                    requests << request
                    def reply = script.call(request)
                    reply.before?.await()
                    connection.outputStream.write(reply.bytes)
                    connection.outputStream.flush()
                    if (!reply.keep) {
                        return
                    }
                }
            }
        } catch (IOException | InterruptedException ignored) {
            // the client went away, or the test is over
            open.remove(connection)
        }
    }

    private static Request read(InputStream input, int connection) {
        def first = line(input)
        if (!first) {
            return null
        }
        Map<String, String> headers = [:]
        for (def header = line(input); header; header = line(input)) {
            headers[header.split(':', 2)[0].toLowerCase()] = header.split(':', 2)[1].trim()
        }
        def body = new String(input.readNBytes((headers['content-length'] ?: '0') as int), StandardCharsets.UTF_8)
        def words = first.split(' ')
        new Request(method: words[0], target: words[1], headers: headers, body: body, connection: connection)
    }

    private static String line(InputStream input) {
        def bytes = new ByteArrayOutputStream()
        for (int c = input.read(); c >= 0; c = input.read()) {
            if (c == ('\n' as char)) {
                return bytes.toString('UTF-8').trim()
            }
            bytes.write(c)
        }
        null
    }

    @Override
    void close() {
        socket.close()
        open.each { it.close() }
    }
}
