package dev.steward.runner.app.kept;

import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.time.Time;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hosts now; those of an inventory that cannot be had, and of clusters that do not answer, as they were last. Nothing but an
 * outage may take them so: an ordinary run on hosts that are guessed is refused.
 */
public final class KeptInventory implements Supplier<Inventory> {

    private static final Logger LOG = LoggerFactory.getLogger(KeptInventory.class);

    private final Supplier<Inventory> present;
    private final LastValid last;
    private final Time time;
    private volatile Optional<Inventory> whole = Optional.empty();
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * Of these.
     *
     * @param present throws where it cannot be had
     */
    public KeptInventory(Supplier<Inventory> present, LastValid last, Time time) {
        this.present = present;
        this.last = last;
        this.time = time;
    }

    @Override
    public Inventory get() {
        try {
            Inventory fresh = present.get();
            if (fresh.gaps().isEmpty()) {
                whole = Optional.of(fresh);
                trouble = Optional.empty();
                return fresh;
            }
            Optional<Inventory> earlier = earlier(String.join("; ", fresh.gaps()));
            return earlier.map(fresh::filledFrom).orElse(fresh);
        } catch (RuntimeException e) {
            return earlier("the inventory is wrong: " + e.getMessage()).orElseThrow(() -> e);
        }
    }

    /** Those of this process have their passwords, those on disk have not. */
    private Optional<Inventory> earlier(String why) {
        Optional<Inventory> earlier = whole.or(() -> last.now().flatMap(LastValid.Ready::hosts));
        String words = (why + "; "
                        + (whole.isPresent()
                                ? "an outage is handled with the hosts as they were last"
                                : earlier.isPresent()
                                        ? "an outage is handled with the hosts that the last valid power plan had, "
                                                + age() + "; passwords are not kept"
                                        : "no hosts are kept: an outage reaches those alone that the inventory's files"
                                                + " name"))
                .replaceAll("\\s+", " ");
        if (Thread.currentThread().isInterrupted()) {
            // who asked is ending, and nothing is wrong with anything
            return earlier;
        }
        if (trouble.isEmpty()) {
            LOG.error(words);
        }
        trouble = Optional.of(Character.toUpperCase(words.charAt(0)) + words.substring(1));
        return earlier;
    }

    private String age() {
        return last.now()
                .map(ready -> PlanInEffect.age(ready.kept().at(), time.now()))
                .orElse("");
    }

    /** The hosts as nobody has to guess them; empty: not now. */
    public Optional<Inventory> whole() {
        try {
            Inventory now = get();
            return trouble.isEmpty() ? Optional.of(now) : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The plan that was kept with them. */
    public LastValid last() {
        return last;
    }

    /** Why the hosts were not those of the time when they were last asked for; empty: they were. */
    public Optional<String> trouble() {
        return trouble;
    }
}
