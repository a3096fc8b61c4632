package dev.steward.runner.app.power;

import dev.steward.runner.engine.SelfReboot;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.outage.journal.Entry;
import dev.steward.runner.outage.journal.Journal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The end of the machine Steward runs on, which a phase asks for and which comes last: it is kept in the journal. */
public final class OwnEnd implements SelfReboot {

    private static final String KEY = "ownEnd";
    private static final EventJson JSON = new EventJson();

    private final Journal journal;

    /** In the journal of outages. */
    public OwnEnd(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Optional<String> handOver(Host host, Map<String, Object> arguments) {
        Map<String, Object> order = new LinkedHashMap<>(arguments);
        order.put("host", host.name());
        journal.append(new Entry.Kept(KEY, JSON.text(order)));
        Object node = arguments.get("node");
        return Optional.of("is handed over: Steward itself runs on " + (node == null ? host.name() : "node " + node)
                + "; it goes down when everything else is done");
    }

    /** What was asked for; empty: nobody asked. */
    public Optional<Map<String, Object>> order() {
        return journal.past().kept(KEY).map(JSON::map);
    }
}
