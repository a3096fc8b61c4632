package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import jdk.net.ExtendedSocketOptions;

/**
 * Sockets that acknowledge at once while a connection is set up: sshd's small packets wait under Nagle's algorithm for
 * the acknowledgement that Linux delays by 40 ms. The option does not last, so it is set again after each read. Also
 * the one place that knows the socket, so that an attempt can be cut off.
 */
final class QuickSockets implements SocketFactory {

    private static final int READS = 24;
    private static final AtomicLongFieldUpdater<QuickSockets> LEFT =
            AtomicLongFieldUpdater.newUpdater(QuickSockets.class, "most");

    private final Duration timeout;
    private volatile Socket socket;
    private volatile boolean cut;
    private volatile long most = Long.MAX_VALUE;
    private volatile Optional<IOException> end = Optional.empty();

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

    /** So many bytes may still come, after which it is cut; for a link whose output nobody waits for. */
    void atMost(long bytes) {
        most = bytes;
    }

    /** Whether it is connected to an address that a name stands for now; asks the name service where it is no address. */
    boolean at(String address) {
        Socket made = socket;
        try {
            return made != null && List.of(InetAddress.getAllByName(address)).contains(made.getInetAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /* Only the thread that reads counts down; a limit that is lifted meanwhile stays lifted. */
    private void came(int bytes) throws IOException {
        long left = most;
        if (left == Long.MAX_VALUE || bytes <= 0) {
            return;
        }
        if (left < bytes) {
            cut();
            throw new IOException("more came than anybody waits for");
        }
        LEFT.compareAndSet(this, left, left - bytes);
    }

    boolean isCut() {
        return cut;
    }

    /** Why nothing more was read, a time-out included; empty where the last read brought something. */
    Optional<IOException> end() {
        return end;
    }

    /** The same bytes; how they end is noted, as of a socket's own. */
    InputStream noting(InputStream bytes) {
        return new Noting(bytes);
    }

    @Override
    public InputStream getInputStream(Socket made) throws IOException {
        return new Quick(made, made.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK));
    }

    @Override
    public OutputStream getOutputStream(Socket made) throws IOException {
        return made.getOutputStream();
    }

    private class Noting extends FilterInputStream {

        Noting(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int count = super.read(bytes, offset, length);
                end = count < 0 ? Optional.of(new EOFException("the connection was ended")) : Optional.empty();
                return count;
            } catch (IOException e) {
                end = Optional.of(e);
                throw e;
            }
        }
    }

    private final class Quick extends Noting {

        private final Socket socket;
        private int reads;

        Quick(Socket socket, boolean quick) throws IOException {
            super(socket.getInputStream());
            this.socket = socket;
            this.reads = quick ? 0 : READS;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            came(count);
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
