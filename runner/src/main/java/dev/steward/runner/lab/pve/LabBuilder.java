package dev.steward.runner.lab.pve;

import dev.steward.runner.lab.pve.access.Access;
import dev.steward.runner.lab.pve.access.Acl;
import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.access.Roles;
import dev.steward.runner.lab.pve.access.Token;
import dev.steward.runner.lab.pve.access.User;
import dev.steward.runner.lab.pve.http.Authority;
import dev.steward.runner.lab.pve.http.Identity;
import dev.steward.runner.lab.pve.node.Watchdogs;
import dev.steward.runner.lab.pve.state.Ceph;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.state.Pace;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import dev.steward.runner.lab.pve.state.Store;
import dev.steward.runner.lab.pve.table.Table;
import dev.steward.runner.lab.pve.task.Agenda;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/** A lab to be; every method changes and hands back this. */
public final class LabBuilder {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final long GIB = 1L << 30;

    private final String name;
    private final List<GuestSpec> guests = new ArrayList<>();
    private final List<Consumer<PveCluster>> more = new ArrayList<>();
    private final List<Store> stores = new ArrayList<>(List.of(
            new Store(
                    "local",
                    "dir",
                    "/var/lib/vz",
                    "iso,backup,snippets,rootdir,vztmpl,images",
                    false,
                    252 * GIB,
                    32 * GIB,
                    List.of()),
            new Store("btr", "btrfs", "/mnt/btr", "images,rootdir", false, 64 * GIB, 2 * GIB, List.of())));
    private List<String> nodes = List.of("pve1");
    private String version = "9.2.11";
    private Pace pace = Pace.quick();

    LabBuilder(String name) {
        this.name = name;
    }

    /** The release, as 9.2.11 or 8.4.21; before 8.4 errors are in the status line alone. */
    public LabBuilder version(String number) {
        version = number;
        return this;
    }

    /** So many nodes: pve1, pve2… */
    public LabBuilder nodes(int count) {
        return nodes(IntStream.rangeClosed(1, count).mapToObj(i -> "pve" + i).toArray(String[]::new));
    }

    /** These nodes. */
    public LabBuilder nodes(String... names) {
        nodes = List.of(names);
        return this;
    }

    /** How long things take. */
    public LabBuilder pace(Pace other) {
        pace = other;
        return this;
    }

    /** Another storage. */
    public LabBuilder storage(Store store) {
        stores.add(store);
        return this;
    }

    /** A container, off unless said otherwise, with a network card and a disk. */
    public LabBuilder lxc(int vmid, String hostname, Consumer<GuestSpec> what) {
        GuestSpec spec = new GuestSpec(new Guest(vmid, Kind.LXC, ""));
        Map<String, Object> config = spec.guest().config();
        config.put("arch", "amd64");
        config.put("features", "nesting=1");
        config.put("hostname", hostname);
        config.put("memory", 256);
        config.put(
                "net0",
                "name=eth0,bridge=vmbr0,gw=10.99.8.1,hwaddr=" + mac(vmid) + ",ip=" + address(vmid) + "/24,type=veth");
        config.put("ostype", "debian");
        config.put("rootfs", "btr:" + vmid + "/vm-" + vmid + "-disk-0.raw,size=1G");
        config.put("swap", 512);
        config.put("unprivileged", 1);
        return guest(spec, what);
    }

    /** A virtual machine, off unless said otherwise, with agent, network card and disk. */
    public LabBuilder qemu(int vmid, String title, Consumer<GuestSpec> what) {
        GuestSpec spec = new GuestSpec(new Guest(vmid, Kind.QEMU, ""));
        Map<String, Object> config = spec.guest().config();
        config.put("agent", "1");
        config.put("boot", "order=scsi0;net0");
        config.put("cores", 1);
        config.put("kvm", 0);
        config.put("memory", "512");
        config.put("meta", "creation-qemu=7.2.22,ctime=1795228957");
        config.put("name", title);
        config.put("net0", "virtio=" + mac(vmid) + ",bridge=vmbr0");
        config.put("ostype", "l26");
        config.put("scsi0", "btr:" + vmid + "/vm-" + vmid + "-disk-0.raw,size=1G");
        config.put("scsihw", "virtio-scsi-single");
        config.put("smbios1", "uuid=3afe1061-33b3-44a8-837f-" + String.format("%012d", vmid));
        config.put("vmgenid", "bd90348d-0b25-4609-ba08-" + String.format("%012d", vmid));
        return guest(spec, what);
    }

    static String mac(int vmid) {
        return String.format("BC:24:11:%02X:%02X:%02X", vmid >> 16 & 0xFF, vmid >> 8 & 0xFF, vmid & 0xFF);
    }

    static String address(int vmid) {
        return "10.99." + (8 + vmid / 250 % 200) + "." + (vmid % 250 + 1);
    }

    private LabBuilder guest(GuestSpec spec, Consumer<GuestSpec> what) {
        what.accept(spec);
        guests.add(spec);
        return this;
    }

    /** Somebody besides root, with a password and a role at a path; several calls add up. */
    public LabBuilder user(String id, String password, String path, String role) {
        return also(cluster -> {
            cluster.access().users().put(id, new User(id, password, true));
            cluster.access().acl().add(new Acl(path, "user", id, role, true));
        });
    }

    /** An API token; with privilege separation it can do nothing until a role is given to it. */
    public LabBuilder token(String user, String id, String secret, boolean separate) {
        return also(cluster ->
                cluster.access().tokens().put(user + "!" + id, new Token(user, id, secret, separate, 0, "")));
    }

    /** A role for a token (user!name) or user. */
    public LabBuilder acl(String path, String who, String role) {
        return also(cluster ->
                cluster.access().acl().add(new Acl(path, who.contains("!") ? "token" : "user", who, role, true)));
    }

    /** The cluster has a Ceph. */
    public LabBuilder ceph() {
        return also(cluster -> cluster.ceph(new Ceph()));
    }

    /** The cluster has a QDevice that votes. */
    public LabBuilder qdevice() {
        return also(cluster -> cluster.votes().device(true));
    }

    /** Anything else, done before the first request. */
    public LabBuilder also(Consumer<PveCluster> what) {
        more.add(what);
        return this;
    }

    /**
     * Starts it.
     *
     * @param time its clock; a clock that is set moves the whole estate
     * @throws IOException when no port of loopback is free
     */
    public PveLab start(Time time) throws IOException {
        try {
            return started(time);
        } catch (GeneralSecurityException e) {
            throw new IOException("this JVM cannot make certificates", e);
        }
    }

    private PveLab started(Time time) throws IOException, GeneralSecurityException {
        Access access = new Access(new Roles(version.startsWith("9")), PveLab.ROOT_PASSWORD);
        access.tokens()
                .put(Caller.ROOT + "!steward", new Token(Caller.ROOT, "steward", PveLab.TOKEN_SECRET, false, 0, ""));
        PveCluster cluster = new PveCluster(name, version, new Agenda(time), access, pace);
        Authority authority = new Authority(time.now());
        Map<String, SSLContext> tls = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            tls.put(nodes.get(i), node(cluster, authority, i, time.now()));
        }
        fill(cluster, time.now());
        PveLab lab = new PveLab(cluster, authority);
        List<RequestWatcher> watchers = new ArrayList<>();
        ServiceLoader.load(RequestWatcher.class).forEach(watchers::add);
        PveDesk.House house =
                new PveDesk.House(cluster, Table.of(cluster.release()), Methods.all(), lab.faults(), time, request -> {
                    lab.log(request);
                    watchers.forEach(watcher -> watcher.saw(version, request));
                });
        Watchdogs.begin(cluster);
        lab.open(house, node -> tls.get(node.name()));
        return lab;
    }

    private SSLContext node(PveCluster cluster, Authority authority, int index, Instant now)
            throws IOException, GeneralSecurityException {
        String title = nodes.get(index);
        PveNode node = new PveNode(
                title, name.isEmpty() ? 0 : index + 1, "10.99.8." + (11 + index), now.minus(Duration.ofHours(2)));
        Identity identity = authority.issue(List.of(title, "localhost"), List.of(LOOPBACK), now);
        node.fingerprint(Authority.fingerprint(identity.certificate()));
        node.config().put("wakeonlan", String.format("bc:24:11:00:00:%02x", index + 1));
        cluster.nodes().put(title, node);
        return identity.context();
    }

    private void fill(PveCluster cluster, Instant now) {
        stores.forEach(store -> cluster.stores().put(store.name(), store));
        for (GuestSpec spec : guests) {
            Guest guest = spec.guest();
            if (guest.node().isEmpty()) {
                guest.move(nodes.get(0));
            }
            if (spec.runs()) {
                guest.on(cluster.node(guest.node()).process(), now.minus(spec.uptime()));
            }
            cluster.guests().put(guest.vmid(), guest);
        }
        more.forEach(each -> each.accept(cluster));
    }
}
