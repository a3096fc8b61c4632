package dev.steward.web.main

import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger

/** A cable between a server and its database that can be cut: nothing gets through any more, and nobody is told. */
class Relay implements Closeable {

    final ServerSocket listening = new ServerSocket(0, 50, InetAddress.loopbackAddress)
    private final int to
    private final List<Socket> all = new CopyOnWriteArrayList<>()
    private final AtomicInteger told = new AtomicInteger()
    private volatile boolean cut
    private volatile int breaksAt

    Relay(int to) {
        this.to = to
        Thread.startDaemon {
            while (!listening.closed) {
                try {
                    join(listening.accept())
                } catch (IOException over) {
                }
            }
        }
    }

    int port() { listening.localPort }

    private void join(Socket from) {
        def other = new Socket(InetAddress.loopbackAddress, to)
        all << from << other
        pump(from, other) {
            int message = told.incrementAndGet()
            if (breaksAt && message >= breaksAt) { close() }
        }
        pump(other, from) { }
    }

    private void pump(Socket from, Socket other, Closure before) {
        Thread.startDaemon {
            byte[] buffer = new byte[65536]
            try {
                int read
                while ((read = from.inputStream.read(buffer)) > 0) {
                    while (cut) { sleep(20) }
                    before()
                    other.outputStream.write(buffer, 0, read)
                }
            } catch (IOException over) {
            }
            [from, other]*.close()
        }
    }

    void cut() { cut = true }

    /** With that message to the server, and from then on, every connection ends, and none is made any more. */
    void breakAt(int message) { breaksAt = message }

    /** To the server, so far. */
    int messages() { told.get() }

    /** What was under way arrives late, as it does where a cable is plugged in again. */
    void mend() { cut = false }

    @Override
    void close() {
        listening.close()
        all*.close()
    }
}
