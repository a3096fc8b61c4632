package dev.steward.runner.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a call answered.
 *
 * @param data the {@code data} of the envelope; a NullNode where there is nothing
 * @param total how many there are in all, where the envelope says it
 */
public record PveAnswer(JsonNode data, OptionalLong total) {

    public PveAnswer {
        data = data == null ? NullNode.getInstance() : data;
    }

    /** An answer without a total. */
    public static PveAnswer of(JsonNode data) {
        return new PveAnswer(data, OptionalLong.empty());
    }

    /** The data as an object; an empty one where it is none. */
    public PveFields fields() {
        return new PveFields(data);
    }

    /** The objects of a list; none where it is no list. */
    public List<PveFields> list() {
        return PveFields.list(data);
    }

    /** The data as a text; empty: an object, a list or nothing. */
    public Optional<String> text() {
        return PveFields.text(data);
    }

    /** The data as a whole number. */
    public OptionalLong number() {
        return PveFields.number(data);
    }

    /** The UPID the call began; empty: the call was carried out at once. */
    public Optional<Upid> upid() {
        return text().flatMap(Upid::find);
    }
}
