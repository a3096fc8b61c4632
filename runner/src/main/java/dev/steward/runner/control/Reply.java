package dev.steward.runner.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** An answer to an {@link Ask}; one JSON line. An answer ends with Done, Refused, Failed or Ending. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reply")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Reply.Heard.class, name = "heard"),
    @JsonSubTypes.Type(value = Reply.Ending.class, name = "ending"),
    @JsonSubTypes.Type(value = Reply.Begun.class, name = "begun"),
    @JsonSubTypes.Type(value = Reply.Event.class, name = "event"),
    @JsonSubTypes.Type(value = Reply.Data.class, name = "data"),
    @JsonSubTypes.Type(value = Reply.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Reply.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Reply.Done.class, name = "done")
})
public sealed interface Reply {

    /** The ask has been read; before this line nothing was done, so that a client may ask again elsewhere. */
    record Heard() implements Reply {}

    /** Not done, since this process is about to give the state directory up: the next owner will answer. */
    record Ending() implements Reply {}

    /** A run was begun. */
    record Begun(long run) implements Reply {}

    /** An event of a followed run, in the store's JSON form. */
    record Event(JsonNode event) implements Reply {}

    /** Facts asked for. */
    record Data(JsonNode data) implements Reply {}

    /**
     * Not done.
     *
     * @param problems one line each
     * @param unreadable whether the playbook or the inventory itself is wrong
     */
    record Refused(List<String> problems, boolean unreadable) implements Reply {}

    /** Something broke; the message carries the ID under which the log knows more. */
    record Failed(String message) implements Reply {}

    /** That was all. */
    record Done() implements Reply {}

    /** Whether nothing follows it. */
    default boolean last() {
        return this instanceof Ending || this instanceof Refused || this instanceof Failed || this instanceof Done;
    }
}
