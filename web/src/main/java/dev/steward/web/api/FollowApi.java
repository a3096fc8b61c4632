package dev.steward.web.api;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.follow.Follow;
import dev.steward.runner.follow.FollowException;
import dev.steward.runner.follow.Found;
import dev.steward.runner.follow.JournalAsk;
import dev.steward.runner.follow.Stats;
import dev.steward.runner.follow.Subject;
import dev.steward.runner.follow.TailAsk;
import dev.steward.web.http.EventChannel;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.live.Feeds;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What guests and nodes use, their journals and files: plain, or live to who takes {@code text/event-stream}. */
final class FollowApi {

    private static final String LIVE = "; with 'Accept: text/event-stream' live";

    private final Follow follow;
    private final EventJson json;
    private final Feeds feeds = new Feeds();

    FollowApi(Follow follow, EventJson json) {
        this.follow = follow;
        this.json = json;
    }

    List<Route> routes() {
        String guest = Api.ROOT + "/guests/{guest}";
        String node = Api.ROOT + "/nodes/{node}";
        Operation journal = read("The last lines of the journal of ")
                .query("unit", Type.STRING, "lines of this unit alone; may be repeated");
        Operation tail =
                read("The last lines of files of ").query("file", Type.STRING, "an absolute path; may be repeated");
        return List.of(
                Route.get(guest + "/stats", this::stats)
                        .as(stats("What a guest uses; live every 3 s", "id", "status", "cpu", "memory", "line")),
                Route.get(node + "/stats", this::stats)
                        .as(stats("What a node uses; live every second", "kernel_version", "pve_version", "cpu_usage")),
                Route.told(guest + "/journal", this::journal).as(named(journal, "a guest")),
                Route.told(node + "/journal", this::journal).as(named(journal, "a node")),
                Route.told(guest + "/tail", this::tail).as(named(tail, "a guest")),
                Route.told(node + "/tail", this::tail).as(named(tail, "a node")));
    }

    private static Operation stats(String summary, String... fields) {
        return narrowed(Operation.json(summary + LIVE, fields));
    }

    private static Operation read(String summary) {
        return narrowed(Operation.json(summary, "lines", "notes"))
                .query(
                        "limit",
                        Type.INTEGER,
                        "lines at most, 1 to " + JournalAsk.MOST + "; " + JournalAsk.USUAL + " where it is left out");
    }

    private static Operation named(Operation read, String of) {
        return new Operation(
                read.summary() + of + LIVE, read.query(), read.body(), read.answer(), read.problems(), read.open());
    }

    private static Operation narrowed(Operation operation) {
        return operation
                .query("cluster", Type.STRING, "the configured name; where it is left out, all are looked in")
                .problems(400, 404, 409, 500, 503);
    }

    private Found found(Request request) throws InterruptedException {
        boolean node = request.places().containsKey("node");
        try {
            return follow.find(
                    node ? "node/" + request.place("node") : request.place("guest"),
                    request.query().first("cluster"));
        } catch (FollowException e) {
            throw FollowTrouble.refused(e);
        }
    }

    private Reply stats(Request request) throws InterruptedException {
        Subject subject = found(request).subject();
        if (live(request)) {
            return feed(channel -> follow.stats(subject, new Told<Stats>(channel) {
                @Override
                Map<String, Object> data(Stats piece) {
                    return piece.data();
                }
            }));
        }
        try {
            return Reply.json(follow.stats(subject).data());
        } catch (FollowException e) {
            throw FollowTrouble.refused(e);
        }
    }

    private Reply journal(Request request) throws IOException, InterruptedException {
        Found found = found(request);
        List<String> said = request.query().values("unit");
        JournalAsk ask = new JournalAsk(said.isEmpty() ? found.services() : said, limit(request), live(request));
        return lines(request, ask::check, receiver -> follow.journal(found.subject(), ask, receiver));
    }

    private Reply tail(Request request) throws IOException, InterruptedException {
        Found found = found(request);
        List<String> said = request.query().values("file");
        TailAsk ask = new TailAsk(said.isEmpty() ? found.files() : said, limit(request), live(request));
        return lines(request, ask::check, receiver -> follow.tail(found.subject(), ask, receiver));
    }

    private static int limit(Request request) {
        return request.query()
                .number("limit", 1, JournalAsk.MOST)
                .orElse((long) JournalAsk.USUAL)
                .intValue();
    }

    private static boolean live(Request request) {
        return request.accepts().contains("text/event-stream");
    }

    /** Refuses what makes no sense. */
    private interface Check {

        void check() throws FollowException;
    }

    /** Reads lines. */
    private interface Lines {

        void to(dev.steward.runner.follow.Receiver<String> receiver)
                throws FollowException, IOException, InterruptedException;
    }

    private Reply lines(Request request, Check check, Lines lines) throws IOException, InterruptedException {
        try {
            check.check();
            if (live(request)) {
                return feed(channel -> lines.to(new Told<String>(channel) {
                    @Override
                    Map<String, Object> data(String piece) {
                        return Map.of("line", piece);
                    }
                }));
            }
            Kept kept = new Kept();
            lines.to(kept);
            return Reply.json(kept.data());
        } catch (FollowException e) {
            throw FollowTrouble.refused(e);
        }
    }

    /** Sends until it is over, or says why it cannot. */
    private interface Sending {

        void to(EventChannel channel) throws FollowException, IOException, InterruptedException;
    }

    private Reply feed(Sending sending) {
        return feeds.of(channel -> {
            try {
                sending.to(channel);
            } catch (FollowException e) {
                channel.send("event: problem\ndata: " + json.text(Map.of("problem", e.getMessage())) + "\n\n");
            }
        });
    }

    /** Tells a client piece by piece. */
    private abstract class Told<T> implements dev.steward.runner.follow.Receiver<T> {

        private final EventChannel channel;

        Told(EventChannel channel) {
            this.channel = channel;
        }

        abstract Map<String, Object> data(T piece);

        @Override
        public void take(T piece) throws IOException {
            channel.send("data: " + json.text(data(piece)) + "\n\n");
        }

        @Override
        public void note(String text) throws IOException {
            channel.send("event: note\ndata: " + json.text(Map.of("note", text)) + "\n\n");
        }
    }

    /** Keeps what is read to its end. */
    private static final class Kept implements dev.steward.runner.follow.Receiver<String> {

        private final List<String> lines = new java.util.ArrayList<>();
        private final List<String> notes = new java.util.ArrayList<>();

        @Override
        public void take(String line) {
            lines.add(line);
        }

        @Override
        public void note(String text) {
            notes.add(text);
        }

        Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("lines", lines);
            data.put("notes", notes);
            return data;
        }
    }
}
