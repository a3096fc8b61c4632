package dev.steward.runner.notify

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import com.sun.net.httpserver.HttpsConfigurator
import com.sun.net.httpserver.HttpsServer
import dev.steward.runner.lab.pve.http.Authority
import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors

/** A web server on loopback that keeps what is posted to it and answers as it is told. */
class Hook implements AutoCloseable {

    final HttpServer server
    final List<Map> posted = new CopyOnWriteArrayList<>()
    final CountDownLatch released = new CountDownLatch(1)
    private final pool = Executors.newCachedThreadPool { Thread thread = new Thread(it); thread.daemon = true; thread }
    volatile Closure answer = { HttpExchange exchange -> say(exchange, 200, '') }

    Hook(Authority authority = null) {
        def address = new InetSocketAddress(InetAddress.loopbackAddress, 0)
        server = authority ? HttpsServer.create(address, 0) : HttpServer.create(address, 0)
        if (authority) {
            def identity = authority.issue(['localhost'], [[127, 0, 0, 1] as byte[]], Instant.now())
            server.httpsConfigurator = new HttpsConfigurator(identity.context())
        }
        server.executor = pool
        server.createContext('/') { HttpExchange exchange ->
            posted << [path: exchange.requestURI.path, method: exchange.requestMethod, headers: exchange.requestHeaders, text: exchange.requestBody.getText('UTF-8')]
            answer(exchange)
            exchange.close()
        }
        server.start()
    }

    static void say(HttpExchange exchange, int status, String text) {
        def bytes = text.bytes
        exchange.sendResponseHeaders(status, bytes.length ?: -1)
        bytes.length && exchange.responseBody.write(bytes)
    }

    int getPort() { server.address.port }

    String url(String path = '/hook/s3cr3t') { "${server instanceof HttpsServer ? 'https' : 'http'}://127.0.0.1:$port$path" }

    Object json(int which = 0) { new ObjectMapper().readValue(posted[which].text, Object) }

    /** A folder's file that vouches for a server. */
    static Path pem(Path dir, Authority authority) { Files.writeString(dir.resolve('ca.pem'), authority.pem()) }

    @Override
    void close() {
        released.countDown()
        server.stop(0)
        pool.shutdownNow()
    }
}
