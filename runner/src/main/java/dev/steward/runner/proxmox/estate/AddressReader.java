package dev.steward.runner.proxmox.estate;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.estate.Address.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Asks for a guest's addresses: a running container for its interfaces, a running VM for its agent's, and where there is no
 * answer, or it does not run, its configuration.
 */
final class AddressReader {

    /** Interfaces inside a guest that are its own business: bridges and pairs of containers in it. */
    private static final Pattern INNER = Pattern.compile("lo|br-.*|veth.*|docker.*|virbr.*|cni.*|flannel.*|cali.*");

    private static final Pattern NET = Pattern.compile("net[0-9]{1,2}|ipconfig[0-9]{1,2}");
    private static final Set<String> NO_ADDRESS = Set.of("dhcp", "manual", "auto", "");

    private final PveApi api;

    AddressReader(PveApi api) {
        this.api = api;
    }

    /**
     * The addresses of a guest now.
     *
     * @throws PveException where neither it nor its configuration can be asked
     */
    Addresses of(Guest guest) throws PveException, InterruptedException {
        if (guest.running() && !guest.template()) {
            Optional<List<Address>> live = live(guest);
            if (live.isPresent() && !live.get().isEmpty()) {
                return new Addresses(sorted(live.get()), Optional.empty());
            }
        }
        return configured(guest);
    }

    private Optional<List<Address>> live(Guest guest) throws PveException, InterruptedException {
        PvePath base = guest.kind().path(guest.node(), guest.vmid());
        try {
            return guest.kind() == GuestKind.LXC
                    ? Optional.of(read(api.get(base.and("interfaces"), Map.of()).list(), Origin.INTERFACES))
                    : Optional.of(read(
                            api.get(base.and("agent", "network-get-interfaces"), Map.of())
                                    .fields()
                                    .list("result"),
                            Origin.AGENT));
        } catch (PveException e) {
            return switch (e.kind()) {
                // No agent, no right, an older release, or it stopped meanwhile: the configuration may still tell.
                case AGENT, FORBIDDEN, NOT_IMPLEMENTED, STATE, BAD_PARAMETER, SERVER, MISSING -> Optional.empty();
                default -> throw e;
            };
        }
    }

    static List<Address> read(List<PveFields> interfaces, Origin origin) {
        List<Address> found = new ArrayList<>();
        for (PveFields one : interfaces) {
            String device = one.text("name", "");
            if (INNER.matcher(device).matches()) {
                continue;
            }
            List<PveFields> listed = one.list("ip-addresses");
            listed.forEach(entry -> entry.text("ip-address").ifPresent(ip -> add(found, ip, device, origin)));
            if (listed.isEmpty()) {
                // Before PVE 8.1 a container's interface has one of each kind, with its prefix length.
                one.text("inet").ifPresent(ip -> add(found, ip, device, origin));
                one.text("inet6").ifPresent(ip -> add(found, ip, device, origin));
            }
        }
        return found;
    }

    private static void add(List<Address> found, String text, String device, Origin origin) {
        String ip = text.replaceFirst("/.*", "");
        if (Ip.usable(ip) && found.stream().noneMatch(a -> a.ip().equals(ip))) {
            found.add(new Address(ip, device, origin));
        }
    }

    private Addresses configured(Guest guest) throws PveException, InterruptedException {
        PveFields config = api.get(guest.kind().path(guest.node(), guest.vmid()).and("config"), Map.of())
                .fields();
        List<Address> found = new ArrayList<>();
        Set<String> asked = new TreeSet<>();
        config.names().stream()
                .filter(name -> NET.matcher(name).matches())
                .sorted(Comparator.comparingInt(AddressReader::number))
                .forEach(name -> configured(name, config.text(name, ""), found, asked));
        return new Addresses(sorted(found), unknown(guest, found, asked));
    }

    private static void configured(String name, String value, List<Address> found, Set<String> asked) {
        Map<String, String> parts = parts(value);
        for (String key : List.of("ip", "ip6")) {
            String said = parts.getOrDefault(key, "");
            if (NO_ADDRESS.contains(said)) {
                if (!said.isEmpty() && !said.equals("manual")) {
                    asked.add(name + " takes its address by " + said);
                }
            } else {
                add(found, said, name, Origin.CONFIG);
            }
        }
    }

    private static Optional<String> unknown(Guest guest, List<Address> found, Set<String> asked) {
        if (!asked.isEmpty()) {
            return Optional.of(String.join(", ", asked) + (guest.running() ? "" : " and the guest does not run"));
        }
        if (!found.isEmpty()) {
            return Optional.empty();
        }
        boolean machine = guest.kind() == GuestKind.QEMU;
        return Optional.of(
                machine
                        ? "its guest agent does not answer; install qemu-guest-agent in it and set agent: 1"
                        : "its configuration names no address");
    }

    private static Map<String, String> parts(String value) {
        Map<String, String> parts = new HashMap<>();
        for (String part : value.split(",")) {
            int at = part.indexOf('=');
            if (at > 0) {
                parts.put(part.substring(0, at).trim(), part.substring(at + 1).trim());
            }
        }
        return parts;
    }

    private static int number(String name) {
        return Integer.parseInt(name.replaceAll("[^0-9]", ""));
    }

    private static List<Address> sorted(List<Address> found) {
        return found.stream().sorted(Comparator.comparing(Address::six)).toList();
    }
}
