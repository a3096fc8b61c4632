package dev.steward.runner.proxmox.estate;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the view of one cluster. A view that could be read replaces the old one whole; one that could not leaves it, with its
 * age and the reason.
 */
final class ClusterWatch {

    /** How often the frame is read: versions, members, HA. */
    static final Duration FRAME = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

    private final ViewReader reader;
    private final String name;
    private final Map<String, String> aliases;
    private final AddressBook addresses;
    private final Time time;
    private final Heard heard;
    private final ReentrantLock asking = new ReentrantLock();
    private ViewReader.Frame frame;
    private long frameAt;
    private State state = new State(null, 0, Optional.of(Estate.NOT_ASKED));

    private record State(View view, long at, Optional<String> problem) {}

    /**
     * Who wants to know.
     *
     * @param changes in their order; must return quickly
     * @param news that anything was read, or could not be; must return quickly
     */
    record Heard(Consumer<List<EstateChange>> changes, Runnable news) {}

    ClusterWatch(PveApi api, Map<String, String> aliases, ExecutorService askers, Time time, Heard heard) {
        this.aliases = Map.copyOf(aliases);
        this.reader = new ViewReader(api);
        this.name = api.cluster();
        this.addresses = new AddressBook(api, askers, time);
        this.time = time;
        this.heard = heard;
    }

    /**
     * Asks the cluster, one at a time: changes are told in their order.
     *
     * @param oldest a view younger than this is left as it is
     */
    void refresh(Duration oldest) throws InterruptedException {
        asking.lockInterruptibly();
        try {
            if (age().filter(age -> age.compareTo(oldest) < 0).isEmpty()) {
                ask();
                heard.news().run();
            }
        } finally {
            asking.unlock();
        }
    }

    private void ask() throws InterruptedException {
        long now = time.nanos();
        try {
            View view = read(now);
            View old = replace(new State(view, now, Optional.empty()));
            addresses.keep(view);
            if (old != null) {
                List<EstateChange> found = Changes.between(old, view);
                if (!found.isEmpty()) {
                    heard.changes().accept(found);
                }
            }
        } catch (PveException e) {
            failed(e.getMessage());
        } catch (RuntimeException e) {
            // An answer nobody foresaw must not end the watch; the next one may be as usual.
            LOG.warn("cluster {}: its answer could not be read", name, e);
            failed("its answer could not be read: " + e);
        }
    }

    private synchronized void failed(String why) {
        frame = null;
        state = new State(state.view(), state.at(), Optional.of(why));
    }

    private View read(long now) throws PveException, InterruptedException {
        ViewReader.Frame held;
        synchronized (this) {
            held = frame != null && now - frameAt < FRAME.toNanos() ? frame : null;
        }
        if (held == null) {
            held = reader.frame();
            synchronized (this) {
                frame = held;
                frameAt = now;
            }
        }
        return reader.read(held, time.now());
    }

    private synchronized View replace(State next) {
        View old = state.view();
        state = next;
        return old;
    }

    /** How old the view is; empty: there is none, or the last attempt failed. */
    synchronized Optional<Duration> age() {
        return state.view() == null || state.problem().isPresent()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(time.nanos() - state.at()));
    }

    /** As it stands, with the addresses that are known. */
    Estate.Seen seen() {
        State now = state();
        return seen(now, now.view() == null ? Map.of() : addresses.known(guests(now.view())));
    }

    /** Asks for addresses that are not known, or not for long any more, so that they are there for who looks. */
    void learnAddresses() throws InterruptedException {
        State now = state();
        if (now.view() != null && now.problem().isEmpty()) {
            if (addresses.learn(guests(now.view()))) {
                heard.news().run();
            }
        }
    }

    /** As it stands, with addresses asked for where they are not known. */
    Estate.Seen seenWithAddresses() throws InterruptedException {
        State now = state();
        return seen(now, now.view() == null ? Map.of() : addresses.of(guests(now.view())));
    }

    private Estate.Seen seen(State now, Map<String, Addresses> known) {
        Duration age = now.view() == null ? Duration.ZERO : Duration.ofNanos(time.nanos() - now.at());
        return new Estate.Seen(name, Optional.ofNullable(now.view()), known, age, now.problem(), aliases);
    }

    private static List<Guest> guests(View view) {
        return List.copyOf(view.guests().values());
    }

    private synchronized State state() {
        return state;
    }
}
