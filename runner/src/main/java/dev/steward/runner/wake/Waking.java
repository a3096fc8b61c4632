package dev.steward.runner.wake;

import dev.steward.runner.config.wake.WakeConfig;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.act.power.Goal;
import dev.steward.runner.proxmox.act.power.GuestPower;
import dev.steward.runner.proxmox.act.power.Reached;
import dev.steward.runner.proxmox.act.power.Wish;
import dev.steward.runner.proxmox.estate.Address;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estates;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings one guest to sleep, or wakes it and waits until somebody can be sent there. */
final class Waking {

    private static final Duration WATCH = Duration.ofSeconds(1);
    private static final Set<Integer> TLS = Set.of(443, 8006, 8443);

    private final WakeRule rule;
    private final Parts parts;
    private final Reach reach;

    Waking(WakeRule rule, Parts parts, Reach reach) {
        this.rule = rule;
        this.parts = parts;
        this.reach = reach;
    }

    /** Puts it to sleep. */
    void sleep(Sleeper sleeper, String why) throws InterruptedException {
        WakeConfig config = rule.config();
        Goal goal =
                switch (config.action()) {
                    case SHUTDOWN -> Goal.SHUTDOWN;
                    case SUSPEND -> Goal.SUSPENDED;
                    case STOP -> Goal.STOPPED;
                };
        try {
            Reached reached = power(goal, config.stopTimeout());
            if (reached.result() == Reached.Result.FAILED) {
                sleeper.failed(reached.sentence(), true);
            } else {
                sleeper.end(WakeState.ASLEEP, goal.word() + ": " + why, Optional.empty());
            }
        } catch (PveException | ActException | IllegalArgumentException e) {
            sleeper.failed(e.getMessage(), true);
        }
    }

    private Reached power(Goal goal, Duration limit) throws PveException, ActException, InterruptedException {
        Acting acting = new Acting(parts.acting().of(rule.cluster()), UpidWatcher.NONE);
        Wish wish = new Wish(goal, Optional.of(limit), false, false);
        return new GuestPower(acting).one(acting.guest(new Vmid(rule.config().vmid())), wish);
    }

    /** Starts it and waits until it answers. */
    void wake(Sleeper sleeper) throws InterruptedException {
        long end = parts.time().nanos() + rule.config().wakeTimeout().toNanos();
        Estates.Look look = parts.estates().get().look();
        try {
            if (!rule.ofNode()) {
                Reached reached = power(Goal.STARTED, rule.config().wakeTimeout());
                if (reached.result() == Reached.Result.FAILED) {
                    sleeper.failed(reached.sentence(), false);
                    return;
                }
                parts.estates().get().refresh(rule.cluster());
            }
            answered(sleeper, end);
        } catch (PveException | ActException | IllegalArgumentException e) {
            sleeper.failed(e.getMessage(), false);
        } finally {
            look.close();
        }
    }

    private void answered(Sleeper sleeper, long end) throws InterruptedException {
        int port = rule.config().knock();
        List<String> tried = List.of();
        while (parts.time().nanos() < end) {
            tried = addresses();
            Optional<String> open = reach.first(tried, port);
            if (open.isPresent()) {
                sleeper.end(WakeState.AWAKE, "answers on port " + port, Optional.of(forward(open.get(), port)));
                return;
            }
            parts.time().sleep(WATCH);
        }
        String limit = rule.config().wakeTimeout().toSeconds() + " s";
        sleeper.failed(
                tried.isEmpty()
                        ? "it runs, but nobody knows an address of it after " + limit
                        : "it runs, but none of its addresses (" + String.join(", ", tried) + ") answered on port "
                                + port + " within " + limit,
                true);
    }

    /** The guest's own, the best first; where none is known, the host that visitors are sent to. */
    private List<String> addresses() throws InterruptedException {
        Estate.Seen seen = parts.estates().get().now(rule.cluster());
        List<String> all = new ArrayList<>();
        if (rule.ofNode()) {
            String name = rule.config().node().orElseThrow();
            seen.view()
                    .flatMap(view -> Optional.ofNullable(view.nodes().get(name)))
                    .ifPresent(node -> all.add(node.address().orElse(node.name())));
        } else {
            seen.view()
                    .flatMap(view -> view.guest(new Vmid(rule.config().vmid())))
                    .ifPresent(guest ->
                            seen.of(guest).all().stream().map(Address::ip).forEach(all::add));
        }
        if (all.isEmpty()) {
            rule.config().url().map(URI::create).map(URI::getHost).ifPresent(all::add);
        }
        return all;
    }

    /** Only where the configuration says; where it says nothing, to the guest itself. */
    private String forward(String address, int port) {
        return rule.config().url().orElseGet(() -> {
            String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
            boolean usual = port == 80 || port == 443;
            return (TLS.contains(port) ? "https://" : "http://") + host + (usual ? "" : ":" + port) + "/";
        });
    }
}
