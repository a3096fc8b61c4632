package dev.steward.runner.collect;

import dev.steward.runner.store.estate.EstateRecord;
import dev.steward.runner.time.Rounds;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each pass's documents on, in a thread of its own. What could not be sent waits, of each thing the newest alone; where the
 * other side is in trouble everything waits, 30 s at first, then twice as long each time, 30 min at most, for ever.
 */
public final class Pusher implements Consumer<List<EstateRecord>>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pusher.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final PushClient client;
    private final Time time;
    private final Map<String, EstateRecord> waiting = new LinkedHashMap<>();
    private final Trouble trouble = new Trouble(LOG);
    private final Rounds rounds;
    private int failures;
    private long notBefore;

    /** A pusher that does nothing by itself yet. */
    public Pusher(PushClient client, Time time) {
        this.client = client;
        this.time = time;
        this.rounds = new Rounds("collector-push", LOOK, time, this::pass);
        notBefore = time.nanos();
    }

    /** Begins to send on its own. */
    public void start() {
        rounds.start();
    }

    @Override
    public void accept(List<EstateRecord> records) {
        synchronized (waiting) {
            records.forEach(record -> waiting.put(record.id(), record));
        }
    }

    /** How many documents wait. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Sends what waits, unless it is to wait longer, until all is sent or the other side is in trouble. */
    void pass() throws InterruptedException {
        Optional<EstateRecord> next = next();
        while (next.isPresent() && time.nanos() - notBefore >= 0) {
            send(next.get());
            next = next();
        }
    }

    private Optional<EstateRecord> next() {
        synchronized (waiting) {
            return waiting.values().stream().findFirst();
        }
    }

    private void send(EstateRecord record) throws InterruptedException {
        PushClient.Sent sent = client.send(record.key().kind().word(), Documents.sent(record));
        String what = "documents";
        switch (sent.result()) {
            case TAKEN -> {
                failures = 0;
                trouble.over(what);
                done(record);
            }
            case REFUSED -> {
                trouble.is(record.key().subject() + " of " + record.key().cluster(), "the receiver " + sent.words());
                done(record);
            }
            case LATER -> {
                failures++;
                Duration pause = pause(failures);
                notBefore = time.nanos() + pause.toNanos();
                trouble.is(what, sent.words() + "; they wait, and are tried again");
            }
        }
    }

    private void done(EstateRecord record) {
        synchronized (waiting) {
            // a newer one may have come meanwhile
            waiting.remove(record.id(), record);
        }
    }

    private static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    @Override
    public void close() {
        rounds.close();
    }
}
