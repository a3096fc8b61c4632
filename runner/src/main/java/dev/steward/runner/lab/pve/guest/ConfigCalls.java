package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A guest's configuration: read, changed, pending, disks grown (API2/LXC/Config.pm, API2/Qemu.pm). */
public final class ConfigCalls {

    /** Parameters that say how, not what. */
    private static final Set<String> HOW = Set.of(
            "node",
            "vmid",
            "digest",
            "delete",
            "revert",
            "skiplock",
            "force",
            "background_delay",
            "import-working-storage");

    /** What a running virtual machine takes over at its next start only. */
    private static final Pattern LATER = Pattern.compile(
            "memory|cores|sockets|cpu|machine|bios|args|vga|scsihw|agent|serial\\d+|hostpci\\d+|efidisk0|tpmstate0|boot");

    private static final Pattern SIZE = Pattern.compile("(\\+?)(\\d+)([KMGT]?)");
    private static final Map<Character, Integer> UNITS = Map.of('K', 10, 'M', 20, 'G', 30, 'T', 40);

    private ConfigCalls() {}

    /** Adds the calls. */
    public static void add(Handlers handlers) {
        handlers.both("GET /nodes/{node}/*/{vmid}/config", ConfigCalls::read)
                .both("GET /nodes/{node}/*/{vmid}/pending", ConfigCalls::pending)
                .both("PUT /nodes/{node}/*/{vmid}/config", ConfigCalls::change)
                .on("POST /nodes/{node}/qemu/{vmid}/config", ConfigCalls::changeAside)
                .both("PUT /nodes/{node}/*/{vmid}/resize", ConfigCalls::resize);
    }

    private static Object read(Call call) {
        Guest guest = call.guest();
        Row row = new Row();
        row.putAll(guest.config());
        if (call.has("snapshot")) {
            String name = call.text("snapshot");
            if (!guest.snapshots().containsKey(name)) {
                throw Refusal.failed("snapshot '" + name + "' does not exist");
            }
            row.clear();
            row.putAll(guest.snapshots().get(name).config());
        } else if (!call.flag("current") && guest.kind() == Kind.QEMU) {
            row.putAll(guest.pending());
        }
        String parent = guest.newestSnapshot();
        row.when(!parent.isEmpty() && !row.containsKey("parent"), "parent", parent);
        return row.with("digest", guest.digest());
    }

    private static Object pending(Call call) {
        Guest guest = call.guest();
        List<Row> rows = new ArrayList<>();
        guest.config().forEach((key, value) -> {
            Row row = new Row()
                    .with("key", key)
                    .with("value", key.equals("vmgenid") ? "00000000-0000-0000-0000-000000000000" : value);
            rows.add(row.when(
                    guest.pending().containsKey(key), "pending", guest.pending().get(key)));
        });
        guest.pending().forEach((key, value) -> {
            if (!guest.config().containsKey(key)) {
                rows.add(new Row().with("key", key).with("pending", value));
            }
        });
        rows.add(new Row().with("key", "digest").with("value", guest.digest()));
        return rows;
    }

    private static Object change(Call call) {
        Guest guest = checked(call);
        apply(call, guest);
        return null;
    }

    private static Object changeAside(Call call) {
        Guest guest = checked(call);
        return StatusCalls.begun(new Workers(call.cluster())
                .job(guest, "config", call.caller())
                .then(Duration.ofSeconds(1), () -> apply(call, guest)));
    }

    private static Guest checked(Call call) {
        Guest guest = call.guest();
        if (call.flag("skiplock") && !call.caller().root()) {
            throw Refusal.bad("skiplock", "Only root may use this option.");
        }
        rootOnly(call, guest);
        call.writable(guest);
        if (!guest.lock().isEmpty() && !call.flag("skiplock")) {
            throw Refusal.failed(Held.locked(guest));
        }
        if (!guest.holder().isEmpty()) {
            throw Refusal.failed("can't lock file '" + Held.file(guest) + "' - got timeout");
        }
        if (call.has("digest") && !call.text("digest").equals(guest.digest())) {
            throw Refusal.failed(
                    guest.kind() == Kind.LXC
                            ? "detected modified configuration - file changed by other user? Try again."
                            : "checksum missmatch (file change by other user?)");
        }
        return guest;
    }

    /** What PVE compares with root@pam itself, so that no token may: kept in code, not in the schema. */
    static void rootOnly(Call call, Guest guest) {
        if (call.caller().root()) {
            return;
        }
        Stream<String> keys = Stream.concat(call.params().keySet().stream(), call.items("delete").stream());
        keys.forEach(key -> {
            if (key.equals("hookscript")) {
                throw Refusal.rootOnly("changing the hookscript is only allowed for root@pam");
            }
            if (key.equals("features") && !nestingAlone(call.text(key))) {
                throw Refusal.rootOnly("changing feature flags (except nesting) is only allowed for root@pam");
            }
            if (guest.kind() == Kind.LXC
                    && key.matches("mp\\d+")
                    && call.text(key).matches("(volume=)?/.*")) {
                throw Refusal.rootOnly("mount point type bind is only allowed for root@pam");
            }
            if (guest.kind() == Kind.QEMU && key.equals("args")) {
                throw Refusal.rootOnly("only root can set 'args' config");
            }
            if (key.matches("hostpci\\d+|usb\\d+") && !call.text(key).contains("mapping=") && call.has(key)) {
                throw Refusal.rootOnly("only root can set '" + key + "' config for real devices");
            }
        });
    }

    private static boolean nestingAlone(String features) {
        return Stream.of(features.split(",")).allMatch(one -> one.isEmpty() || one.startsWith("nesting="));
    }

    private static void apply(Call call, Guest guest) {
        boolean later = guest.kind() == Kind.QEMU && guest.running();
        for (String key : call.items("delete")) {
            guest.config().remove(key);
            guest.pending().remove(key);
        }
        call.items("revert").forEach(guest.pending()::remove);
        call.params().forEach((key, value) -> {
            if (HOW.contains(key)) {
                return;
            }
            Object kept = value(guest, call, key);
            if (later && LATER.matcher(key).matches()) {
                guest.pending().put(key, kept);
            } else {
                guest.config().put(key, kept);
            }
        });
    }

    /** Numbers as numbers and tags sorted, as they are read back later. */
    static Object value(Guest guest, Call call, String key) {
        String text = call.text(key);
        if (key.equals("tags")) {
            return String.join(
                    ";", new TreeSet<>(List.of(text.toLowerCase(Locale.ROOT).split("[,;\\s]+"))));
        }
        boolean number = call.endpoint()
                .param(key)
                .map(param -> param.type().equals("integer") || param.type().equals("boolean"))
                .orElse(false);
        if (number) {
            return Long.parseLong(text);
        }
        return allocated(guest, key, text);
    }

    /** {@code store:8} makes a volume of 8 GiB; a card without an address gets one. */
    private static String allocated(Guest guest, String key, String text) {
        if (key.matches("rootfs|(mp|scsi|virtio|ide|sata)\\d+") && text.matches("[^:,=]+:\\d+(\\.\\d+)?(,.*)?")) {
            String[] parts = text.split(",", 2);
            String[] volume = parts[0].split(":");
            int disk = guest.disks().size();
            return volume[0] + ":" + guest.vmid() + "/vm-" + guest.vmid() + "-disk-" + disk + ".raw"
                    + (parts.length > 1 ? "," + parts[1] : "") + ",size=" + volume[1] + "G";
        }
        if (key.matches("net\\d+") && guest.kind() == Kind.LXC && !text.contains("hwaddr=")) {
            return text + ",hwaddr="
                    + String.format("BC:24:11:00:%02X:%02X", guest.vmid() >> 8 & 255, guest.vmid() & 255)
                    + (text.contains("type=") ? "" : ",type=veth");
        }
        if (key.matches("net\\d+") && guest.kind() == Kind.QEMU && text.matches("(model=)?[a-z0-9-]+(,.*)?")) {
            String[] parts = text.replaceFirst("^model=", "").split(",", 2);
            return parts[0] + "=" + String.format("BC:24:11:01:%02X:%02X", guest.vmid() >> 8 & 255, guest.vmid() & 255)
                    + (parts.length > 1 ? "," + parts[1] : "");
        }
        return text;
    }

    private static Object resize(Call call) {
        Guest guest = checked(call);
        String disk = call.text("disk");
        if (guest.text(disk).isEmpty()) {
            throw Refusal.failed(
                    guest.kind() == Kind.LXC
                            ? "no such mount point '" + disk + "'"
                            : "disk '" + disk + "' does not exist");
        }
        Matcher size = SIZE.matcher(call.text("size"));
        if (!size.matches()) {
            throw Refusal.bad("size", "value does not match the regex pattern");
        }
        long asked = Long.parseLong(size.group(2)) << unit(size.group(3));
        long old = bytes(guest.text(disk));
        long wanted = size.group(1).isEmpty() ? asked : old + asked;
        if (wanted < old) {
            throw Refusal.failed("unable to shrink disk size");
        }
        String grown = guest.text(disk).replaceFirst(",?size=\\d+[KMGT]?", "") + ",size=" + (wanted >> 30) + "G";
        // the one type of a guest's UPIDs that says nothing of its kind
        return StatusCalls.begun(call.cluster()
                .job(guest.node(), "resize", Integer.toString(guest.vmid()), call.caller())
                .then(Duration.ofSeconds(1), () -> guest.config().put(disk, grown)));
    }

    private static int unit(String letter) {
        return letter.isEmpty() ? 0 : UNITS.get(letter.charAt(0));
    }

    private static long bytes(String disk) {
        Matcher size = Pattern.compile("size=(\\d+)([KMGT]?)").matcher(disk);
        return size.find() ? Long.parseLong(size.group(1)) << unit(size.group(2)) : 0;
    }
}
