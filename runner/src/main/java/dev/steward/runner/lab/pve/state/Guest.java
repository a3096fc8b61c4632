package dev.steward.runner.lab.pve.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A container or virtual machine. The cluster's monitor guards it. */
public final class Guest {

    private final int vmid;
    private final Kind kind;
    private final Map<String, Object> config = new LinkedHashMap<>();
    private final Map<String, Object> pending = new LinkedHashMap<>();
    private final Map<String, Snap> snapshots = new LinkedHashMap<>();
    private final Map<Integer, AgentRun> runs = new HashMap<>();
    private final Manner manner = new Manner();
    private final Traffic traffic = new Traffic();
    private String node;
    private boolean running;
    private boolean told;
    private Instant toldAt;
    private boolean paused;
    private int pid;
    private Instant started = Instant.EPOCH;
    private String holder = "";
    private GuestShell shell;

    /** A guest that is off, without a configuration. */
    public Guest(int vmid, Kind kind, String node) {
        this.vmid = vmid;
        this.kind = kind;
        this.node = node;
    }

    public int vmid() {
        return vmid;
    }

    public Kind kind() {
        return kind;
    }

    public String node() {
        return node;
    }

    /** It is on another node now. */
    public void move(String target) {
        node = target;
    }

    /** Its configuration, to read and to change. */
    public Map<String, Object> config() {
        return config;
    }

    /** What will be set at its next start. */
    public Map<String, Object> pending() {
        return pending;
    }

    /** By name, the first one first. */
    public Map<String, Snap> snapshots() {
        return snapshots;
    }

    /** What the agent started and nobody has read yet, by process number. */
    public Map<Integer, AgentRun> runs() {
        return runs;
    }

    public Manner manner() {
        return manner;
    }

    public Traffic traffic() {
        return traffic;
    }

    /** A value of the configuration as text, empty where it is missing. */
    public String text(String key) {
        return String.valueOf(config.getOrDefault(key, ""));
    }

    /** A number of the configuration. */
    public long number(String key, long otherwise) {
        String text = text(key);
        return text.matches("\\d+") ? Long.parseLong(text) : otherwise;
    }

    /** Whether a switch of the configuration is on. */
    public boolean flag(String key) {
        return text(key).equals("1");
    }

    /** Its name. */
    public String name() {
        String name = text(kind == Kind.LXC ? "hostname" : "name");
        return name.isEmpty() ? kind.title() + vmid : name;
    }

    /** The lock in its configuration, empty for none. */
    public String lock() {
        return text("lock");
    }

    /** Sets or takes away the lock. */
    public void lock(String lock) {
        if (lock.isEmpty()) {
            config.remove("lock");
        } else {
            config.put("lock", lock);
        }
    }

    /** The task that holds its configuration file, empty for none. */
    public String holder() {
        return holder;
    }

    /** Sets who holds its configuration file. */
    public void holder(String upid) {
        holder = upid;
    }

    public boolean running() {
        return running;
    }

    public boolean paused() {
        return paused;
    }

    /** Freezes a virtual machine, or lets it go on. */
    public void paused(boolean frozen) {
        paused = frozen;
    }

    /** Switched on. */
    public void on(int process, Instant now) {
        running = true;
        paused = false;
        pid = process;
        started = now;
        traffic.reset();
        config.putAll(pending);
        pending.clear();
        if (shell != null) {
            shell.power(true);
        }
    }

    /** Switched off. */
    public void off() {
        running = false;
        paused = false;
        pid = 0;
        runs.clear();
        if (shell != null) {
            shell.power(false);
        }
    }

    /**
     * Whether it runs as far as the other nodes know: its own tells them now and then (pvestatd).
     *
     * @param every so often; zero: at once
     */
    public boolean heard(Instant now, Duration every) {
        if (toldAt == null || !now.isBefore(toldAt.plus(every))) {
            told = running;
            toldAt = now;
        }
        return told;
    }

    /** Moved while running: another process, the same uptime. */
    public void carriedOver(int process) {
        pid = process;
    }

    public int pid() {
        return pid;
    }

    /** When it was switched on. */
    public Instant started() {
        return started;
    }

    /** Whether its agent answers now. */
    public boolean agentAnswers(Instant now) {
        return running
                && !paused
                && manner.agent()
                && text("agent").matches("(enabled=)?1(,.*)?|.*enabled=1.*")
                && !now.isBefore(started.plus(manner.boot()));
    }

    /** What is inside it, where there is something. */
    public Optional<GuestShell> shell() {
        return Optional.ofNullable(shell);
    }

    /** Puts something inside. */
    public void shell(GuestShell inside) {
        shell = inside;
    }

    /** Its tags, sorted. */
    public List<String> tags() {
        return List.of(text("tags").split(";")).stream()
                .filter(tag -> !tag.isEmpty())
                .toList();
    }

    /** The volumes of its disks by key, such as scsi0 or rootfs; CD-ROM drives are among them. */
    public Map<String, String> disks() {
        Map<String, String> disks = new TreeMap<>();
        config.forEach((key, value) -> {
            if (key.matches("(rootfs|(mp|scsi|virtio|ide|sata|efidisk|tpmstate|unused)\\d+)")) {
                disks.put(key, String.valueOf(value));
            }
        });
        return disks;
    }

    /** The newest snapshot's name, empty where there is none. */
    public String newestSnapshot() {
        return snapshots.values().stream()
                .max(Comparator.comparingLong(Snap::at).thenComparing(Snap::name))
                .map(Snap::name)
                .orElse("");
    }

    /** The SHA-1 of its configuration, by which a change in between is noticed. */
    public String digest() {
        try {
            byte[] text = (new TreeMap<>(config) + "|" + new TreeMap<>(pending) + "|" + snapshots.keySet())
                    .getBytes(StandardCharsets.UTF_8);
            StringBuilder hex = new StringBuilder();
            for (byte one : MessageDigest.getInstance("SHA-1").digest(text)) {
                hex.append(String.format("%02x", one));
            }
            return hex.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
