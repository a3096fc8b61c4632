package dev.steward.dsl.word;

import dev.steward.dsl.catalog.Param;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A word of the language.
 *
 * @param name as written
 * @param rooms where it may stand
 * @param positional what it takes without a name, in order; the last may take many
 * @param named what it takes by name
 * @param free whether it takes further named values of any name
 * @param braces what stands between the braces behind it
 * @param once whether it may be said only once in its room
 * @param doc one sentence
 */
public record Word(
        String name,
        Set<Room> rooms,
        List<Slot> positional,
        List<Slot> named,
        boolean free,
        Braces braces,
        boolean once,
        String doc) {

    /**
     * What a word takes at one place.
     *
     * @param param its name and type
     * @param many whether it takes one or more
     * @param deferred whether the value may be known at run time only
     */
    public record Slot(Param param, boolean many, boolean deferred) {}

    /** What stands between the braces behind a word. */
    public sealed interface Braces permits None, Words, Question, Items {}

    /** No braces. */
    public record None() implements Braces {}

    /** Words of another room. */
    public record Words(Room room) implements Braces {}

    /** A condition. */
    public record Question() implements Braces {}

    /** What yields a list. */
    public record Items() implements Braces {}

    /** The parameter of a slot as a problem report names it: by the word itself where it has no name in the text. */
    public Param named(Slot slot) {
        Param param = slot.param();
        return positional.contains(slot)
                ? new Param(name, param.type(), param.required(), param.choices(), param.doc(), param.form())
                : param;
    }

    /** The room between its braces. */
    public Optional<Room> inner() {
        return braces instanceof Words words ? Optional.of(words.room()) : Optional.empty();
    }
}
