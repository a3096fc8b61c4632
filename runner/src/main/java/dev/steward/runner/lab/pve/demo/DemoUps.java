package dev.steward.runner.lab.pve.demo;

import dev.steward.runner.lab.ups.LabUps;
import dev.steward.runner.lab.ups.LabUser;
import dev.steward.runner.lab.ups.UpsLab;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.time.Duration;

/**
 * The UPS of the demo, with a plug that can be pulled. At full load its battery lasts six minutes, so that an outage can be watched
 * to its end, and longer once a node is off; machines that were switched off come on again with the mains, as their BIOS is set to.
 */
public final class DemoUps implements AutoCloseable {

    /** Its name in NUT. */
    public static final String NAME = "rack";

    /** Who may log in to it. */
    public static final String USER = "steward";

    /** Its password: no word that is told anywhere, for a secret is masked wherever it stands. */
    public static final String PASSWORD = "lab-only-3f9c2d71";

    /** Its power in watts. */
    public static final int NOMINAL = 1350;

    /** What a node draws, in watts. */
    public static final int NODE = 200;

    /** What else it feeds, in watts: switch, router, NAS. */
    private static final int BASE = 81;

    private static final Duration BATTERY = Duration.ofMinutes(6);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final double CHARGED_A_SECOND = 1;
    private static final double LOW = 10;

    private final UpsLab upsd;
    private final LabUps ups;
    private final DemoCluster demo;
    private final Time time;
    private final Thread life = new Thread(this::live, "demo-ups");
    private boolean out;
    private double charge = 100;
    private long last;

    /** Of a demo; it answers from now on. */
    public DemoUps(DemoCluster demo, Time time) throws IOException {
        this.demo = demo;
        this.time = time;
        this.last = time.nanos();
        this.upsd = UpsLab.open(time);
        this.ups = upsd.add(NAME);
        upsd.user(LabUser.secondary(USER, PASSWORD));
        ups.set("device.model", "Demo UPS " + NOMINAL).set("ups.realpower.nominal", Integer.toString(NOMINAL));
        life.setDaemon(true);
        beat();
    }

    /** From now on its battery is drained and charged. */
    public void begin() {
        life.start();
    }

    private void live() {
        try {
            while (true) {
                time.sleep(BEAT);
                beat();
            }
        } catch (InterruptedException e) {
            // it ends
            Thread.currentThread().interrupt();
        }
    }

    /** What happened since the last beat. */
    private synchronized void beat() {
        long now = time.nanos();
        double passed = (now - last) / 1e9;
        last = now;
        double watts = BASE + NODE * nodes();
        double full = BASE + NODE * (double) DemoCluster.NODES.size();
        double lasts = BATTERY.toSeconds() * full / watts;
        charge = out ? Math.max(0, charge - 100 * passed / lasts) : Math.min(100, charge + CHARGED_A_SECOND * passed);
        ups.set("ups.status", status())
                .set("ups.load", Long.toString(Math.round(100 * watts / NOMINAL)))
                .set("battery.charge", Long.toString(Math.round(charge)))
                .set("battery.runtime", Long.toString(Math.round(lasts * charge / 100)));
    }

    private String status() {
        if (!out) {
            return charge < 100 ? "OL CHRG" : "OL";
        }
        return charge <= LOW ? "OB LB DISCHRG" : "OB DISCHRG";
    }

    private long nodes() {
        return demo.lab().change(state -> state.nodes().values().stream()
                .filter(node -> node.up())
                .count());
    }

    /** Where it is asked. */
    public String address() {
        return upsd.address();
    }

    /** The mains is gone. */
    public synchronized void pull() {
        out = true;
        beat();
    }

    /** The mains is back: what is off comes on. */
    public synchronized void back() {
        if (!out) {
            return;
        }
        out = false;
        if (nodes() == 0) {
            DemoCluster.NODES.forEach(demo.lab()::revive);
        }
        beat();
    }

    /** Whether the plug is pulled. */
    public synchronized boolean out() {
        return out;
    }

    @Override
    public void close() {
        life.interrupt();
        upsd.close();
    }
}
