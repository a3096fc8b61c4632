package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

/**
 * The way through another server: a direct-tcpip channel (RFC 4254 section 7.2), as ssh -J takes. There is no local
 * port that others on this machine could use.
 */
final class JumpProxy implements Proxy {

    private final Link jump;
    private final Duration keepalive;
    private final QuickSockets sockets;
    private Channel channel;
    private TimedPipe input;
    private OutputStream output;

    /**
     * A way.
     *
     * @param keepalive after so long without a byte a read times out, which makes the session probe its server
     * @param sockets notes how what comes ends
     */
    JumpProxy(Link jump, Duration keepalive, QuickSockets sockets) {
        this.jump = jump;
        this.keepalive = keepalive;
        this.sockets = sockets;
    }

    @Override
    public void connect(SocketFactory unused, String host, int port, int timeout) throws JSchException, IOException {
        ChannelDirectTCPIP made = jump.direct();
        made.setHost(host);
        made.setPort(port);
        made.setOrgIPAddress("127.0.0.1");
        made.setOrgPort(0);
        input = new TimedPipe(keepalive);
        made.setOutputStream(input.end());
        output = made.getOutputStream();
        made.connect(timeout);
        channel = made;
    }

    @Override
    public InputStream getInputStream() {
        return sockets.noting(input);
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    @Override
    public Socket getSocket() {
        return null;
    }

    @Override
    public void close() {
        if (input != null) {
            input.close();
        }
        if (channel != null) {
            channel.disconnect();
        }
    }
}
