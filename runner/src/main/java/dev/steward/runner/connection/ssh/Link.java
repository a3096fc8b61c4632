package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.util.concurrent.Semaphore;

/** One authenticated session with one server. */
final class Link {

    /** sshd's stock MaxSessions is 10; two are left to others who share the session in future. */
    private static final int CHANNELS = 8;

    private final Session session;
    private final QuickSockets sockets;
    private final Semaphore channels = new Semaphore(CHANNELS, true);

    Link(Session session, QuickSockets sockets) {
        this.session = session;
        this.sockets = sockets;
    }

    boolean alive() {
        return session.isConnected() && !sockets.isCut();
    }

    /** Waits for one of the eight channels. */
    void enter() throws InterruptedException {
        channels.acquire();
    }

    /** Gives a channel back. */
    void leave() {
        channels.release();
    }

    ChannelExec exec() throws JSchException {
        return (ChannelExec) session.openChannel("exec");
    }

    ChannelDirectTCPIP direct() throws JSchException {
        return (ChannelDirectTCPIP) session.openChannel("direct-tcpip");
    }

    /** Ends the session, whatever it is doing. */
    void drop() {
        sockets.cut();
        session.disconnect();
    }
}
