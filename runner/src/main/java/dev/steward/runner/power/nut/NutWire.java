package dev.steward.runner.power.nut;

import dev.steward.runner.time.Time;
import dev.steward.runner.trust.Trust;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A connection as lines; every answer has an end in time and in length. */
final class NutWire implements Closeable {

    /** Far more than upsd writes: its lines end at 1 KiB. */
    static final int LONGEST = 8 * 1024;

    private final NutServer server;
    private final String where;
    private final Time time;
    private final Socket plain;
    private Socket socket;
    private InputStream in;
    private final byte[] buffer = new byte[4096];
    private int at;
    private int filled;
    private long deadline;

    private NutWire(NutServer server, String where, Time time, Socket plain) throws IOException {
        this.server = server;
        this.where = where;
        this.time = time;
        this.plain = plain;
        this.socket = plain;
        this.in = plain.getInputStream();
        plain.setTcpNoDelay(true);
        plain.setKeepAlive(true);
    }

    /**
     * Opens one, trying the addresses of the host in turn within the limit.
     *
     * @param where as it is called in messages
     * @param addresses of the host
     */
    static NutWire open(NutServer server, String where, Time time, List<InetAddress> addresses) throws NutException {
        IOException last = null;
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                int share = Math.max(1, (int) server.connect().toMillis() / addresses.size());
                socket.connect(new InetSocketAddress(address, server.address().port()), share);
                return new NutWire(server, where, time, socket);
            } catch (IOException e) {
                last = e;
                close(socket);
            }
        }
        throw new NutException(where, NutError.UNREACHABLE, said(last), last);
    }

    /** Sends a request and begins the time its answer may take. */
    void send(String line) throws NutException {
        deadline = time.nanos() + server.read().toNanos();
        try {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** The next line of the answer, without its end. */
    String line() throws NutException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int next = next(); next != '\n'; next = next()) {
                if (next < 0) {
                    throw new NutException(
                            where, NutError.CLOSED, line.size() == 0 ? "" : "in the middle of a line", null);
                }
                if (line.size() == LONGEST) {
                    throw new NutException(
                            where, NutError.GARBLED, "a line is longer than " + LONGEST + " bytes", null);
                }
                line.write(next);
            }
        } catch (IOException e) {
            throw lost(e);
        }
        return line.toString(StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
    }

    private int next() throws IOException {
        if (at == filled) {
            long left = Duration.ofNanos(deadline - time.nanos()).toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
            at = 0;
            filled = Math.max(0, in.read(buffer));
            if (filled == 0) {
                return -1;
            }
        }
        return buffer[at++] & 0xff;
    }

    /** Goes on in TLS. What came before the handshake and was not asked for would be believed as if it came within. */
    void secure(Trust trust) throws NutException {
        if (at != filled) {
            throw new NutException(where, NutError.TLS, "it said more than it was asked before the handshake", null);
        }
        try {
            String host = server.address().host();
            SSLSocket secured = (SSLSocket) trust.context()
                    .getSocketFactory()
                    .createSocket(plain, host, server.address().port(), true);
            if (trust.verify()) {
                SSLParameters parameters = secured.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secured.setSSLParameters(parameters);
            }
            secured.setSoTimeout((int) Math.min(server.read().toMillis(), Integer.MAX_VALUE));
            secured.startHandshake();
            socket = secured;
            in = secured.getInputStream();
        } catch (IllegalArgumentException | IOException e) {
            throw new NutException(where, NutError.TLS, said(e), e);
        }
    }

    private NutException lost(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return new NutException(
                    where, NutError.TIMEOUT, "within " + server.read().toMillis() + " ms", e);
        }
        return new NutException(where, e instanceof SSLException ? NutError.TLS : NutError.CLOSED, said(e), e);
    }

    private static String said(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public void close() {
        close(plain);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
            return;
        }
    }
}
