package dev.steward.runner.app.self;

import dev.steward.runner.inventory.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which host of an inventory is the machine Steward runs on: by an address of one of its own interfaces, else by its host
 * name. Loopback addresses say nothing. It is updated last, and never rebooted inside its own run.
 *
 * @param addresses of this machine's interfaces, without loopback
 * @param name its host name; empty where it has none
 */
public record Self(Set<String> addresses, String name) {

    /** What this machine says of itself. */
    public static Self ofThisMachine() {
        return new Self(interfaceAddresses(), hostName());
    }

    /** The names under which the hosts hold this machine. */
    public Set<String> among(Collection<Host> hosts) {
        return hosts.stream().filter(this::is).map(Host::name).collect(Collectors.toUnmodifiableSet());
    }

    private boolean is(Host host) {
        Object address = host.vars().getOrDefault("ansible_host", host.vars().get("ansible_ssh_host"));
        if (address != null && looksNumeric(address.toString())) {
            return addresses.contains(address.toString().toLowerCase(Locale.ROOT));
        }
        String known = address == null ? host.name() : address.toString();
        return !name.isEmpty()
                && (known.equalsIgnoreCase(name) || shortName(known).equalsIgnoreCase(name));
    }

    private static boolean looksNumeric(String address) {
        return address.indexOf(':') >= 0 || address.matches("[0-9.]+");
    }

    private static String shortName(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static Set<String> interfaceAddresses() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .flatMap(one -> Collections.list(one.getInetAddresses()).stream())
                    .filter(address -> !address.isLoopbackAddress())
                    .map(Self::text)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            return Set.of();
        }
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return (zone < 0 ? text : text.substring(0, zone)).toLowerCase(Locale.ROOT);
    }

    private static String hostName() {
        try {
            return shortName(
                    Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        } catch (IOException e) {
            return "";
        }
    }
}
