package dev.steward.runner.connection.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.steward.runner.connection.ssh.kept.KeptSession;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** One authenticated session with one server. */
final class Link implements KeptSession {

    /** sshd's stock MaxSessions is 10; two are left to others who share the session in future. */
    private static final int CHANNELS = 8;

    private final Session session;
    private final QuickSockets sockets;
    private final Semaphore channels = new Semaphore(CHANNELS, true);
    private final Origin origin;

    /**
     * Where a session comes from.
     *
     * @param way the print of all that led to it; empty: it is not for others
     * @param hostKeys what let its server's key in
     * @param time counts its age
     * @param begun when it was logged in, as {@code time} counts
     */
    record Origin(Optional<String> way, HostKeys hostKeys, Time time, long begun) {}

    Link(Session session, QuickSockets sockets, Origin origin) {
        this.session = session;
        this.sockets = sockets;
        this.origin = origin;
    }

    Origin origin() {
        return origin;
    }

    @Override
    public boolean alive() {
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

    @Override
    public boolean busy() {
        return channels.availablePermits() < CHANNELS;
    }

    @Override
    public Duration age() {
        return Duration.ofNanos(origin.time().nanos() - origin.begun());
    }

    /* The login is over: neither keys nor passwords nor known_hosts are of use to a session any more. */
    @Override
    public void rest(long most) {
        session.setUserInfo(null);
        session.setIdentityRepository(null);
        origin.hostKeys().done();
        sockets.atMost(most);
    }

    @Override
    public void goOn() {
        sockets.atMost(Long.MAX_VALUE);
    }

    /** Whether its server is at an address that a name stands for now. */
    boolean at(String address) {
        return sockets.at(address);
    }

    /* A channel that is opened and closed: sshd itself answers, and nothing is begun on the host. */
    @Override
    public boolean answers() {
        try {
            Channel channel = session.openChannel("session");
            // Without a time-out of its own JSch also looks whether the link still is, every 10 ms.
            channel.connect();
            channel.disconnect();
            return true;
        } catch (JSchException e) {
            return false;
        }
    }

    /** Ends the session, whatever it is doing. */
    @Override
    public void drop() {
        sockets.cut();
        session.disconnect();
    }
}
