package dev.steward.runner.outage.self;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a machine says of itself, to be found again among the guests and nodes of clusters.
 *
 * @param hostname short; empty: it has none
 * @param addresses of its interfaces, without loopback
 * @param macs of its interfaces, in upper case, as {@code BC:24:11:00:00:65}
 * @param uuid of its firmware (SMBIOS), which PVE gives each VM; readable by root alone
 * @param node whether it is a node of Proxmox VE itself
 */
public record Machine(String hostname, Set<String> addresses, Set<String> macs, Optional<String> uuid, boolean node) {

    private static final Path UUID = Path.of("/sys/class/dmi/id/product_uuid");
    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

    /* pmxcfs shows every node its own folder under this name. */
    private static final Path NODE = Path.of("/etc/pve/local");

    public Machine {
        addresses = Set.copyOf(addresses);
        macs = Set.copyOf(macs);
    }

    /** The machine this process runs on. */
    public static Machine ofThisMachine() {
        Set<String> addresses = new TreeSet<>();
        Set<String> macs = new TreeSet<>();
        for (NetworkInterface one : interfaces()) {
            Collections.list(one.getInetAddresses()).stream()
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(Machine::text)
                    .forEach(addresses::add);
            mac(one).ifPresent(macs::add);
        }
        String name = read(HOSTNAME).orElse("");
        int dot = name.indexOf('.');
        return new Machine(dot < 0 ? name : name.substring(0, dot), addresses, macs, read(UUID), Files.exists(NODE));
    }

    private static List<NetworkInterface> interfaces() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces());
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return (zone < 0 ? text : text.substring(0, zone)).toLowerCase(Locale.ROOT);
    }

    private static Optional<String> mac(NetworkInterface one) {
        try {
            byte[] bytes = one.getHardwareAddress();
            if (bytes == null || bytes.length != 6) {
                return Optional.empty();
            }
            List<String> parts = new ArrayList<>();
            for (byte part : bytes) {
                parts.add(String.format("%02X", part));
            }
            return Optional.of(String.join(":", parts));
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
