package dev.steward.runner.power;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What wakes a sleeping machine's network card: six bytes FF and its address sixteen times (AMD, Magic Packet Technology, 1995),
 * sent as a broadcast by UDP.
 */
public final class MagicPacket {

    /** "discard": nobody listens there, which the card does not mind. */
    public static final int PORT = 9;

    private static final Pattern ADDRESS = Pattern.compile("([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}");
    private static final int TIMES = 16;
    private static final String EVERYBODY = "255.255.255.255";

    private final byte[] bytes;

    private MagicPacket(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The packet for a network card.
     *
     * @param address its hardware address, as {@code bc:24:11:00:00:01}
     * @return empty where that is none
     */
    public static Optional<MagicPacket> to(String address) {
        if (!ADDRESS.matcher(address.strip()).matches()) {
            return Optional.empty();
        }
        byte[] card = HexFormat.of().parseHex(address.strip().replaceAll("[:-]", ""));
        byte[] bytes = new byte[6 + TIMES * card.length];
        Arrays.fill(bytes, 0, 6, (byte) 0xff);
        for (int i = 0; i < TIMES; i++) {
            System.arraycopy(card, 0, bytes, 6 + i * card.length, card.length);
        }
        return Optional.of(new MagicPacket(bytes));
    }

    /**
     * Sends it.
     *
     * @param broadcast a network's broadcast address; empty: to all networks that this machine is in
     * @param port of UDP
     * @throws IOException when it cannot be sent to any
     */
    public void send(Optional<String> broadcast, int port) throws IOException {
        Set<InetAddress> everywhere =
                broadcast.isPresent() ? Set.of(InetAddress.getByName(broadcast.get())) : networks();
        IOException last = null;
        int sent = 0;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setBroadcast(true);
            for (InetAddress network : everywhere) {
                try {
                    socket.send(new DatagramPacket(bytes, bytes.length, network, port));
                    sent++;
                } catch (IOException e) {
                    last = e;
                }
            }
        }
        if (sent == 0) {
            throw new IOException(
                    "no network took the wake-up packet: " + (last == null ? "there is none" : last.getMessage()),
                    last);
        }
    }

    private static Set<InetAddress> networks() throws IOException {
        Set<InetAddress> all = new LinkedHashSet<>();
        all.add(InetAddress.getByName(EVERYBODY));
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (each.isUp() && !each.isLoopback()) {
                each.getInterfaceAddresses().stream()
                        .map(java.net.InterfaceAddress::getBroadcast)
                        .filter(java.util.Objects::nonNull)
                        .forEach(all::add);
            }
        }
        return all;
    }
}
