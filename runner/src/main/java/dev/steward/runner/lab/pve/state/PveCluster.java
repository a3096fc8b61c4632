package dev.steward.runner.lab.pve.state;

import dev.steward.runner.lab.pve.access.Access;
import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.access.Tickets;
import dev.steward.runner.lab.pve.table.Release;
import dev.steward.runner.lab.pve.task.Agenda;
import dev.steward.runner.lab.pve.task.Job;
import dev.steward.runner.lab.pve.task.PveTask;
import dev.steward.runner.lab.pve.task.TaskList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Everything one cluster, or one node that stands alone, is. Whoever reads or changes it holds its monitor. */
public final class PveCluster {

    private final String name;
    private final String version;
    private final Agenda agenda;
    private final Access access;
    private final Pace pace;
    private final Tickets tickets = new Tickets();
    private final TaskList tasks = new TaskList();
    private final Map<String, PveNode> nodes = new LinkedHashMap<>();
    private final Map<Integer, Guest> guests = new TreeMap<>();
    private final Map<String, Store> stores = new LinkedHashMap<>();
    private final List<Volume> volumes = new ArrayList<>();
    private final Map<String, Pool> pools = new TreeMap<>();
    private final Map<String, HaResource> services = new TreeMap<>();
    private final Map<String, String> moved = new TreeMap<>();
    private final Map<String, Map<String, Object>> rules = new TreeMap<>();
    private final Map<String, Map<String, Object>> groups = new TreeMap<>();
    private final Map<String, Object> options = new LinkedHashMap<>();
    private final List<Map<String, Object>> replications = new ArrayList<>();
    private final List<Map<String, Object>> log = new ArrayList<>();
    private final HaStack ha = new HaStack();
    private final Votequorum votes = new Votequorum();
    private Ceph ceph;
    private boolean shareless;
    private boolean lively;

    /**
     * An empty cluster.
     *
     * @param name empty for a node that stands alone
     * @param version as 9.2.11
     */
    public PveCluster(String name, String version, Agenda agenda, Access access, Pace pace) {
        this.name = name;
        this.version = version;
        this.agenda = agenda;
        this.access = access;
        this.pace = pace;
    }

    public String name() {
        return name;
    }

    /** Whether it is a cluster. */
    public boolean joined() {
        return !name.isEmpty();
    }

    public String version() {
        return version;
    }

    public Release release() {
        return Release.of(version);
    }

    /** Whether it is of PVE 9. */
    public boolean nine() {
        return release() == Release.V9;
    }

    public Agenda agenda() {
        return agenda;
    }

    public Instant now() {
        return agenda.now();
    }

    public Access access() {
        return access;
    }

    public Tickets tickets() {
        return tickets;
    }

    public Pace pace() {
        return pace;
    }

    public TaskList tasks() {
        return tasks;
    }

    public Map<String, PveNode> nodes() {
        return nodes;
    }

    /** A node that is there. */
    public PveNode node(String wanted) {
        return nodes.get(wanted);
    }

    public Map<Integer, Guest> guests() {
        return guests;
    }

    /** The guests of a node by number. */
    public List<Guest> guestsOn(String node) {
        return guests.values().stream()
                .filter(guest -> guest.node().equals(node))
                .toList();
    }

    public Map<String, Store> stores() {
        return stores;
    }

    public List<Volume> volumes() {
        return volumes;
    }

    public Map<String, Pool> pools() {
        return pools;
    }

    /** The pool of a guest. */
    public Optional<Pool> pool(int vmid) {
        return pools.values().stream()
                .filter(pool -> pool.guests().contains(vmid))
                .findFirst();
    }

    /** What HA keeps, by sid. */
    public Map<String, HaResource> services() {
        return services;
    }

    /** How HA keeps a guest, where it does. */
    public Optional<HaResource> service(Guest guest) {
        return Optional.ofNullable(services.get(guest.kind().sid() + ":" + guest.vmid()));
    }

    /** Whether HA decides about a guest: it is neither ignored nor left out. */
    public boolean managed(Guest guest) {
        return !ha.ignores()
                && service(guest).filter(one -> !one.wanted().equals("ignored")).isPresent();
    }

    /** Whether HA is armed, and which watchdogs are active. */
    public HaStack ha() {
        return ha;
    }

    /** What counts for the quorum besides the nodes. */
    public Votequorum votes() {
        return votes;
    }

    /** What HA moved away for a node's maintenance, by sid, with the node it shall come back to. */
    public Map<String, String> moved() {
        return moved;
    }

    /** HA rules of PVE 9. */
    public Map<String, Map<String, Object>> rules() {
        return rules;
    }

    /** HA groups of PVE 8. */
    public Map<String, Map<String, Object>> groups() {
        return groups;
    }

    /** datacenter.cfg. */
    public Map<String, Object> options() {
        return options;
    }

    public List<Map<String, Object>> replications() {
        return replications;
    }

    /** The cluster's log. */
    public List<Map<String, Object>> log() {
        return log;
    }

    public Optional<Ceph> ceph() {
        return Optional.ofNullable(ceph);
    }

    /** It has a Ceph. */
    public void ceph(Ceph own) {
        ceph = own;
    }

    /** Votes are lost whatever nodes are up. */
    public void quorumLost(boolean lost) {
        shareless = lost;
    }

    /** Its past is told as that of a house that people live in; else everything was always as it is now. */
    public void lively(boolean now) {
        lively = now;
    }

    /** Whether its past moves. */
    public boolean lively() {
        return lively;
    }

    /** Whether a node sees more than half of the votes that are expected. */
    public boolean quorate(PveNode seen) {
        if (!joined()) {
            return true;
        }
        int all = nodes.size() + (votes.device().isPresent() ? 1 : 0);
        return !shareless && alive(seen) * 2 > votes.expected(all);
    }

    /** The votes that a node sees. */
    public long alive(PveNode seen) {
        long seenByIt =
                nodes.values().stream().filter(other -> sees(seen, other)).count();
        return seenByIt + (seen.linked() && votes.device().orElse(false) ? 1 : 0);
    }

    /** Whether a node reaches another. */
    public boolean sees(PveNode from, PveNode to) {
        return from == to || from.up() && to.up() && from.linked() && to.linked();
    }

    /** A task of a node. */
    public PveTask task(String node, String type, String id, Caller caller) {
        PveNode at = nodes.get(node);
        long ticks = Duration.between(at.booted(), now()).toMillis() / 10;
        return tasks.start(new TaskList.Birth(node, at.process(), ticks, now()), type, id, caller);
    }

    /** The work of a new task; it begins when told. */
    public Job job(String node, String type, String id, Caller caller) {
        return new Job(agenda, tasks, task(node, type, id, caller));
    }
}
