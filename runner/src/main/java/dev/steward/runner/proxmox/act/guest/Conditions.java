package dev.steward.runner.proxmox.act.guest;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.proxmox.text.LxcConfig;
import dev.steward.runner.proxmox.text.Mount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What PVE says of a move before it is made ({@code GET …/migrate}). For containers PVE 8 has no such call: then what their
 * configuration needs is compared with what the nodes have.
 *
 * @param refused reasons by node
 * @param localDisks volumes that lie on one node alone, without optical drives
 * @param blocks what keeps the guest from moving at all
 */
public record Conditions(Map<String, String> refused, List<String> localDisks, List<String> blocks) {

    /** Reads it. */
    public static Conditions of(Acting acting, View view, Guest guest) throws PveException, InterruptedException {
        PvePath path = guest.kind().path(guest.node(), guest.vmid());
        if (guest.kind() == GuestKind.QEMU) {
            return machine(acting.api().get(path.and("migrate"), Map.of()).fields());
        }
        PveFields config = acting.api().get(path.and("config"), Map.of()).fields();
        LxcConfig container = LxcConfig.of(config);
        Map<String, String> refused = new LinkedHashMap<>();
        try {
            refused.putAll(refused(
                    acting.api().get(path.and("migrate"), Map.of()).fields().inside("not-allowed-nodes")));
        } catch (PveException e) {
            if (e.kind() != Kind.NOT_IMPLEMENTED) {
                throw e;
            }
        }
        storages(view, guest.node(), container, refused);
        return new Conditions(refused, List.of(), binds(container));
    }

    private static void storages(View view, String from, LxcConfig container, Map<String, String> refused) {
        TreeSet<String> needed = mounts(container)
                .flatMap(mount -> mount.volume().storage().stream())
                // what a token may not see says nothing
                .filter(name -> Fit.missing(view, from, Set.of(name)).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        view.nodes().values().stream().filter(node -> node.online()).forEach(node -> {
            List<String> missing = Fit.missing(view, node.name(), needed);
            if (!missing.isEmpty()) {
                refused.putIfAbsent(node.name(), "it has no storage " + String.join(", ", missing));
            }
        });
    }

    private static Stream<Mount> mounts(LxcConfig container) {
        return Stream.concat(container.rootfs().stream(), container.mounts().stream());
    }

    private static List<String> binds(LxcConfig container) {
        return mounts(container)
                .filter(mount -> mount.volume().path() && !mount.shared())
                .map(mount ->
                        mount.key() + " is " + mount.volume() + " of its node (say shared=1 where every node has it)")
                .toList();
    }

    private static Conditions machine(PveFields said) {
        List<String> disks = new ArrayList<>();
        List<String> blocks = new ArrayList<>();
        for (PveFields disk : said.list("local_disks")) {
            String volume = disk.text("volid", "");
            if (disk.flag("cdrom") && !disk.flag("is_cloudinit") && !volume.contains("cloudinit")) {
                blocks.add("the optical drive holds " + volume + ", which lies on its node alone (take it out)");
            } else if (!disk.flag("is_unused")) {
                disks.add(volume);
            }
        }
        if (said.node().path("local_resources").isArray()) {
            said.node()
                    .path("local_resources")
                    .forEach(device -> blocks.add("it uses the device " + device.asText() + " of its node"));
        }
        return new Conditions(refused(said.inside("not_allowed_nodes")), disks, blocks);
    }

    /* Every other node may be named there, with nothing said of those that will do. */
    private static Map<String, String> refused(PveFields nodes) {
        Map<String, String> refused = new LinkedHashMap<>();
        for (String node : nodes.names()) {
            PveFields why = nodes.inside(node);
            List<String> reasons = new ArrayList<>();
            for (String key : why.names()) {
                if (!why.node().path(key).isEmpty()) {
                    reasons.add(key.replace('_', ' ').replace('-', ' ') + " "
                            + texts(why.node().path(key)));
                }
            }
            if (!reasons.isEmpty()) {
                refused.put(node, "it has " + String.join(" and ", reasons));
            }
        }
        return refused;
    }

    private static String texts(com.fasterxml.jackson.databind.JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.isObject() ? one.path("sid").asText() : one.asText()));
        return String.join(", ", texts);
    }
}
