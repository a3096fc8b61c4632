package dev.steward.runner.module;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.power.UpsCommands;
import dev.steward.runner.proxmox.act.ActingClusters;
import dev.steward.runner.roll.Rolls;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A target that is another one but for what a subclass says: a module that uses another module lends it one. */
public abstract class LentTarget implements Target {

    private final Target target;

    /** Over a target. */
    protected LentTarget(Target target) {
        this.target = target;
    }

    @Override
    public Host host() {
        return target.host();
    }

    @Override
    public Connection connection() throws ConnectionException {
        return target.connection();
    }

    @Override
    public Result watch(Command command, Output output) throws ConnectionException, InterruptedException {
        return target.watch(command, output);
    }

    @Override
    public Output shown() {
        return target.shown();
    }

    @Override
    public RunAs as() {
        return target.as();
    }

    @Override
    public boolean check() {
        return target.check();
    }

    @Override
    public boolean diff() {
        return target.diff();
    }

    @Override
    public Optional<Duration> remaining() {
        return target.remaining();
    }

    @Override
    public Optional<Duration> usualLimit() {
        return target.usualLimit();
    }

    @Override
    public Path folder() {
        return target.folder();
    }

    @Override
    public Time time() {
        return target.time();
    }

    @Override
    public void log(String line) {
        target.log(line);
    }

    @Override
    public Answer confirm(String text, Duration limit) throws InterruptedException {
        return target.confirm(text, limit);
    }

    @Override
    public String ticket() {
        return target.ticket();
    }

    @Override
    public ActingClusters clusters() {
        return target.clusters();
    }

    @Override
    public UpsCommands upses() {
        return target.upses();
    }

    @Override
    public List<Host> own() {
        return target.own();
    }

    @Override
    public Optional<String> handOver(Map<String, Object> order) {
        return target.handOver(order);
    }

    @Override
    public Optional<Duration> resumed() {
        return target.resumed();
    }

    @Override
    public Rolls rolls() {
        return target.rolls();
    }

    @Override
    public boolean forced() {
        return target.forced();
    }

    @Override
    public Claims claims() {
        return target.claims();
    }

    @Override
    public boolean named() {
        return target.named();
    }
}
