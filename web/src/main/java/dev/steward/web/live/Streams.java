package dev.steward.web.live;

import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.store.RunStore;
import dev.steward.runner.store.Subscription;
import dev.steward.web.http.EventChannel;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Request;
import java.io.IOException;
import java.util.List;

/**
 * Runs as event streams. The ID of an event is its number in the run, so a client that comes back with
 * {@code Last-Event-ID} gets exactly what it has not seen.
 */
public final class Streams {

    private final RunStore runs;

    /** Streams of a store's runs. */
    public Streams(RunStore runs) {
        this.runs = runs;
    }

    /** Events as text for a stream's data. */
    @FunctionalInterface
    public interface Frames {

        /**
         * The data of an event.
         *
         * @return one line of JSON
         */
        String data(NumberedEvent event);
    }

    /**
     * Begins to send a run's events.
     *
     * @param after only events with a greater number
     * @return ends it
     */
    public AutoCloseable begin(EventChannel channel, long run, long after, Frames frames) {
        return runs.subscribe(run, after, new Subscription.Listener() {
            @Override
            public void events(List<NumberedEvent> events) throws IOException {
                StringBuilder text = new StringBuilder();
                for (NumberedEvent event : events) {
                    text.append("id: ").append(event.number()).append('\n');
                    text.append("data: ").append(frames.data(event)).append("\n\n");
                }
                channel.send(text.toString());
            }

            @Override
            public void ended() {
                end(channel);
            }
        });
    }

    /** A client would connect again after a plain end; this tells it not to. */
    private static void end(EventChannel channel) {
        try {
            channel.send("event: end\ndata: {}\n\n");
        } catch (IOException gone) {
            channel.end();
        }
        channel.end();
    }

    /**
     * Where a client wants to begin.
     *
     * @throws Refused 400 where it is no number
     */
    public static long after(Request request) {
        String asked = request.header("Last-Event-ID").orElse("");
        if (asked.isEmpty()) {
            return request.query().number("after", 0, Long.MAX_VALUE).orElse(0L);
        }
        if (!asked.matches("\\d{1,18}")) {
            throw Refused.bad("Last-Event-ID must be the number of an event, not '" + asked + "'.");
        }
        return Long.parseLong(asked);
    }
}
