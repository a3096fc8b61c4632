package dev.steward.runner.lab.pve.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ports of loopback that are left and taken again. */
public final class Listening {

    private static final int QUEUE = 100;
    private static final int TRIES = 500;
    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(10);

    private Listening() {}

    /**
     * Listens at a port; the thread that waited there before may hold it for a moment after it was left, so it is tried for some
     * seconds.
     *
     * @param port 0: a free one
     */
    public static ServerSocket at(int port) throws IOException {
        for (int tries = 0; ; tries++) {
            try {
                return bound(port);
            } catch (IOException taken) {
                if (tries == TRIES) {
                    throw taken;
                }
                LockSupport.parkNanos(BETWEEN);
            }
        }
    }

    private static ServerSocket bound(int port) throws IOException {
        ServerSocket made = new ServerSocket();
        made.setReuseAddress(true);
        made.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), QUEUE);
        return made;
    }
}
