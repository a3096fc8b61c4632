package dev.steward.web.security;

import dev.steward.runner.config.access.Network;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Sender;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who stands between clients and this server, and is believed. What others write into the same headers counts for nothing: by
 * them everybody could pass for somebody else.
 */
public final class Proxies {

    private static final String FOR = "X-Forwarded-For";
    private static final Pattern HOP =
            Pattern.compile("\"?(?:\\[([0-9A-Fa-f:.]+)](?::\\d+)?|([0-9.]+)(?::\\d+)?|([0-9A-Fa-f:.]+))\"?");

    private final List<Network> trusted;

    /** These are believed; none: nobody is. */
    public Proxies(List<Network> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * A request as it arrives.
     *
     * @param address the other end of its connection
     * @param secure whether that is TLS
     * @param host the Host header; empty text: none
     */
    public record Wire(String address, boolean secure, String host) {}

    /**
     * Where a request came from.
     *
     * @param header all lines of a header, with commas in between; empty text: none
     */
    public Sender sender(Wire wire, UnaryOperator<String> header) {
        String peer = bare(wire.address());
        if (!trusts(peer)) {
            // who is led here by a proxy that nobody named is somebody else than who sits at this machine
            boolean led =
                    !header.apply(FOR).isEmpty() || !header.apply("Forwarded").isEmpty();
            boolean near = !led && loopback(peer) && Hosts.loopback(wire.host());
            return new Sender(peer, wire.secure(), wire.host(), near);
        }
        String scheme = last(header.apply("X-Forwarded-Proto")).orElse("");
        boolean secure = scheme.isEmpty() ? wire.secure() : scheme.equalsIgnoreCase("https");
        String host = last(header.apply("X-Forwarded-Host")).orElse(wire.host());
        return new Sender(client(peer, list(header.apply(FOR))), secure, host, false);
    }

    /**
     * Without TLS only this machine and the proxies come: whoever else did would send passwords that everybody can read.
     *
     * @throws Refused 421 where somebody else does
     */
    public void check(Wire wire) {
        String peer = bare(wire.address());
        if (!wire.secure() && !loopback(peer) && !trusts(peer)) {
            throw new Refused(
                    421,
                    "Wrong way in",
                    "Without TLS only a proxy of server.trustedProxies comes in here; open the proxy's address.",
                    List.of());
        }
    }

    /** From the nearest hop on: each is as believable as the one that told of it, and the first stranger is the client. */
    private String client(String peer, List<String> hops) {
        String client = peer;
        for (int i = hops.size() - 1; i >= 0; i--) {
            Matcher hop = HOP.matcher(hops.get(i));
            Optional<String> address = hop.matches()
                    ? Stream.of(1, 2, 3)
                            .flatMap(group -> Stream.ofNullable(hop.group(group)))
                            .findFirst()
                            .flatMap(Network::address)
                            .map(InetAddress::getHostAddress)
                    : Optional.empty();
            if (address.isEmpty()) {
                return client;
            }
            client = address.get();
            if (!trusts(client)) {
                return client;
            }
        }
        return client;
    }

    private boolean trusts(String address) {
        return Network.address(address)
                .filter(one -> trusted.stream().anyMatch(network -> network.holds(one)))
                .isPresent();
    }

    private static boolean loopback(String address) {
        return Network.address(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static String bare(String address) {
        String text =
                address.replaceAll("[\\[\\]]", "").replaceFirst("%.*$", "").toLowerCase(Locale.ROOT);
        return Network.address(text).map(InetAddress::getHostAddress).orElse(text);
    }

    private static Optional<String> last(String header) {
        List<String> all = list(header);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    private static List<String> list(String header) {
        return Stream.of(header.split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }
}
