package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The network cards of a guest, as a container's own tools or a virtual machine's agent tell them. */
public final class InterfaceCalls {

    /** One card with its addresses, each with the length of its prefix. */
    record Card(String name, String mac, List<String> addresses) {}

    private InterfaceCalls() {}

    /** Adds the containers' call. */
    public static void add(Handlers handlers) {
        handlers.on("GET /nodes/{node}/lxc/{vmid}/interfaces", InterfaceCalls::container);
    }

    /** The loopback and whatever the configuration names; a virtual machine's address is in its {@code ipconfigN}. */
    static List<Card> cards(Guest guest) {
        List<Card> cards = new ArrayList<>();
        cards.add(new Card("lo", "00:00:00:00:00:00", List.of("127.0.0.1/8", "::1/128")));
        guest.config().keySet().stream()
                .filter(key -> key.matches("net\\d+"))
                .sorted()
                .forEach(key -> {
                    String number = key.substring(3);
                    String text = guest.text(key) + "," + guest.text("ipconfig" + number);
                    String mac = Stream.of(text.split("[,=]"))
                            .filter(part -> part.matches("(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}"))
                            .findFirst()
                            .orElse("bc:24:11:00:00:01")
                            .toLowerCase(Locale.ROOT);
                    String fallback = "ens" + (18 + Integer.parseInt(number));
                    cards.add(new Card(value(text, "name", fallback), mac, addresses(guest, text, mac)));
                });
        return cards;
    }

    private static String value(String text, String key, String otherwise) {
        return Stream.of(text.split(","))
                .filter(part -> part.startsWith(key + "="))
                .map(part -> part.substring(key.length() + 1))
                .findFirst()
                .orElse(otherwise);
    }

    private static List<String> addresses(Guest guest, String text, String mac) {
        List<String> all = new ArrayList<>();
        String four = value(text, "ip", "dhcp");
        if (four.equals("dhcp")) {
            all.add("10.99." + (8 + guest.vmid() / 250 % 200) + "." + (guest.vmid() % 250 + 1) + "/24");
        } else if (!four.equals("manual")) {
            all.add(four);
        }
        String six = value(text, "ip6", "");
        if (six.contains(":")) {
            all.add(six);
        }
        String[] bytes = mac.split(":");
        int first = Integer.parseInt(bytes[0], 16) ^ 2;
        all.add(String.format("fe80::%x%s:%sff:fe%s:%s%s/64", first, bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]));
        return all;
    }

    private static Object container(Call call) {
        Guest guest = call.guest();
        if (!guest.running()) {
            return null;
        }
        return cards(guest).stream().map(InterfaceCalls::row).toList();
    }

    private static Row row(Card card) {
        Row row = new Row().with("name", card.name()).with("hwaddr", card.mac()).with("hardware-address", card.mac());
        row.with(
                "ip-addresses",
                card.addresses().stream()
                        .map(address -> new Row()
                                .with("ip-address", address.split("/")[0])
                                .with("prefix", address.split("/")[1])
                                .with("ip-address-type", address.contains(":") ? "inet6" : "inet"))
                        .toList());
        card.addresses().stream().filter(any -> !any.contains(":")).findFirst().ifPresent(any -> row.with("inet", any));
        card.addresses().stream().filter(any -> any.contains(":")).findFirst().ifPresent(any -> row.with("inet6", any));
        return row;
    }
}
