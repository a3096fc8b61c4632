package dev.steward.runner.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.NumberedEvent;
import java.time.Instant;

/** An event as one JSON object {run, number, at, kind, event}: the form of {@code --json}, the local socket and the API. */
public final class EventLine {

    private final ObjectMapper mapper = new ObjectMapper();
    private final EventJson json = new EventJson();

    /** The object of an event. */
    public JsonNode of(NumberedEvent event) {
        try {
            ObjectNode line = mapper.createObjectNode();
            line.put("run", event.run());
            line.put("number", event.number());
            line.put("at", event.at().toString());
            line.put("kind", EventJson.kind(event.event()));
            line.set("event", mapper.readTree(json.write(event.event())));
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("event " + event.number() + " has no JSON form", e);
        }
    }

    /** The event of an object. */
    public NumberedEvent event(JsonNode line) {
        return new NumberedEvent(
                line.path("run").asLong(),
                line.path("number").asLong(),
                Instant.parse(line.path("at").asText()),
                json.read(line.path("kind").asText(), line.path("event").toString()));
    }

    /** Any plain data or record as a JSON tree, in the form events have. */
    public JsonNode tree(Object data) {
        try {
            return mapper.readTree(json.text(data));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this has no JSON form", e);
        }
    }
}
