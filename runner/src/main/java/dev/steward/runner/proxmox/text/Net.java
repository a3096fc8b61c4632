package dev.steward.runner.proxmox.text;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network card of a guest.
 *
 * @param key {@code net0} …
 * @param name of the interface inside a container; empty: a VM
 * @param model of a VM's card, as {@code virtio}; empty: a container
 * @param mac upper case; empty: not written
 * @param bridge of the node; empty: none
 * @param ip with prefix length, or {@code dhcp}, {@code manual}; containers only
 * @param gateway for IPv4
 * @param ip6 with prefix length, or {@code dhcp}, {@code auto}, {@code manual}
 * @param gateway6 for IPv6
 * @param vlan the tag; empty: none
 * @param firewall whether PVE's firewall looks at it
 * @param linkDown whether its cable is pulled
 * @param text all of it
 */
public record Net(
        String key,
        Optional<String> name,
        Optional<String> model,
        Optional<String> mac,
        Optional<String> bridge,
        Optional<String> ip,
        Optional<String> gateway,
        Optional<String> ip6,
        Optional<String> gateway6,
        Optional<Integer> vlan,
        boolean firewall,
        boolean linkDown,
        PropertyString text) {

    private static final Pattern MAC = Pattern.compile("(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    /** Reads {@code name=eth0,bridge=vmbr0,hwaddr=…} of a container and {@code virtio=MAC,bridge=vmbr0} of a VM alike. */
    public static Net parse(String key, String value) {
        PropertyString text = PropertyString.parse(value);
        Optional<PropertyString.Part> card = text.parts().stream()
                .filter(part ->
                        MAC.matcher(part.value()).matches() && !part.key().matches("hwaddr|macaddr|"))
                .findFirst();
        Optional<String> mac = card.map(PropertyString.Part::value)
                .or(() -> text.get("hwaddr"))
                .or(() -> text.get("macaddr"))
                .map(found -> found.toUpperCase(Locale.ROOT));
        Optional<String> name = text.get("name");
        Optional<String> model = name.isPresent()
                ? Optional.empty()
                : card.map(PropertyString.Part::key).or(() -> text.bareOr("model"));
        return new Net(
                key,
                name,
                model,
                mac,
                text.get("bridge"),
                text.get("ip"),
                text.get("gw"),
                text.get("ip6"),
                text.get("gw6"),
                text.number("tag"),
                text.flag("firewall").orElse(false),
                text.flag("link_down").orElse(false),
                text);
    }

    /** The number of its key. */
    public int index() {
        return Keys.index(key);
    }

    /** The fixed IPv4 address without its prefix; empty: none, or given by DHCP. */
    public Optional<String> address() {
        return fixed(ip);
    }

    /** The fixed IPv6 address without its prefix; empty: none, or given by the network. */
    public Optional<String> address6() {
        return fixed(ip6);
    }

    private static Optional<String> fixed(Optional<String> cidr) {
        Matcher m = Pattern.compile("([0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*)(?:/\\d{1,3})?")
                .matcher(cidr.orElse(""));
        return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
    }
}
