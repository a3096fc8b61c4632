package dev.steward.runner.outage.wayback;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/**
 * Whether a machine is there, seen from here by TCP.
 *
 * @param address name or address
 * @param ports any of which is enough
 */
record Presence(String address, List<Integer> ports) {

    private static final int MILLIS = 1500;

    boolean there() {
        return ports.stream().anyMatch(this::open);
    }

    private boolean open(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
