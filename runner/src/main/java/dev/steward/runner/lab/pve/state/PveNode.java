package dev.steward.runner.lab.pve.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One node. The cluster's monitor guards it. */
public final class PveNode {

    private final String name;
    private final int id;
    private final String ip;
    private final Map<String, String> config = new LinkedHashMap<>();
    private final List<Map<String, Object>> updates = new ArrayList<>();
    private final List<String> journal = new ArrayList<>();
    private Instant booted;
    private boolean up = true;
    private boolean linked = true;
    private boolean maintenance;
    private boolean daemon = true;
    private String fingerprint = "";
    private int processes = 1000;
    private int visits;
    private double load = 0.0790790790790791;
    private long root = 34035998720L;
    private GuestShell machine;

    /**
     * A node that is up.
     *
     * @param id from 1; 0 where it stands alone
     */
    public PveNode(String name, int id, String ip, Instant booted) {
        this.name = name;
        this.id = id;
        this.ip = ip;
        this.booted = booted;
    }

    public String name() {
        return name;
    }

    public int id() {
        return id;
    }

    public String ip() {
        return ip;
    }

    /** Its own settings, such as wakeonlan. */
    public Map<String, String> config() {
        return config;
    }

    /** What apt would do, in the form of GET /apt/update. */
    public List<Map<String, Object>> updates() {
        return updates;
    }

    /** Lines of its journal. */
    public List<String> journal() {
        return journal;
    }

    /** Whether it has power and runs. */
    public boolean up() {
        return up;
    }

    /** Its link to the others. */
    public boolean linked() {
        return linked;
    }

    /** Cuts its link to the others, or mends it. */
    public void linked(boolean whole) {
        linked = whole;
        visits = 0;
    }

    /** The machine it is, where there is one: it is switched with the node. */
    public void machine(GuestShell own) {
        machine = own;
    }

    /** Goes down. */
    public void down() {
        up = false;
        visits = 0;
        if (machine != null) {
            machine.power(false);
        }
    }

    /** Comes up. */
    public void boot(Instant now) {
        up = true;
        booted = now;
        processes = 1000;
        if (machine != null) {
            machine.power(true);
        }
    }

    /** When it came up. */
    public Instant booted() {
        return booted;
    }

    /** Whether HA keeps services away from it (ha-manager crm-command node-maintenance). */
    public boolean maintenance() {
        return maintenance;
    }

    /** Sets maintenance mode. */
    public void maintenance(boolean on) {
        maintenance = on;
    }

    /** Whether its pvedaemon runs. */
    public boolean daemon() {
        return daemon;
    }

    /** Stops or starts its pvedaemon. */
    public void daemon(boolean runs) {
        daemon = runs;
    }

    /** The share of its processors that is used. */
    public double load() {
        return load;
    }

    /** Sets the share of its processors that is used. */
    public void load(double share) {
        load = share;
    }

    /** What its root disk holds, in bytes. */
    public long root() {
        return root;
    }

    /** Sets what its root disk holds. */
    public void root(long bytes) {
        root = bytes;
    }

    /** SHA-256 of its certificate. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Sets the SHA-256 of its certificate. */
    public void fingerprint(String sha256) {
        fingerprint = sha256;
    }

    /** A number for a new process. */
    public int process() {
        processes += 7;
        return processes;
    }

    /** How often somebody called it in vain since it is away; the first call takes long. */
    public int missed() {
        return visits++;
    }
}
