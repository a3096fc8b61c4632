package dev.steward.runner.lab.pve.demo;

import dev.steward.runner.lab.ups.LabUps;
import dev.steward.runner.lab.ups.LabUser;
import dev.steward.runner.lab.ups.UpsLab;
import dev.steward.runner.lab.ups.UpsScript;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.time.Duration;

/**
 * The UPS of the demo, with a plug that can be pulled. Its battery lasts four minutes, so that an outage can be watched to its end;
 * machines that were switched off come on again with the mains, as their BIOS is set to.
 */
public final class DemoUps implements AutoCloseable {

    /** Its name in NUT. */
    public static final String NAME = "rack";

    /** Who may log in to it. */
    public static final String USER = "steward";

    private static final Duration BATTERY = Duration.ofMinutes(4);
    private static final int STEP = 2;
    private static final double LOW = 10;

    private final UpsLab upsd;
    private final LabUps ups;
    private final DemoCluster demo;
    private final Time time;
    private boolean out;
    private double charge = 100;
    private long since;

    /** Of a demo; it answers from now on. */
    public DemoUps(DemoCluster demo, Time time) throws IOException {
        this.demo = demo;
        this.time = time;
        this.since = time.nanos();
        this.upsd = UpsLab.open(time);
        this.ups = upsd.add(NAME);
        upsd.user(LabUser.secondary(USER, USER));
        ups.set("device.model", "Demo UPS 1350").set("battery.runtime", Long.toString(BATTERY.toSeconds()));
    }

    /** Where it is asked. */
    public String address() {
        return upsd.address();
    }

    /** The mains is gone. */
    public synchronized void pull() {
        if (out) {
            return;
        }
        charge = charge();
        out = true;
        since = time.nanos();
        StringBuilder script = new StringBuilder();
        double left = charge;
        while (left > 0) {
            say(script, left <= LOW ? "OB LB DISCHRG" : "OB DISCHRG", left);
            left -= 100.0 * STEP / BATTERY.toSeconds();
        }
        say(script, "OB LB DISCHRG", 0);
        ups.play(UpsScript.of("pulled.dev", script.toString()));
    }

    private static void say(StringBuilder script, String status, double left) {
        script.append("ups.status: ")
                .append(status)
                .append("\nbattery.charge: ")
                .append(Math.round(left));
        script.append("\nbattery.runtime: ").append(Math.round(left * BATTERY.toSeconds() / 100));
        script.append("\nTIMER ").append(STEP).append('\n');
    }

    /** The mains is back: what is off comes on. */
    public synchronized void back() {
        if (!out) {
            return;
        }
        charge = charge();
        out = false;
        since = time.nanos();
        StringBuilder script = new StringBuilder();
        for (double now = charge; now < 100; now += 2) {
            say(script, "OL CHRG", now);
        }
        say(script, "OL", 100);
        ups.play(UpsScript.of("back.dev", script.toString()));
        boolean dark =
                demo.lab().change(state -> state.nodes().values().stream().noneMatch(node -> node.up()));
        if (dark) {
            DemoCluster.NODES.forEach(demo.lab()::revive);
        }
    }

    /** Whether the plug is pulled. */
    public synchronized boolean out() {
        return out;
    }

    private double charge() {
        double passed = (time.nanos() - since) / 1e9;
        return out
                ? Math.max(0, charge - 100 * passed / BATTERY.toSeconds())
                : Math.min(100, charge + 2 * passed / STEP);
    }

    @Override
    public void close() {
        upsd.close();
    }
}
