package dev.steward.runner.wake;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.wake.WakeRefused.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Guests that sleep while nobody needs them: watched, put to sleep, and woken by who has a link or a token. */
public final class Wakes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Wakes.class);
    private static final Duration WATCH = Duration.ofSeconds(1);
    private static final int WISHES = 10;
    private static final long TO_END_SECONDS = 10;
    private static final int WRONG = 20;

    private final Map<String, Sleeper> sleepers = new LinkedHashMap<>();
    private final Parts parts;
    private final WakeLinks links;
    private final Often wishes;
    private final Often wrong;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "wake");
        thread.setDaemon(true);
        return thread;
    });
    private final Reach reach;

    /**
     * Guests that sleep and wake.
     *
     * @param rules of the configuration
     * @param links that wake them
     */
    public Wakes(List<WakeRule> rules, Parts parts, WakeLinks links) {
        this.parts = parts;
        this.links = links;
        this.wishes = new Often(WISHES, parts.time());
        this.wrong = new Often(WRONG, parts.time());
        this.reach = new Reach(threads, parts.knock());
        rules.forEach(rule -> sleepers.put(rule.name(), new Sleeper(rule, parts)));
    }

    /** Begins to watch; without a rule there is nothing to do. */
    public void start() {
        if (!sleepers.isEmpty()) {
            threads.execute(this::watch);
        }
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                parts.time().sleep(WATCH);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once at all of them, and puts to sleep what is idle. */
    public void look() {
        if (sleepers.isEmpty()) {
            return;
        }
        try {
            Estate estate = parts.estates().get().known();
            for (Sleeper sleeper : sleepers.values()) {
                sleeper.look(estate)
                        .filter(why -> sleeper.begin(WakeState.STOPPING, why))
                        .ifPresent(why -> {
                            LOG.info(
                                    "{}: {} it, {}",
                                    sleeper.rule().name(),
                                    sleeper.rule().config().action(),
                                    why);
                            work(sleeper, waking -> waking.sleep(sleeper, why));
                        });
            }
        } catch (RuntimeException e) {
            LOG.error("looking at guests that sleep", e);
        }
    }

    private interface Work {
        void on(Waking waking) throws InterruptedException;
    }

    private void work(Sleeper sleeper, Work work) {
        threads.execute(() -> {
            try {
                work.on(new Waking(sleeper.rule(), parts, reach));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                sleeper.failed("Steward ended meanwhile", false);
            } catch (RuntimeException e) {
                LOG.error("{} at work", sleeper.rule().name(), e);
                sleeper.failed("a fault of Steward, its log says more: " + e.getMessage(), false);
            }
        });
    }

    /** What is known of all, in the order of the configuration. */
    public List<WakeView> all() {
        return sleepers.values().stream().map(Sleeper::view).toList();
    }

    /**
     * What is known of one.
     *
     * @param name of its rule, or its guest's id where one rule alone has it
     */
    public WakeView one(String name) throws WakeRefused {
        return sleeper(name).view();
    }

    /** The same, for who has a link. */
    public WakeView visit(String name, String token) throws WakeRefused {
        return admitted(name, token).view();
    }

    /** Wakes one for who has a link; at once where it is on its way already. */
    public WakeView visitorWakes(String name, String token) throws WakeRefused {
        Sleeper sleeper = admitted(name, token);
        wishes.count(sleeper.rule().name());
        return wake(sleeper, "a link");
    }

    /** Wakes one. */
    public WakeView wake(String name, String by) throws WakeRefused {
        return wake(sleeper(name), by);
    }

    private WakeView wake(Sleeper sleeper, String by) throws WakeRefused {
        String why = parts.hold().why().orElse("");
        if (!why.isEmpty()) {
            throw new WakeRefused(Kind.HELD, "Nothing is woken now: " + why + ".");
        }
        if (sleeper.begin(WakeState.WAKING, "asked for by " + by)) {
            LOG.info("{}: woken, asked for by {}", sleeper.rule().name(), by);
            work(sleeper, waking -> waking.wake(sleeper));
        }
        return sleeper.view();
    }

    /** Makes a link that wakes one. */
    public WakeLinks.Link link(String name, Duration life, String by) throws WakeRefused {
        return links.make(sleeper(name).rule(), life, by);
    }

    /** How many links of one hold. */
    public int links(WakeRule rule) {
        return links.of(rule).size();
    }

    /** Why nothing is woken now; empty: it may be. */
    public Optional<String> held() {
        return parts.hold().why();
    }

    /** Withdraws all links of one; how many held. */
    public int revoke(String name) throws WakeRefused {
        return links.revoke(sleeper(name).rule());
    }

    /** Who tries links out is slowed down, whatever names are tried. */
    private Sleeper admitted(String name, String token) throws WakeRefused {
        Sleeper sleeper = sleepers.get(name);
        try {
            if (sleeper == null) {
                throw new WakeRefused(Kind.LINK, "This link opens nothing here.");
            }
            links.check(sleeper.rule(), token);
            return sleeper;
        } catch (WakeRefused e) {
            wrong.count("");
            throw e;
        }
    }

    private Sleeper sleeper(String name) throws WakeRefused {
        Sleeper sleeper = sleepers.get(name);
        if (sleeper != null) {
            return sleeper;
        }
        List<Sleeper> same = sleepers.values().stream()
                .filter(one -> !one.rule().ofNode()
                        && one.rule().config().vmid().toString().equals(name))
                .toList();
        if (same.size() == 1) {
            return same.get(0);
        }
        throw new WakeRefused(
                Kind.UNKNOWN,
                "No guest '" + name + "' is named under wake: in steward.yml"
                        + Suggestion.question(name, sleepers.keySet())
                                .map(q -> "; " + q)
                                .orElse("") + ".");
    }

    /** Ends the watch; what PVE was asked for goes on there, and is looked at anew after the next start. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(TO_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
