package dev.steward.runner.lab.pve.state;

import java.time.Duration;

/** How a guest behaves: what a spec or a demo sets before and while it runs. */
public final class Manner {

    private Duration shutdown = Duration.ofSeconds(3);
    private Duration boot = Duration.ofSeconds(5);
    private boolean deaf;
    private boolean agent = true;
    private double load = 0.0125;
    private double memory = 1.0 / 3;
    private double disk = 0.25;

    /** From the request to shut down until it is off. */
    public Duration shutdown() {
        return shutdown;
    }

    /** Sets how long it takes to shut down. */
    public void shutdown(Duration takes) {
        shutdown = takes;
    }

    /** From its start until its agent answers. */
    public Duration boot() {
        return boot;
    }

    /** Sets how long it takes to boot. */
    public void boot(Duration takes) {
        boot = takes;
    }

    /** Whether it ignores the request to shut down. */
    public boolean deaf() {
        return deaf;
    }

    /** Sets whether it ignores the request to shut down. */
    public void deaf(boolean ignores) {
        deaf = ignores;
    }

    /** The share of its processors it uses while it runs. */
    public double load() {
        return load;
    }

    /** Sets the share of its processors it uses. */
    public void load(double share) {
        load = share;
    }

    /** The share of its memory it uses while it runs. */
    public double memory() {
        return memory;
    }

    /** Sets the share of its memory it uses. */
    public void memory(double share) {
        memory = share;
    }

    /** The share of its disk that is full. */
    public double disk() {
        return disk;
    }

    /** Sets the share of its disk that is full. */
    public void disk(double share) {
        disk = share;
    }

    /** Whether a guest agent runs in it once it is booted (virtual machines). */
    public boolean agent() {
        return agent;
    }

    /** Sets whether the guest agent runs. */
    public void agent(boolean runs) {
        agent = runs;
    }
}
