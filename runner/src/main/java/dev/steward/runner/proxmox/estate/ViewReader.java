package dev.steward.runner.proxmox.estate;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.PveVersion;
import dev.steward.runner.proxmox.Vmid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a {@link View} from the API. Everything that moves comes with one call of {@code /cluster/resources}; what hardly
 * ever changes, {@link Frame}, is read less often.
 */
public final class ViewReader {

    private static final PvePath RESOURCES = PvePath.of("cluster", "resources");
    private static final PvePath STATUS = PvePath.of("cluster", "status");
    private static final PvePath HA = PvePath.of("cluster", "ha", "status", "current");
    private static final PvePath VERSION = PvePath.of("version");

    private final PveApi api;

    /** Reads from one cluster. */
    public ViewReader(PveApi api) {
        this.api = api;
    }

    /**
     * What a cluster is, apart from what happens in it.
     *
     * @param version of the node that answered
     * @param status {@code /cluster/status}
     * @param ha {@code /cluster/ha/status/current}
     */
    public record Frame(Optional<PveVersion> version, List<PveFields> status, List<HaService> ha) {}

    /**
     * Reads the frame.
     *
     * @throws PveException where the cluster does not answer; a missing right on the HA status alone is no failure
     */
    public Frame frame() throws PveException, InterruptedException {
        return new Frame(version(), status(), ha());
    }

    /** Of the node that answers. */
    public Optional<PveVersion> version() throws PveException, InterruptedException {
        return api.get(VERSION, Map.of()).fields().text("version").flatMap(PveVersion::find);
    }

    /** What the cluster says of itself and its members. */
    public List<PveFields> status() throws PveException, InterruptedException {
        return api.get(STATUS, Map.of()).list();
    }

    /** What HA says of its services; a missing right is no failure. */
    public List<HaService> ha() throws PveException, InterruptedException {
        try {
            List<HaService> services = new ArrayList<>();
            for (PveFields entry : api.get(HA, Map.of()).list()) {
                services.add(new HaService(
                        entry.text("id", ""),
                        entry.text("type", ""),
                        entry.text("node"),
                        entry.text("crm_state").or(() -> entry.text("state")),
                        entry.text("status", "")));
            }
            return services;
        } catch (PveException e) {
            if (e.kind() == PveException.Kind.FORBIDDEN || e.kind() == PveException.Kind.NOT_IMPLEMENTED) {
                return List.of();
            }
            throw e;
        }
    }

    /**
     * Reads everything that moves.
     *
     * @param frame read before, perhaps a while ago
     * @param at now
     */
    public View read(Frame frame, Instant at) throws PveException, InterruptedException {
        return view(frame, resources(), at);
    }

    /** Nodes, guests, storages and pools. */
    public List<PveFields> resources() throws PveException, InterruptedException {
        return api.get(RESOURCES, Map.of()).list();
    }

    /** Makes a view of what was read. */
    public View view(Frame frame, List<PveFields> resources, Instant at) {
        return view(api.cluster(), frame, resources, at);
    }

    /** Makes a view of answers. */
    static View view(String name, Frame frame, List<PveFields> resources, Instant at) {
        Map<String, Node> nodes = new TreeMap<>();
        Map<String, Guest> guests = new TreeMap<>(ViewReader::byNumber);
        Map<String, Storage> storages = new TreeMap<>();
        Set<String> pools = new TreeSet<>();
        Set<String> others = new TreeSet<>();
        Map<String, PveFields> members = members(frame.status());
        for (PveFields resource : resources) {
            String type = resource.text("type", "");
            switch (type) {
                case "node" -> node(name, resource, members).ifPresent(n -> nodes.put(n.name(), n));
                case "lxc", "qemu" -> guest(name, resource).ifPresent(g -> guests.put(g.id(), g));
                case "storage" -> storage(name, resource).ifPresent(s -> storages.put(s.id(), s));
                case "pool" -> resource.text("pool").ifPresent(pools::add);
                default -> others.add(type);
            }
        }
        members.forEach((member, fields) -> nodes.computeIfAbsent(member, m -> silent(name, m, fields)));
        guests.values().forEach(guest -> guest.pool().ifPresent(pools::add));
        return new View(
                cluster(name, frame, nodes),
                nodes,
                new LinkedHashMap<>(guests),
                storages,
                pools,
                frame.ha(),
                others,
                at);
    }

    private static int byNumber(String one, String other) {
        int shorter = Integer.compare(number(one), number(other));
        return shorter != 0 ? shorter : one.compareTo(other);
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(id.indexOf('/') + 1));
    }

    private static Map<String, PveFields> members(List<PveFields> status) {
        Map<String, PveFields> members = new LinkedHashMap<>();
        status.stream().filter(entry -> entry.text("type", "").equals("node")).forEach(entry -> name(entry, "name")
                .ifPresent(node -> members.put(node, entry)));
        return members;
    }

    private static Cluster cluster(String name, Frame frame, Map<String, Node> nodes) {
        Optional<PveFields> own = frame.status().stream()
                .filter(entry -> entry.text("type", "").equals("cluster"))
                .findFirst();
        String first = nodes.keySet().stream().findFirst().orElse(name);
        return new Cluster(
                name,
                own.flatMap(c -> c.text("name")).orElse(first),
                own.isPresent(),
                own.map(c -> c.flag("quorate")).orElse(true),
                own.stream()
                        .mapToInt(c -> c.count("nodes").orElse(nodes.size()))
                        .findFirst()
                        .orElse(nodes.size()),
                own.stream()
                        .mapToInt(c -> c.count("version").orElse(0))
                        .findFirst()
                        .orElse(0),
                frame.version());
    }

    private static Optional<Node> node(String cluster, PveFields fields, Map<String, PveFields> members) {
        return name(fields, "node").map(name -> {
            PveFields member = members.getOrDefault(name, new PveFields(null));
            return new Node(
                    cluster,
                    name,
                    member.count("nodeid"),
                    member.text("ip"),
                    fields.text("status", "unknown").equals("online"),
                    fields.text("hastate").filter(state -> !state.isEmpty()),
                    fields.text("level", ""),
                    Load.of(fields));
        });
    }

    /* A member of which the resources say nothing, as just after it joined. */
    private static Node silent(String cluster, String name, PveFields member) {
        return new Node(
                cluster,
                name,
                member.count("nodeid"),
                member.text("ip"),
                member.flag("online"),
                Optional.empty(),
                member.text("level", ""),
                Load.of(new PveFields(null)));
    }

    private static Optional<Guest> guest(String cluster, PveFields fields) {
        Optional<GuestKind> kind = fields.text("type").flatMap(GuestKind::find);
        Optional<Vmid> vmid = fields.text("vmid").flatMap(Vmid::find);
        Optional<String> node = name(fields, "node");
        if (kind.isEmpty() || vmid.isEmpty() || node.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Guest(
                cluster,
                kind.get(),
                vmid.get(),
                fields.text("name").filter(n -> !n.isBlank()).orElse(kind.get().prefix() + vmid.get()),
                node.get(),
                fields.text("status", "unknown"),
                fields.flag("template"),
                words(fields.text("tags", "")),
                fields.text("pool").filter(pool -> !pool.isEmpty()),
                fields.text("lock").filter(lock -> !lock.isEmpty()),
                fields.text("hastate").filter(state -> !state.isEmpty() && !state.equals("unmanaged")),
                Load.of(fields),
                Traffic.of(fields)));
    }

    private static Optional<Storage> storage(String cluster, PveFields fields) {
        return name(fields, "storage").flatMap(name -> name(fields, "node")
                .map(node -> new Storage(
                        cluster,
                        node,
                        name,
                        fields.text("plugintype", ""),
                        Set.copyOf(words(fields.text("content", ""))),
                        fields.flag("shared"),
                        fields.text("status", "").equals("available"),
                        fields.number("disk").orElse(0),
                        fields.number("maxdisk").orElse(0))));
    }

    /* What has no name cannot be asked for, nor shown. */
    private static Optional<String> name(PveFields fields, String field) {
        return fields.text(field).filter(name -> !name.isBlank());
    }

    /* Tags are stored with ";", lists of content with ","; both are accepted for both, and blanks between. */
    private static List<String> words(String text) {
        return Arrays.stream(text.split("[;,\\s]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }
}
