package dev.steward.runner.config.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address, or all whose first bits are the same. No name server is ever asked.
 *
 * @param address one of them
 * @param bits how many count; the length of the address: it alone
 */
public record Network(InetAddress address, int bits) {

    private static final Pattern SAID = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");
    private static final Pattern FOUR = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern SIX = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** The one that a text says, as {@code 192.0.2.10}, {@code 10.0.0.0/8} or {@code 2001:db8::/32}; empty: it says none. */
    public static Optional<Network> of(String text) {
        Matcher said = SAID.matcher(text);
        Optional<InetAddress> address = said.matches() ? address(said.group(1)) : Optional.empty();
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int most = address.get().getAddress().length * Byte.SIZE;
        int bits = said.group(2) == null ? most : Integer.parseInt(said.group(2));
        return bits > most ? Optional.empty() : Optional.of(new Network(address.get(), bits));
    }

    /** The address that a text is; empty: it is none. An IPv4 address written as IPv6 is the IPv4 address. */
    public static Optional<InetAddress> address(String text) {
        if (!FOUR.matcher(text).matches() && !SIX.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether an address is one of them. */
    public boolean holds(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += Byte.SIZE) {
            int mask = 0xff << Math.max(0, Byte.SIZE - (bits - bit)) & 0xff;
            int at = bit / Byte.SIZE;
            if ((ours[at] & mask) != (theirs[at] & mask)) {
                return false;
            }
        }
        return true;
    }
}
