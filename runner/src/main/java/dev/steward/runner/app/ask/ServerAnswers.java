package dev.steward.runner.app.ask;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.Desk;
import dev.steward.runner.control.Reply;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.server.Draining;
import dev.steward.runner.store.server.ServerRow;
import dev.steward.runner.store.server.Servers;
import dev.steward.runner.time.Time;
import dev.steward.runner.wake.WakeLinks;
import dev.steward.runner.wake.WakeRefused;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers what is asked of the servers that share the history, and hands everything else to the desk behind it. */
public final class ServerAnswers implements Desk {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Desk behind;
    private final Servers servers;
    private final WakeLinks links;

    private ServerAnswers(Desk behind, Servers servers, WakeLinks links) {
        this.behind = behind;
        this.servers = servers;
        this.links = links;
    }

    /** Before another desk. */
    public static Desk of(Desk behind, Store store, Time time) {
        return new ServerAnswers(behind, store.servers(), new WakeLinks(store.settings(), store.wakes(), time));
    }

    @Override
    public void handle(Ask ask, Replies replies) throws IOException, InterruptedException {
        if (!(ask instanceof Ask.OfServer asked)) {
            behind.handle(ask, replies);
            return;
        }
        Reply reply =
                switch (asked.verb()) {
                    case "drain", "undo" -> drain(asked);
                    case "renew-links" -> renew();
                    default -> new Reply.Data(JSON.valueToTree(all(servers)));
                };
        replies.accept(reply);
        if (reply instanceof Reply.Data) {
            replies.accept(new Reply.Done());
        }
    }

    private Reply drain(Ask.OfServer asked) {
        String name = String.valueOf(asked.said().getOrDefault("server", ""));
        try {
            Draining.Done done = new Draining(servers).ask(name, asked.verb().equals("drain"));
            return new Reply.Data(JSON.valueToTree(done.words()));
        } catch (Draining.Unclear e) {
            return new Reply.Refused(List.of(e.getMessage()), false);
        }
    }

    private Reply renew() {
        try {
            int held = links.renew();
            return new Reply.Data(JSON.valueToTree("Links that wake guests are signed with a new key, on every server. "
                    + "Of the old ones held until now: " + held + "."));
        } catch (WakeRefused e) {
            return new Reply.Refused(List.of(e.getMessage()), false);
        }
    }

    /** Every server, and the commands that are at work, as plain data. */
    public static List<Map<String, Object>> all(Servers servers) {
        Map<String, Long> runs = servers.runsAtWork();
        return servers.all().stream()
                .filter(row -> row.serves() || row.lives())
                .map(row -> facts(
                        row,
                        runs.getOrDefault(row.id(), 0L),
                        row.id().equals(servers.me().id())))
                .toList();
    }

    private static Map<String, Object> facts(ServerRow row, long runs, boolean here) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", row.id());
        facts.put("name", row.name());
        facts.put("host", row.host());
        facts.put("version", row.version());
        facts.put("labels", row.labels());
        facts.put("kind", row.serves() ? "serve" : "command");
        facts.put("here", here);
        facts.put("state", row.state(here).word());
        facts.put("draining", row.draining());
        facts.put("runs", runs);
        facts.put("started", row.startedAt().toString());
        facts.put("lastBeat", row.beatAt().toString());
        facts.put("silentSeconds", here ? 0 : row.silence().toSeconds());
        facts.put("ended", row.endedAt().map(Instant::toString).orElse(null));
        return facts;
    }
}
