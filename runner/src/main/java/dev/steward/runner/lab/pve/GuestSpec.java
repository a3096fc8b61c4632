package dev.steward.runner.lab.pve;

import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.GuestShell;
import java.time.Duration;

/** What a guest of the lab shall be; every method changes and hands back this. */
public final class GuestSpec {

    private final Guest guest;
    private boolean running;
    private Duration uptime = Duration.ofMinutes(20);

    GuestSpec(Guest guest) {
        this.guest = guest;
    }

    /** On which node; the first one where nothing is said. */
    public GuestSpec node(String node) {
        guest.move(node);
        return this;
    }

    /** It runs already. */
    public GuestSpec running() {
        running = true;
        return this;
    }

    /** It runs since then. */
    public GuestSpec running(Duration since) {
        uptime = since;
        return running();
    }

    /** Tags, separated by semicolons. */
    public GuestSpec tags(String tags) {
        return set("tags", tags);
    }

    /** Any key of the configuration. */
    public GuestSpec set(String key, Object value) {
        guest.config().put(key, value);
        return this;
    }

    /** Takes a key of the configuration away. */
    public GuestSpec unset(String key) {
        guest.config().remove(key);
        return this;
    }

    /** How long it takes to shut down. */
    public GuestSpec shutsDownIn(Duration takes) {
        guest.manner().shutdown(takes);
        return this;
    }

    /** It ignores the request to shut down. */
    public GuestSpec ignoresShutdown() {
        guest.manner().deaf(true);
        return this;
    }

    /** No guest agent runs in it, whatever its configuration says. */
    public GuestSpec withoutAgent() {
        guest.manner().agent(false);
        return this;
    }

    /** How long it takes from its start until its agent answers. */
    public GuestSpec boots(Duration takes) {
        guest.manner().boot(takes);
        return this;
    }

    /** What is inside it. */
    public GuestSpec inside(GuestShell shell) {
        guest.shell(shell);
        return this;
    }

    Guest guest() {
        return guest;
    }

    boolean runs() {
        return running;
    }

    Duration uptime() {
        return uptime;
    }
}
