package dev.steward.web.outage

import com.fasterxml.jackson.databind.ObjectMapper
import com.sun.net.httpserver.HttpServer
import java.util.concurrent.CountDownLatch
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors

/** An HTTP server that notices are posted to; it keeps what came, and can be made to refuse or to hang. */
class Hook implements Closeable {

    final List<Map> came = [].asSynchronized()
    volatile int status = 204
    volatile boolean hangs
    private final CountDownLatch end = new CountDownLatch(1)
    private final ExecutorService threads = Executors.newCachedThreadPool()
    private final HttpServer server

    Hook(int port = 0) {
        server = HttpServer.create(new InetSocketAddress('127.0.0.1', port), 0)
        server.executor = threads
        server.createContext('/hook') { exchange ->
            def body = new ObjectMapper().readValue(exchange.requestBody, Map)
            came << (body + [at: System.nanoTime(), answered: status])
            if (hangs) {
                end.await()
            }
            exchange.sendResponseHeaders(status, -1)
            exchange.close()
        }
        server.start()
    }

    int getPort() { server.address.port }

    String getUrl() { "http://127.0.0.1:$port/hook" }

    /** The events that came and were taken, in the order of their coming. */
    List<String> events() { came.findAll { it.answered < 400 }*.event }

    Map first(String event) { came.find { it.event == event } }

    @Override
    void close() {
        end.countDown()
        server.stop(0)
        threads.shutdownNow()
    }
}
