package dev.steward.runner.lab.pve.demo;

import dev.steward.runner.lab.host.DemoEstate;
import dev.steward.runner.lab.host.DemoHost;
import dev.steward.runner.lab.host.HostSpec;
import dev.steward.runner.lab.host.Roles;
import dev.steward.runner.lab.pve.LabBuilder;
import dev.steward.runner.lab.pve.PveLab;
import dev.steward.runner.lab.pve.state.Pace;
import dev.steward.runner.lab.pve.tool.NodeTools;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The estate of {@code steward demo}: a cluster of two nodes with containers and virtual machines that run commands, all of it
 * in memory and on loopback. Once begun it lives: load goes up and down, guests move, backups are made.
 */
public final class DemoCluster implements AutoCloseable {

    /** Its nodes. */
    public static final List<String> NODES = List.of("pve1", "pve2");

    private static final Pace PACE = new Pace(
            Duration.ofMillis(20),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(40),
            Duration.ofSeconds(12));

    private final DemoEstate estate;
    private final PveLab lab;
    private final DemoLife life;

    /**
     * The estate; its hosts listen from now on.
     *
     * @param speed how much faster than in life package work and boots go, 1 for life
     * @throws GeneralSecurityException when this JVM has no ECDSA
     */
    public DemoCluster(Time time, double speed) throws IOException, GeneralSecurityException {
        List<HostSpec> hosts = new ArrayList<>(Roles.all());
        NODES.forEach(node -> hosts.add(DemoGuests.node(node)));
        estate = new DemoEstate(time::now, speed, hosts);
        estate.start();
        LabBuilder builder =
                PveLab.cluster("demo").nodes(NODES.toArray(String[]::new)).pace(PACE);
        DemoGuests.describe(builder, estate);
        lab = builder.start(time);
        NODES.forEach(node -> NodeTools.install(estate.host(node), lab, node));
        life = new DemoLife(lab, time);
    }

    /** From now on things happen in it. */
    public void begin() {
        life.start();
    }

    /** The machines. */
    public DemoEstate estate() {
        return estate;
    }

    /** The cluster. */
    public PveLab lab() {
        return lab;
    }

    /** How many guests it has, templates among them. */
    public int guests() {
        return lab.change(state -> state.guests().size());
    }

    /** The hosts that let people in by SSH, nodes left out. */
    List<DemoHost> reached() {
        return estate.hosts().stream()
                .filter(host -> !NODES.contains(host.name()))
                .toList();
    }

    /** A moment of the estate's life, for whoever does not want to wait for it. */
    void live(Duration howLong) {
        for (long i = 0; i < howLong.toSeconds(); i++) {
            life.beat();
        }
    }

    @Override
    public void close() throws IOException {
        life.close();
        lab.close();
        estate.close();
    }
}
