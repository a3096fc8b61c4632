package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/**
 * Sockets that acknowledge at once while a connection is set up: sshd's small packets wait under Nagle's algorithm for
 * the acknowledgement that Linux delays by 40 ms. The option does not last, so it is set again after each read. Also
 * the one place that knows the socket, so that an attempt can be cut off.
 */
final class QuickSockets implements SocketFactory {

    private static final int READS = 24;

    private final Duration timeout;
    private volatile Socket socket;
    private volatile boolean cut;

    QuickSockets(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket made = new Socket();
        socket = made;
        if (cut) {
            throw new IOException("given up");
        }
        made.setTcpNoDelay(true);
        made.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
        return made;
    }

    /** Ends the attempt or the link now, whatever it is doing. */
    void cut() {
        cut = true;
        Socket made = socket;
        if (made != null) {
            try {
                made.close();
            } catch (IOException e) {
                // It is as good as closed: nothing more is sent through it.
                cut = true;
            }
        }
    }

    boolean isCut() {
        return cut;
    }

    @Override
    public InputStream getInputStream(Socket made) throws IOException {
        boolean quick = made.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        return quick ? new Quick(made) : made.getInputStream();
    }

    @Override
    public OutputStream getOutputStream(Socket made) throws IOException {
        return made.getOutputStream();
    }

    private static final class Quick extends FilterInputStream {

        private final Socket socket;
        private int reads;

        Quick(Socket socket) throws IOException {
            super(socket.getInputStream());
            this.socket = socket;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            acknowledge();
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            acknowledge();
            return count;
        }

        private void acknowledge() throws IOException {
            if (reads < READS) {
                reads++;
                socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
            }
        }
    }
}
